"""Payment requests of all providers: by number, name, provider, state."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.paging import Page
from portal.payments.rows import RequestRow
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.forms.find import FindRequests
from portal.web.staff.queries.requests import all_requests
from portal.web.ui import formats
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Request", header=True),
    Column("Provider and Ticketholder"),
    Column("Payment"),
    Column("State"),
    Column("Amount", numeric=True),
    Column("Submitted"),
    Column("Decided"),
)
_HEADER = (
    "Request",
    "Provider",
    "Ticketholder",
    "Ticketholder number",
    "Ticket",
    "Payment",
    "Claim month",
    "State",
    "Denial code",
    "Amount",
    "Submitted",
    "Decided",
)


@page(Permission.READ_ALL_REQUESTS, "to find payment requests of all providers")
@require_safe
def requests(request: WorkRequest) -> HttpResponse:
    form = FindRequests(request.GET or None)
    lines = _found(form, listing.page_number(request), listing.PAGE_SIZE)
    table = listing.table(
        request, "Payment requests", _COLUMNS, [_cells(row) for row in lines.rows], "No request is like that."
    )
    context = {
        "form": form,
        "lines": lines,
        "table": table,
        "exports": listing.export_links(request, "staff-requests-export"),
        "reset": reverse("staff-requests") if request.GET else "",
    }
    return render(request, "staff/requests.html", context)


@page(Permission.EXPORT_ALL_LISTS, "to export payment requests of all providers", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The list as filtered, whole. Names in it are looks."""
    lines = _found(FindRequests(request.GET or None), 1, listing.WHOLE)
    return listing.export(kind, "payment-requests", _HEADER, [_exported(row) for row in lines.rows])


def _found(form: FindRequests, number: int, size: int) -> Page[RequestRow]:
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return all_requests(
        find=typed.get("find", ""),
        provider=typed.get("provider", ""),
        state=typed.get("state", ""),
        page=number,
        size=size,
    )


def _cells(row: RequestRow) -> list[Any]:
    return [
        listing.request_link(row.number),
        listing.lines(row.organisation_name, row.name),
        listing.lines(row.kind_words, formats.month(row.claim_month)),
        formats.badge(row.state, f"Denied, {row.denial_code}" if row.denial_code else ""),
        formats.money(row.amount_cents),
        listing.short_day(row.submitted_on),
        listing.short_day(row.decided_on),
    ]


def _exported(row: RequestRow) -> list[Any]:
    return [
        row.number,
        row.organisation_name,
        row.name,
        row.person_number,
        row.ticket_number,
        row.kind_words,
        str(row.claim_month),
        row.state_words,
        row.denial_code,
        None if row.amount_cents is None else row.amount_cents / 100,
        row.submitted_on,
        row.decided_on,
    ]
