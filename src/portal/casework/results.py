"""What services of this room answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NOBODY = (
    "No beneficiary has that Social Security number. Check the number with the person, and enter it again."
)
NO_NAME = "Enter the person's name as it was given to you."


@dataclass(frozen=True, slots=True)
class Opened:
    """The organisation's one open case on the person; `fresh` where it was opened now."""

    case: UUID
    number: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Why no case was opened, in a sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody else was faster; nothing was changed."""

    by_name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing of this ID that the actor may see."""
