"""Providers: agreement, registration, holds, elected system. To read."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.forms.find import FindProviders
from portal.web.staff.queries.providers import ProviderRow, providers
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Provider", header=True),
    Column("Kind, PID, UEI"),
    Column("Payment system"),
    Column("Agreement"),
    Column("SAM registration"),
    Column("Bank account"),
    Column("Payments on hold"),
)


@page(Permission.READ_PROVIDERS, "to see providers' records")
@require_safe
def provider_list(request: WorkRequest) -> HttpResponse:
    form = FindProviders(request.GET or None)
    find = form.cleaned_data["find"] if form.is_bound and form.is_valid() else ""
    lines = providers(find=find, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_cells(row) for row in lines.rows]
    context = {
        "form": form,
        "lines": lines,
        "table": listing.table(request, "Providers", _COLUMNS, rows, "No provider is like that."),
        "reset": reverse("staff-providers") if request.GET else "",
    }
    return render(request, "staff/providers.html", context)


def _cells(row: ProviderRow) -> list[Any]:
    return [
        row.name,
        listing.lines(row.kind_words, row.pid, row.uei),
        row.system_words,
        _agreement(row),
        "not known" if row.sam_until is None else f"{row.sam_words}, through {row.sam_until:%m/%d/%Y}",
        row.bank_words,
        listing.lines(*row.holds) or "none",
    ]


def _agreement(row: ProviderRow) -> str:
    if row.agreement_from is None:
        return "none"
    if row.agreement_until is None:
        return f"since {row.agreement_from:%m/%d/%Y}"
    ended = "" if row.agreement_in_force else "not in force: "
    return f"{ended}{row.agreement_from:%m/%d/%Y} to {row.agreement_until:%m/%d/%Y}"
