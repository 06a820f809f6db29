"""Claims of costs as staff see them, and what of them stands beside payments to networks (PAY-22; row E9)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from portal.payments.cost_moves import STATE_WORDS
from portal.payments.models import Award, CostClaim
from portal.policy.core import Month
from portal.policy.records import MonthSpan
from portal.tickets.models import VrCase


@dataclass(frozen=True, slots=True)
class CostLine:
    """A claim at one recording. `granted_for`: months of it for which a network has been granted a payment."""

    row: UUID
    number: str
    ticket_number: str
    person: UUID
    agency: str
    vr_case: str
    from_month: Month
    last_month: Month
    amount_cents: int
    state: str
    state_words: str
    claimed_on: date
    answered_on: date | None
    source_words: str
    by_name: str
    recorded_at: datetime
    granted_for: tuple[Month, ...]


def cost_claims(ticket: UUID) -> list[CostLine]:
    """The claims on a Ticket as they stand, the latest month first. One query."""
    rows = CostClaim.objects.filter(ticket=ticket, superseded_at=None)
    return _lines(rows.order_by("-from_month", "number"))


def recordings(number: str) -> list[CostLine]:
    """One claim, recording by recording, as it stands first. One query."""
    return _lines(CostClaim.objects.filter(number=number).order_by("-recorded_at", "-id"))


def cases_to_choose(person: UUID) -> list[tuple[str, str, date]]:
    """The person's cost-reimbursement cases: number, agency, day opened; the latest first."""
    rows = VrCase.objects.filter(person=person, superseded_at=None).order_by("-opened_on")
    return list(rows.values_list("number", "organisation__name", "opened_on"))


def spans(person: UUID, *states: str) -> tuple[MonthSpan, ...]:
    """The months of the person's claims that are in one of these states."""
    rows = CostClaim.objects.filter(person=person, state__in=states, superseded_at=None)
    return tuple(MonthSpan(one.from_month, one.until_month) for one in rows.order_by("from_month"))


def _lines(rows: QuerySet[CostClaim]) -> list[CostLine]:
    granted = Award.objects.filter(
        person=OuterRef("person"),
        month__gte=OuterRef("from_month"),
        month__lt=OuterRef("until_month"),
        reversed_on=None,
    )
    found = rows.select_related("ticket", "organisation").annotate(
        granted=ArraySubquery(granted.values("month"))
    )
    return [_line(one, one.granted) for one in found]


def _line(row: CostClaim, granted: list[Month]) -> CostLine:
    return CostLine(
        row.pk,
        row.number,
        row.ticket.number,
        row.person_id,
        row.organisation.name,
        row.vr_case,
        row.from_month,
        row.until_month.plus(-1),
        row.amount_cents,
        row.state,
        STATE_WORDS[row.state],
        row.claimed_on,
        row.answered_on,
        str(CostClaim.Source(row.source).label),
        row.by_name,
        row.recorded_at,
        tuple(sorted(set(granted))),
    )
