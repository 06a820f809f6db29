"""How a Ticket was used, day by day: its steps, and its state on any day (SCR-02; row I4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.policy.ticket_history import state_on
from portal.policy.ticket_moves import move_named
from portal.policy.ticket_states import TicketState, protected, ssa_wording
from portal.tickets.course import after, changes
from portal.tickets.models import TicketStep


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: what was done, in whose name, and SSA's wording of the state it led to."""

    words: str
    effective_on: date
    entered_on: date
    at: datetime
    organisation: UUID | None
    organisation_name: str
    by_name: str
    cause: str
    state_words: str


@dataclass(frozen=True, slots=True)
class StandsOn:
    """The state on a day, in SSA's wording, and whether no medical review is begun on it."""

    on: date
    words: str
    protected: bool


def steps(ticket: UUID) -> Sequence[StepLine]:
    """The steps the reader may see, the latest first: a provider those it had part in. One query."""
    rows = TicketStep.objects.filter(ticket=ticket).select_related("organisation")
    return [_line(row) for row in rows.order_by("-effective_on", "-ordinal")]


def stands_on(ticket: UUID, day: date) -> StandsOn | None:
    """The state on a day by the steps the reader may see; None before the first of them. One query."""
    state = state_on(changes(TicketStep.objects.filter(ticket=ticket)), day)
    return None if state is None else StandsOn(day, _words(state), protected(state))


def _words(state: TicketState) -> str:
    """A Ticket that has a step was used before, or is."""
    return ssa_wording(state, used_before=True)


def _line(row: TicketStep) -> StepLine:
    return StepLine(
        move_named(row.move).words,
        row.effective_on,
        row.entered_on,
        row.at,
        row.organisation_id,
        row.organisation.name if row.organisation else "",
        row.by_name,
        row.cause,
        _words(after(row)),
    )
