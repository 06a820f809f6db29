"""A Ticket as staff see it: whose it is, where it stands today, who held it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, F, OuterRef, Subquery, Value

from portal.kernel import vault
from portal.kernel.unit import current
from portal.policy.ticket_states import TERMINATED, ssa_wording
from portal.tickets.course import course
from portal.tickets.models import Assignment, Termination, Ticket, VrCase
from portal.tickets.queries import sealed_name


@dataclass(frozen=True, slots=True)
class HolderLine:
    """One assignment, or a cost-reimbursement case, which assigns nothing and pays no provider.

    `last_day` is the last day assigned or open, None while it is.
    """

    assignment: UUID
    organisation_name: str
    assigned_on: date
    payment_base_on: date | None
    last_day: date | None
    by_case: bool


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """The Ticket with its assignments and cases, the newest first; `held` is the assignment that holds it today.

    `state_words` are of today; `use_state` is where all that was entered leads, what begins later too.
    """

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
        return next((one for one in self.assignments if one.last_day is None and not one.by_case), None)

    @property
    def has_case(self) -> bool:
        """Was the person ever served under cost reimbursement?"""
        return any(one.by_case for one in self.assignments)


def ticket_record(number: str) -> TicketRecord | None:
    """The record of the Ticket with this number. Showing the name is a look. Four queries."""
    ended = Termination.objects.filter(ticket=OuterRef("pk"), superseded_at=None).order_by("month")
    found = Ticket.objects.select_related("person").annotate(ended_in=Subquery(ended.values("month")[:1]))
    row = found.filter(number=number).first()
    if row is None:
        return None
    held, on = _held(row), current().on
    over = row.ended_in is not None and row.ended_in.first <= on
    state = TERMINATED if over else course(row).on(on)
    return TicketRecord(
        row.pk,
        row.number,
        row.person.number,
        vault.show([sealed_name(row.person)])[0],
        ssa_wording(state, assignable=None, used_before=bool(held)),
        str(row.ended_in) if row.ended_in else "",
        row.use_state,
        held,
    )


def _held(ticket: Ticket) -> list[HolderLine]:
    """Assignments and cases in one query."""
    columns = ("pk", "organisation__name", "since", "base", "until", "by_case")
    no_day = Value(None, output_field=DateField())
    assigned = Assignment.objects.filter(ticket=ticket, superseded_at=None).annotate(
        since=F("assigned_on"), base=F("payment_base_on"), until=F("ended_on"), by_case=Value(value=False)
    )
    cases = VrCase.objects.filter(person=ticket.person_id, superseded_at=None).annotate(
        since=F("opened_on"), base=no_day, until=F("closed_on"), by_case=Value(value=True)
    )
    rows = assigned.values_list(*columns).union(cases.values_list(*columns))
    lines = [_line(*row) for row in rows]
    return sorted(lines, key=lambda one: (one.assigned_on, str(one.assignment)), reverse=True)


def _line(
    key: UUID, name: str, since: date, base: date | None, until: date | None, by_case: bool
) -> HolderLine:
    return HolderLine(key, name, since, base, until and until - timedelta(days=1), by_case)
