"""What services answer that move work on. A refusal is a value, so that its trail entry commits with the unit."""

from dataclasses import dataclass
from uuid import UUID

from portal.policy.core import Decision


@dataclass(frozen=True, slots=True)
class Done:
    """It happened. `number` is what it is quoted by; `said` is what has to be told besides."""

    subject: UUID
    number: str
    state: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody was faster; nothing was written."""

    sentence: str = "Somebody changed this while you had it open. Nothing of yours was done."


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """Why this cannot be done, in a sentence; `decision` where a rule says so."""

    sentence: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing of this ID that the actor may see."""


Answer = Done | Changed | NotAllowed | NotFound
