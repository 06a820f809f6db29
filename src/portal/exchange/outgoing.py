"""What goes to Social Security of one day, as rows of each layout. Read as the system; numbers are opened to be sent."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.exchange.layouts import ASSIGNED, PAID, POSTED
from portal.kernel import vault
from portal.kernel.clock import EASTERN
from portal.payments.models import Award, PaymentRequest, RequestStep
from portal.providers.models import Provider
from portal.tickets.models import Assignment, Person, Unassignment

type Row = dict[str, Any]
type About = tuple[UUID, Row]


def rows_of(kind: str, on: date) -> list[Row]:
    """The rows of this kind for a day, in an order that is the same every time."""
    about = list(_OF[kind](on))
    numbers = _numbers({person for person, _ in about})
    rows = [{"ssn": numbers[person], **row} for person, row in about]
    return sorted(rows, key=lambda row: [str(value) for value in row.values()])


def _assigned(on: date) -> Iterator[About]:
    pids = _pids()
    entered = Assignment.objects.filter(entered_on=on, superseded_at=None).select_related("ticket")
    for row in entered:
        yield (
            row.person_id,
            _of_assignment(row, pids) | {"action": "assigned", "effective_on": row.assigned_on},
        )
    ended = Unassignment.objects.filter(acted_on=on).select_related("assignment__ticket")
    for one in ended:
        moved = {"action": "unassigned", "effective_on": one.effective_on}
        yield one.person_id, _of_assignment(one.assignment, pids) | moved


def _of_assignment(row: Assignment, pids: dict[UUID, str]) -> Row:
    return {"ticket": row.ticket.number, "provider": pids[row.organisation_id], "system": row.system}


def _posted(on: date) -> Iterator[About]:
    """What a provider gave and was proven; what came from Social Security's record is not sent back."""
    first = datetime.combine(on, time(), EASTERN)
    found = EarningsMonth.objects.filter(
        recorded_at__gte=first,
        recorded_at__lt=datetime.combine(on + timedelta(days=1), time(), EASTERN),
        given_to__isnull=False,
        proven=True,
    ).select_related("employer")
    for row in found:
        yield (
            row.person_id,
            {
                "month": row.month,
                "amount": row.gross_cents,
                "kind": row.kind,
                "employer": row.employer.name if row.employer else None,
            },
        )


def _paid(on: date) -> Iterator[About]:
    """By the day it was entered: the Treasury's answer may be about an earlier one, whose file has gone."""
    pids, state = _pids(), PaymentRequest.State
    steps = RequestStep.objects.filter(on=on, request__awards__isnull=False).distinct()
    paid = steps.filter(to_state=state.PAID)
    back = steps.filter(from_state=state.PAID, to_state__in=(state.REVERSED, state.APPROVED))
    found = [*((step, "paid") for step in paid), *((step, "reversed") for step in back)]
    awards: dict[UUID | None, list[Award]] = {}
    for row in Award.objects.filter(request__in={step.request_id for step, _ in found}).select_related(
        "ticket"
    ):
        awards.setdefault(row.request_id, []).append(row)
    for step, action in found:
        award = _moved(step, awards[step.request_id])
        yield (
            award.person_id,
            {
                "ticket": award.ticket.number,
                "provider": pids[award.organisation_id],
                "payment": award.kind,
                "ordinal": award.ordinal,
                "month": award.month,
                "amount": award.amount_cents,
                "action": action,
            },
        )


def _moved(step: RequestStep, awards: list[Award]) -> Award:
    """The award that was paid or reversed by the step: the last one granted before it. IDs come in the order of time."""
    before = [row for row in awards if row.pk < step.pk] or awards
    return max(before, key=lambda row: row.pk)


def _pids() -> dict[UUID, str]:
    return dict(Provider.objects.values_list("organisation", "pid"))


def _numbers(people: Iterable[UUID]) -> dict[UUID, str]:
    found = list(Person.objects.filter(pk__in=people).only("ssn").order_by("pk"))
    digits = vault.match(cell for row in found for cell in row.sealed("ssn"))
    return {row.pk: one for row, one in zip(found, digits, strict=True)}


_OF: dict[str, Callable[[date], Iterator[About]]] = {
    ASSIGNED.kind: _assigned,
    POSTED.kind: _posted,
    PAID.kind: _paid,
}
