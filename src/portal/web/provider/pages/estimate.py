"""What this Ticket may still bring: assumed earnings, run through the rules month by month (rows K2, E8)."""

from collections import defaultdict
from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.payments.ahead import Ahead, ahead
from portal.payments.models import PaymentRequest
from portal.policy.core import Check, Month
from portal.policy.estimate import ASSUMED, Estimate, Expected
from portal.policy.roles import Permission
from portal.tickets.queries import ticketholder
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.forms.estimate import EstimateForm
from portal.web.ui import formats
from portal.web.ui.components import Bar, BarChart, Column, Table

_KINDS = dict(PaymentRequest.Kind.choices)
_PAYMENTS = (
    Column("Month", header=True),
    Column("Payment"),
    Column("Amount", numeric=True),
    Column("What is not certain"),
)
_CLOSED = (Column("Payment", header=True), Column("Why none"), Column("What can be done"))


@page(Permission.READ_TICKETHOLDERS, "to see what a Ticket may still bring")
@require_safe
def estimate(request: WorkRequest, number: str) -> HttpResponse:
    holder = ticketholder(number)
    if holder is None:
        raise Http404
    stands = ahead(holder=holder)
    today = Month.of(request.unit.on)
    form = EstimateForm(
        request.GET or None,
        levels=stands.levels,
        today=today,
        initial={"since": today, "count": "12", "benefits": "go-on"},
    )
    found = _estimated(stands, form)
    context = {"holder": holder, "form": form, "found": found, "assumed": ASSUMED}
    if found is not None:
        context |= {
            "table": _payments(request, found.expected),
            "closed": _closed(request, found.closed),
            "chart": _chart(found.expected) if found.cents else None,
        }
    return render(request, "provider/estimate.html", context)


def _estimated(stands: Ahead, form: EstimateForm) -> Estimate | None:
    """None before anything was typed, and where what was typed cannot be, which the form then says."""
    if not form.is_bound or not form.is_valid():
        return None
    found = stands.brings(form.assumed)
    for problem in found.impossible:
        form.add_error("stop", problem.sentence)
    return None if found.impossible else found


def _payments(request: WorkRequest, expected: Sequence[Expected]) -> Table:
    cells = [
        [
            one.month,
            _KINDS[one.kind],
            "No amount yet" if one.amount is None else formats.money(one.amount),
            one.open[:1].upper() + one.open[1:] or None,
        ]
        for one in expected
    ]
    empty = "These months bring no payment."
    return listing.table(request, "Payments by month", _PAYMENTS, cells, empty=empty)


def _closed(request: WorkRequest, closed: Sequence[tuple[str, Check]]) -> Table:
    cells = [[_KINDS[kind], f"Not so: {check.test.says}", check.test.remedy] for kind, check in closed]
    return listing.table(request, "What the last month does not bring", _CLOSED, cells)


def _chart(expected: Sequence[Expected]) -> BarChart:
    """Each month that brings something; a month without an amount has no bar, and says so."""
    sums: dict[Month, int] = defaultdict(int)
    lacking = {one.month for one in expected if one.amount is None}
    for one in expected:
        sums[one.month] += one.amount or 0
    bars = [
        Bar(formats.month(month), cents, _beside(cents, lacks=month in lacking))
        for month, cents in sums.items()
    ]
    return BarChart("Payments by month", "The sum of each month that brings a payment.", bars)


def _beside(cents: int, *, lacks: bool) -> str:
    if not lacks:
        return formats.money(cents)
    return f"{formats.money(cents)} and more" if cents else "no amount yet"
