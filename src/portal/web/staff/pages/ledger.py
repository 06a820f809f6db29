"""The payments ledger: entries, balances, and that it balances."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.payments import queries
from portal.payments.queries import LedgerLine
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.queries import books
from portal.web.staff.queries.books import ProviderBalance
from portal.web.ui import formats
from portal.web.ui.components import Bar, BarChart, Column

_ENTRIES = (
    Column("Day", header=True),
    Column("Request"),
    Column("Provider"),
    Column("What for"),
    Column("Account"),
    Column("Debit", numeric=True),
    Column("Credit", numeric=True),
)
_BALANCES = (
    Column("Provider", header=True),
    Column("Number"),
    Column("Granted", numeric=True),
    Column("Paid out", numeric=True),
    Column("On the way", numeric=True),
    Column("Still owed", numeric=True),
    Column("To be recovered", numeric=True),
    Column("Balances"),
)


@page(Permission.READ_LEDGER, "to read the ledger")
@require_safe
def entries(request: WorkRequest) -> HttpResponse:
    lines = queries.ledger(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_entry(line) for line in lines.rows]
    context = {
        "lines": lines,
        "table": listing.table(request, "Entries of the ledger", _ENTRIES, rows, "The ledger is empty."),
        "totals": books.totals(),
        "chart": _chart(),
    }
    return render(request, "staff/ledger.html", context)


@page(Permission.READ_LEDGER, "to read the balances of providers")
@require_safe
def balances(request: WorkRequest) -> HttpResponse:
    lines = books.provider_balances(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_balance(line) for line in lines.rows]
    table = listing.table(request, "Balances by provider", _BALANCES, rows, "The ledger is empty.")
    return render(request, "staff/balances.html", {"lines": lines, "table": table, "totals": books.totals()})


def _chart() -> BarChart:
    months = books.granted_by_month()
    return BarChart(
        "Granted by month",
        f"Payments granted in each of the {len(months)} months to {formats.month(months[-1].month)}.",
        [Bar(formats.month(one.month), max(0, one.cents), formats.money(one.cents)) for one in months],
    )


def _entry(line: LedgerLine) -> list[Any]:
    number = line.request_number
    return [
        listing.short_day(line.on),
        listing.request_link(number) if number else None,
        line.organisation_name,
        line.says,
        line.account_words,
        formats.money(line.debit_cents) if line.debit_cents else "",
        formats.money(line.credit_cents) if line.credit_cents else "",
    ]


def _balance(line: ProviderBalance) -> list[Any]:
    return [
        line.name,
        line.number,
        formats.money(line.granted),
        formats.money(line.paid),
        formats.money(line.on_the_way),
        formats.money(line.owed),
        formats.money(line.to_recover),
        "yes" if line.rest == 0 else f"no: {formats.money(line.rest)}",
    ]
