"""Providers: how each stands today, filtered, and as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.paging import Page
from portal.policy.roles import Permission
from portal.providers.queries import ProviderRow, providers
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.forms.provider import FindProviders
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.tables import with_query

_COLUMNS = (
    Column("Provider", header=True),
    Column("Kind, PID, EIN, UEI"),
    Column("System and models"),
    Column("Agreement"),
    Column("SAM registration"),
    Column("Bank account"),
    Column("Payments on hold"),
    Column("Roll-out"),
)
_HEADER = (
    *("Number", "Provider", "Kind", "EIN", "PID", "UEI", "Payment system", "Business models"),
    *("Agreement number", "Agreement from", "Agreement through", "In force"),
    *("SAM through", "SAM", "Bank through", "Bank", "Holds", "Roll-out", "Since", "Moves on"),
)


@page(Permission.READ_PROVIDERS, "to see providers' records")
@require_safe
def provider_list(request: WorkRequest) -> HttpResponse:
    form = FindProviders(request.GET or None)
    lines = _found(form, listing.page_number(request), listing.PAGE_SIZE)
    rows = [_cells(row) for row in lines.rows]
    context = {
        "form": form,
        "lines": lines,
        "table": listing.table(request, "Providers", _COLUMNS, rows, "No provider is like that."),
        "reset": reverse("staff-providers") if request.GET else "",
        "exports": [
            (
                kind.upper(),
                reverse("staff-providers-export", args=[kind]) + with_query(request.GET, page=None),
            )
            for kind in ("csv", "xlsx")
        ],
    }
    return render(request, "staff/providers.html", context)


@page(Permission.READ_PROVIDERS, "to export providers' records", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The list as filtered, whole."""
    lines = _found(FindProviders(request.GET or None), 1, listing.WHOLE)
    return listing.export(kind, "providers", _HEADER, [_exported(row) for row in lines.rows])


def _found(form: FindProviders, number: int, size: int) -> Page[ProviderRow]:
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return providers(
        find=typed.get("find", ""),
        showing=typed.get("showing", ""),
        model=typed.get("model", ""),
        page=number,
        size=size,
    )


def _cells(row: ProviderRow) -> list[Any]:
    return [
        formats.link(row.name, reverse("staff-provider", args=[row.number])),
        listing.lines(row.kind_words, row.pid, row.ein, row.uei),
        listing.lines(row.system_words, *row.models),
        _agreement(row),
        "not known" if row.sam_until is None else f"{row.sam_words}, through {row.sam_until:%m/%d/%Y}",
        f"{row.bank_words}, through {row.bank_until:%m/%d/%Y}" if row.bank_until else row.bank_words,
        listing.lines(*row.holds) or "none",
        _roll_out(row),
    ]


def _agreement(row: ProviderRow) -> str:
    if row.agreement_from is None:
        return "none"
    if row.agreement_until is None:
        return f"since {row.agreement_from:%m/%d/%Y}"
    ended = "" if row.agreement_in_force else "not in force: "
    return f"{ended}{row.agreement_from:%m/%d/%Y} to {row.agreement_until:%m/%d/%Y}"


def _roll_out(row: ProviderRow) -> str:
    return f"{row.enrolment}, moves {row.moves_on:%m/%d/%Y}" if row.moves_on else row.enrolment


def _exported(row: ProviderRow) -> list[Any]:
    return [
        *(row.number, row.name, row.kind_words, row.ein, row.pid, row.uei, row.system_words),
        "; ".join(row.models),
        *(row.agreement_number, row.agreement_from, row.agreement_until),
        "yes" if row.agreement_in_force else "no",
        *(row.sam_until, row.sam_words, row.bank_until, row.bank_words),
        "; ".join(row.holds),
        *(row.enrolment, row.enrolled_since, row.moves_on),
    ]
