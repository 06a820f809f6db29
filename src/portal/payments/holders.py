"""The list of Ticketholders with what was last paid and what can be asked for next."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from portal.kernel.paging import Page
from portal.payments.models import Award, PaymentRequest
from portal.policy.core import Month
from portal.tickets import queries
from portal.tickets.queries import HolderRow, Scope


class LastPayment(NamedTuple):
    """The latest payment granted to the reader on a Ticket."""

    kind: str
    kind_words: str
    month: Month
    amount_cents: int


class HolderLine(NamedTuple):
    """A Ticketholder with payments: `next_kind` is the first milestone not yet paid, in their order."""

    holder: HolderRow
    last_payment: LastPayment | None
    next_kind: str
    next_words: str


_ORDER = ("P1M1", "P1M2", "P1M3", "P1M4")


def holders(
    *, scope: Scope | str = Scope.NOW, find: str = "", order: str = "name", page: int = 1, size: int = 25
) -> Page[HolderLine]:
    """Ticketholders as `tickets.queries.holders`, with payments; one query more."""
    return queries.holders(scope=scope, find=find, order=order, page=page, size=size).map(_with_payments)


def _with_payments(rows: Sequence[HolderRow]) -> Sequence[HolderLine]:
    paid: dict[UUID, list[LastPayment]] = {}
    for ticket, kind, month, cents in _awards({row.assignment.ticket for row in rows}):
        paid.setdefault(ticket, []).append(LastPayment(kind, _words(kind), month, cents))
    return [_line(row, paid.get(row.assignment.ticket, [])) for row in rows]


def _awards(tickets: Iterable[UUID]) -> Iterator[tuple[UUID, str, Month, int]]:
    rows = Award.objects.filter(ticket__in=list(tickets), reversed_on=None).order_by(
        "month", "awarded_on", "id"
    )
    for ticket, kind, month, cents in rows.values_list("ticket_id", "kind", "month", "amount_cents"):
        yield ticket, kind, Month(month), cents  # type: ignore[call-overload]


def _line(row: HolderRow, payments: list[LastPayment]) -> HolderLine:
    kinds = {payment.kind for payment in payments}
    coming = _next(row.assignment.system, kinds)
    return HolderLine(
        row,
        payments[-1] if payments else None,
        coming,
        _words(coming),
    )


def _next(system: str, paid: set[str]) -> str:
    if system != "outcome-milestone" or "OUTCOME" in paid:
        return "OUTCOME"
    return next((kind for kind in _ORDER if kind not in paid), "P2")


def _words(kind: str) -> str:
    return str(PaymentRequest.Kind(kind).label)
