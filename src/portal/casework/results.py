"""What services of this room answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.policy.core import Decision

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
class NotAllowed:
    """Why this cannot be done, in a sentence with the reason and what to do; `decision` where a rule says so."""

    sentence: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """The form waits for signatures, or has them already; its content cannot change any more."""

    form: UUID
    number: str


@dataclass(frozen=True, slots=True)
class SignedNow:
    """The signature was taken. `complete`: both have signed, and the form is in force from its later signature."""

    form: UUID
    number: str
    complete: bool


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing of this ID that the actor may see."""
