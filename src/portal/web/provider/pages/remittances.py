"""Which deposit pays which claims: the organisation's deposits, one of them, all as a file (row E7)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.numbers import read_number
from portal.payments.models import Deposit
from portal.payments.run_queries import ClaimLine, KeptLine, paid_claims, remittance, remittances
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_DEPOSITS = (
    Column("Deposit", header=True),
    Column("Paid or came back"),
    Column("Payments", numeric=True),
    Column("Owed", numeric=True),
    Column("Kept back", numeric=True),
    Column("Paid", numeric=True),
)
_CLAIMS = (
    Column("Request", header=True),
    Column("Ticket"),
    Column("Payment"),
    Column("Month"),
    Column("Amount", numeric=True),
)
_KEPT = (
    Column("Recovery", header=True),
    Column("Payment taken back"),
    Column("Why"),
    Column("Kept back", numeric=True),
)
_HEADER = (
    "Deposit",
    "State",
    "On",
    "Trace number",
    "Request",
    "Ticket",
    "Payment",
    "Month",
    "Amount",
)


@page(Permission.READ_REQUESTS, "to see the organization's deposits")
@require_safe
def front(request: WorkRequest) -> HttpResponse:
    lines = remittances(page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request, "Deposits", _DEPOSITS, [_deposit(one) for one in lines.rows], empty="Nothing was paid yet."
    )
    context = {"lines": lines, "table": table, "exports": _exports(request)}
    return render(request, "provider/remittances.html", context)


@page(Permission.READ_REQUESTS, "to see what a deposit pays")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = remittance(number, page=listing.page_number(request), size=listing.PAGE_SIZE)
    if found is None:
        raise Http404
    context = {
        "deposit": found.deposit,
        "came_back": found.deposit.state == Deposit.State.RETURNED,
        "lines": found.lines,
        "table": listing.table(
            request, "Payments in the deposit", _CLAIMS, [_claim(one) for one in found.lines.rows]
        ),
        "kept": Table("Kept back", _KEPT, [_kept(one) for one in found.kept], caption_hidden=True)
        if found.kept
        else None,
        "exports": _exports(request, number),
    }
    return render(request, "provider/remittance.html", context)


@page(Permission.EXPORT_LISTS, "to have the organization's deposits as a file", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """A row for each payment; of one deposit where the address names it."""
    rows = [_exported(one) for one in paid_claims(read_number(request.GET.get("deposit", "")) or "")]
    return listing.export(kind, "remittances", _HEADER, rows)


def _exports(request: WorkRequest, deposit: str = "") -> list[tuple[str, str]]:
    if not request.actor.may(Permission.EXPORT_LISTS):
        return []
    ending = f"?deposit={deposit}" if deposit else ""
    return [
        (kind.upper(), reverse("remittances-export", kwargs={"kind": kind}) + ending)
        for kind in ("csv", "xlsx")
    ]


def _deposit(one: Deposit) -> list[Any]:
    day = formats.day(one.answered_on)
    back = one.state == Deposit.State.RETURNED
    return [
        formats.link(one.number, reverse("remittance", args=[one.number])),
        f"Came back {day}" if back else f"Paid {day}",
        one.claims,
        formats.money(one.owed_cents),
        formats.money(one.kept_cents),
        formats.money(0 if back else one.net_cents),
    ]


def _claim(one: ClaimLine) -> list[Any]:
    number = one.request_number
    return [
        formats.link(number, reverse("request", args=[number])) if number else None,
        one.ticket_number,
        one.kind_words,
        one.month,
        formats.money(one.cents),
    ]


def _kept(one: KeptLine) -> list[Any]:
    taken = f"{one.kind_words}, {formats.month(one.month)}"
    number = formats.link(one.number, reverse("recovery", args=[one.number]))
    return [number, formats.lines(taken, one.request_number), one.reason, formats.money(one.cents)]


def _exported(one: ClaimLine) -> list[Any]:
    return [
        one.deposit.number,
        one.deposit.state,
        one.deposit.answered_on,
        one.deposit.trace,
        one.request_number,
        one.ticket_number,
        one.kind_words,
        str(one.month),
        one.cents / 100,
    ]
