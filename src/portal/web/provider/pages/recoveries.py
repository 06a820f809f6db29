"""What the organization was paid and has to give back, and what has settled it so far (PAY-19; row E7)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.payments.models import Deposit, KeptBack, Repayment
from portal.payments.recoveries import RecoveryRow, canceled, kept_back, own_recoveries, own_recovery
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.ui import formats
from portal.web.ui.components import Column

_ROWS = (
    Column("Recovery", header=True),
    Column("Payment taken back"),
    Column("Opened"),
    Column("To give back", numeric=True),
    Column("Kept back", numeric=True),
    Column("You paid back", numeric=True),
    Column("Still open", numeric=True),
)
_SETTLED = (
    Column("How", header=True),
    Column("On"),
    Column("Amount", numeric=True),
)


@page(Permission.READ_REQUESTS, "to see what the organization has to give back")
@require_safe
def front(request: WorkRequest) -> HttpResponse:
    lines = own_recoveries(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_line(one) for one in lines.rows]
    table = listing.table(request, "Recoveries", _ROWS, rows, empty="You have nothing to give back.")
    return render(request, "provider/recoveries.html", {"lines": lines, "table": table})


@page(Permission.READ_REQUESTS, "to see why and how far a payment is given back")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = own_recovery(number)
    if found is None:
        raise Http404
    rows = [_kept(one) for one in kept_back(found.row.recovery)]
    rows += [_came(one) for one in found.repayments]
    context = {
        "row": found.row,
        "recovery": found.row.recovery,
        "payment": _request(found.row.request_number),
        "table": listing.table(request, "What has settled it", _SETTLED, rows, empty="Nothing so far."),
    }
    return render(request, "provider/recovery.html", context)


def _line(one: RecoveryRow) -> list[Any]:
    row = one.recovery
    return [
        formats.link(row.number, reverse("recovery", args=[row.number])),
        _request(one.request_number),
        formats.day(row.opened_on),
        formats.money(row.cents),
        formats.money(one.kept),
        formats.money(one.repaid),
        formats.money(one.open) if one.open else "settled",
    ]


def _request(number: str) -> Any:
    return formats.link(number, reverse("request", args=[number])) if number else None


def _kept(one: KeptBack) -> list[Any]:
    deposit = one.deposit
    if deposit.state != Deposit.State.PAID:
        return ["Kept back of a deposit that is being made", None, formats.money(one.cents)]
    words = formats.link(
        f"Kept back of deposit {deposit.number}", reverse("remittance", args=[deposit.number])
    )
    return [words, formats.day(deposit.answered_on), formats.money(one.cents)]


def _came(one: Repayment) -> list[Any]:
    words = f"{one.get_how_display().capitalize()} {one.reference}"
    gone = canceled(one)
    if gone is not None:
        return [
            formats.lines(words, f"Does not count: {gone.reason}"),
            formats.day(gone.on),
            formats.money(0),
        ]
    return [words, formats.day(one.received_on), formats.money(one.cents)]
