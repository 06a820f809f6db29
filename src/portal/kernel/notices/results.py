"""What the services of notices answer. A refusal is a value, so that the unit's trail commits."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Done:
    """It happened."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody was faster; nothing was written."""

    sentence: str
    version: int


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """Why this cannot be done, and what to do; `field` is what it is about, empty for the whole."""

    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """There is none of this key."""


Answer = Done | Changed | NotAllowed | NotFound
