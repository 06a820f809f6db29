"""A Ticket as staff see it: whose it is, where it stands today, who held it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.kernel import vault
from portal.policy.ticket_states import ssa_wording
from portal.tickets.models import Assignment, Termination, Ticket
from portal.tickets.queries import sealed_name
from portal.tickets.services.move import state_of


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One assignment. `last_day` is the last day assigned, None while it is held."""

    assignment: UUID
    organisation_name: str
    assigned_on: date
    payment_base_on: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """The Ticket with its assignments, the newest first; `held` is the one that holds it today."""

    ticket: UUID
    number: str
    person_number: str
    name: str
    state_words: str
    terminated_in: str
    use_state: str
    assignments: Sequence[HolderLine]

    @property
    def held(self) -> HolderLine | None:
        return next((one for one in self.assignments if one.last_day is None), None)


def ticket_record(number: str) -> TicketRecord | None:
    """The record of the Ticket with this number. Showing the name is a look. Four queries."""
    row = Ticket.objects.select_related("person").filter(number=number).first()
    if row is None:
        return None
    ended = Termination.objects.filter(ticket=row, superseded_at=None).order_by("month").first()
    held = Assignment.objects.filter(ticket=row, superseded_at=None).select_related("organisation")
    state = state_of(row, terminated=ended is not None)
    return TicketRecord(
        row.pk,
        row.number,
        row.person.number,
        vault.show([sealed_name(row.person)])[0],
        ssa_wording(state, assignable=None, used_before=bool(held)),
        str(ended.month) if ended else "",
        row.use_state,
        [_line(one) for one in held.order_by("-assigned_on", "id")],
    )


def _line(row: Assignment) -> HolderLine:
    last = row.ended_on and row.ended_on - timedelta(days=1)
    return HolderLine(row.pk, row.organisation.name, row.assigned_on, row.payment_base_on, last)
