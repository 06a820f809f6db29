"""Where a Ticket stands on a day, for those who decide or tell by it (row I4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.policy.ticket_history import Change, moved_from, state_after, state_on
from portal.policy.ticket_states import TERMINATED, Assigned, TicketState, Use
from portal.tickets.models import Ticket, TicketStep

_TERMINATE = "terminate"


@dataclass(frozen=True, slots=True)
class Course:
    """The steps of a Ticket, and its state before the first of them."""

    history: tuple[Change, ...]
    at_first: TicketState

    def on(self, day: date) -> TicketState:
        """The state on the day. An extension that is over is over, whoever has entered its end."""
        return state_on(self.history, day) or self.at_first

    def moved_from(self, move: str, day: date) -> TicketState:
        """The state from which a move of that day is made: an extension lasts until its end is entered."""
        return moved_from(self.history, move, day) or self.at_first

    def in_use(self, day: date) -> bool:
        return self.on(day).use is Use.IN_USE

    def with_step(self, change: Change) -> TicketState:
        """The state once this is entered too, after all that takes effect later."""
        return state_after((*self.history, change)) or self.at_first


def course(ticket: Ticket) -> Course:
    """The course of the Ticket by the steps the reader may see: who decides by it reads as the system. One query."""
    rows = list(TicketStep.objects.filter(ticket=ticket.pk).order_by("ordinal"))
    return Course(tuple(changes(rows)), before(rows[0]) if rows else columns(ticket))


def changes(rows: Iterable[TicketStep]) -> list[Change]:
    """Steps as the law reads them."""
    return [Change(row.effective_on, row.ordinal, row.move, after(row)) for row in rows]


def before(row: TicketStep) -> TicketState:
    return TicketState(Assigned(row.from_assignment_state), Use(row.from_use_state))


def after(row: TicketStep) -> TicketState:
    if row.move == _TERMINATE:
        return TERMINATED
    return TicketState(Assigned(row.to_assignment_state), Use(row.to_use_state))


def columns(ticket: Ticket) -> TicketState:
    """Where the steps entered so far lead, those of the future too."""
    return TicketState(Assigned(ticket.assignment_state), Use(ticket.use_state))
