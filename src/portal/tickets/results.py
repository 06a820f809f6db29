"""What services of this room answer."""

from dataclasses import dataclass
from uuid import UUID

from portal.policy.core import Decision
from portal.policy.ticket_states import TicketState


@dataclass(frozen=True, slots=True)
class Moved:
    """The Ticket has moved; `step` is the row of its history."""

    step: UUID
    state: TicketState


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it cannot move, in a sentence; the decision holds every check."""

    sentence: str
    decision: Decision
