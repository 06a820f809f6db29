"""Claims of costs as staff see them, and what of them stands beside payments to networks (PAY-22; row E9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from portal.kernel.paging import Page, read
from portal.payments.cost_moves import STATE_WORDS
from portal.payments.models import Award, CostClaim
from portal.policy.core import Month
from portal.policy.records import MonthSpan
from portal.tickets.models import Ticket, VrCase


@dataclass(frozen=True, slots=True)
class CostLine:
    """A claim at one recording. `granted_for`: months of it for which a network has been granted a payment.

    Both that and `ticket_number` are only of what the walls show to who reads.
    """

    row: UUID
    number: str
    ticket_number: str | None
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


def costs_of_case(vr_case: str) -> list[CostLine]:
    """The claims of one case as they stand, the latest month first. One query."""
    rows = CostClaim.objects.filter(vr_case=vr_case, superseded_at=None)
    return _lines(rows.order_by("-from_month", "number"))


def costs_in(state: str, page: int, size: int) -> Page[CostLine]:
    """The claims in one state that the walls show, those that have waited longest first. One query."""
    rows = CostClaim.objects.filter(state=state, superseded_at=None).order_by("claimed_on", "number")
    return read(_with_granted(rows), page, size).map(_shown)


def cases_to_choose(person: UUID) -> list[tuple[str, str, date]]:
    """The person's cost-reimbursement cases: number, agency, day opened; the latest first."""
    rows = VrCase.objects.filter(person=person, superseded_at=None).order_by("-opened_on")
    return list(rows.values_list("number", "organisation__name", "opened_on"))


def spans(person: UUID, *states: str) -> tuple[MonthSpan, ...]:
    """The months of the person's claims that are in one of these states."""
    rows = CostClaim.objects.filter(person=person, state__in=states, superseded_at=None)
    return tuple(MonthSpan(one.from_month, one.until_month) for one in rows.order_by("from_month"))


def _lines(rows: QuerySet[CostClaim]) -> list[CostLine]:
    return _shown(_with_granted(rows))


def _shown(found: Iterable[Any]) -> list[CostLine]:
    return [_line(one) for one in found]


def _with_granted(rows: QuerySet[CostClaim]) -> Any:
    granted = Award.objects.filter(
        person=OuterRef("person"),
        month__gte=OuterRef("from_month"),
        month__lt=OuterRef("until_month"),
        reversed_on=None,
    )
    # An agency sees its claim whether or not it still sees the Ticket.
    ticket = Ticket.objects.filter(pk=OuterRef("ticket")).values("number")
    return rows.select_related("organisation").annotate(
        granted=ArraySubquery(granted.values("month")), ticket_number=Subquery(ticket)
    )


def _line(row: Any) -> CostLine:
    return CostLine(
        row.pk,
        row.number,
        row.ticket_number,
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
        tuple(sorted(set(row.granted))),
    )
