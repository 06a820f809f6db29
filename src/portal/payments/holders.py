"""The list of Ticketholders with what was last paid and what can be asked for next."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel.paging import Page
from portal.payments.models import PaymentRequest
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


# One row a Ticket: a long history has a hundred payments a page.
_PAID = """
select distinct on (ticket_id) ticket_id, kind, month, amount_cents, array_agg(kind) over (partition by ticket_id)
from payments_award where ticket_id = any(%s::uuid[]) and reversed_on is null
order by ticket_id, month desc, awarded_on desc, id desc
"""
_ORDER = ("P1M1", "P1M2", "P1M3", "P1M4")


def holders(
    *, scope: Scope | str = Scope.NOW, find: str = "", order: str = "name", page: int = 1, size: int = 25
) -> Page[HolderLine]:
    """Ticketholders as `tickets.queries.holders`, with payments; one query more."""
    return queries.holders(scope=scope, find=find, order=order, page=page, size=size).map(_with_payments)


def _with_payments(rows: Sequence[HolderRow]) -> Sequence[HolderLine]:
    paid = _paid({row.assignment.ticket for row in rows})
    return [_line(row, *paid.get(row.assignment.ticket, (None, frozenset()))) for row in rows]


def _paid(tickets: Iterable[UUID]) -> dict[UUID, tuple[LastPayment, frozenset[str]]]:
    """The last payment on each Ticket and the kinds of all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID, [list(tickets)])
        return {
            ticket: (LastPayment(kind, _words(kind), Month.of(month), cents), frozenset(kinds))
            for ticket, kind, month, cents, kinds in cursor.fetchall()
        }


def _line(row: HolderRow, last: LastPayment | None, kinds: frozenset[str]) -> HolderLine:
    coming = _next(row.assignment.system, kinds)
    return HolderLine(row, last, coming, _words(coming))


def _next(system: str, paid: frozenset[str]) -> str:
    if system != "outcome-milestone" or "OUTCOME" in paid:
        return "OUTCOME"
    return next((kind for kind in _ORDER if kind not in paid), "P2")


def _words(kind: str) -> str:
    return str(PaymentRequest.Kind(kind).label)
