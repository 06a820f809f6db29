"""What services answer. A refusal is a value, so that its trail entry commits with the unit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Done:
    """It happened; the request is in `state` now. `said` is what has to be told besides."""

    request: UUID
    number: str
    state: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody was faster; nothing was written."""

    by: str
    at: datetime | None
    state_words: str

    @property
    def sentence(self) -> str:
        return f"{self.by or 'Somebody'} changed this while you had it open. It is now {self.state_words}."


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """Why this cannot be done, in a sentence with the reason and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing of this ID that the actor may see."""


Answer = Done | Changed | NotAllowed | NotFound
