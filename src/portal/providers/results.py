"""What services about a provider answer. A refusal is a value, so that its trail entry commits with the unit."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """It is on record now; `changed` is False where everything stood so already and nothing was written."""

    changed: bool = True


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody was faster; nothing was written. `what` says each change: its name, old and new."""

    by: str
    at: datetime | None
    version: int
    what: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """Why this cannot be done, with what to do. `field` is the answer it is about, where there is one."""

    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing of this ID that the actor may change."""


Answer = Kept | Changed | NotAllowed | NotFound
