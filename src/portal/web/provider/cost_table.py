"""An agency's own claims of costs as a table: in their list, and on the record of the case."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from portal.payments.cost_claims import CostLine
from portal.payments.cost_moves import State
from portal.web.addresses import of_number
from portal.web.costs import period
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_COLUMNS = (
    Column("Claim", header=True),
    Column("Months"),
    Column("Costs", numeric=True),
    Column("State"),
    Column("Claimed"),
    Column("Answered"),
    Column("What you can do"),
)


def costs_table(
    caption: str, claims: Sequence[CostLine], *, with_case: bool = False, query: Any = None
) -> Table:
    """The claims; `with_case` names and links the case of each."""
    columns = [*_COLUMNS[:1], Column("Case"), *_COLUMNS[1:]] if with_case else list(_COLUMNS)
    rows = [_row(one, with_case) for one in claims]
    return Table(caption, columns, rows, query=query, empty="No claim of costs here.", caption_hidden=True)


def _row(one: CostLine, with_case: bool) -> list[Any]:
    case = [formats.link(one.vr_case, of_number("vr-case", one.vr_case))] if with_case else []
    withdraw = reverse("vr-cost-withdraw", args=[one.number])
    return [
        one.number,
        *case,
        period(one.from_month, one.last_month),
        formats.money(one.amount_cents),
        formats.badge(one.state),
        formats.day(one.claimed_on),
        formats.day(one.answered_on),
        formats.link("Withdraw", withdraw, f": {one.number}") if one.state == State.CLAIMED else "",
    ]
