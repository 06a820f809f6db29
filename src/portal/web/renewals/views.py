"""People whose clearance or training ends soon (mission rows A4, J9)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel.models import Duty
from portal.kernel.paging import Page, slice_of
from portal.kernel.worklist import duties
from portal.people.models import Organisation
from portal.people.renewals import CLEARANCE, RENEWALS, WHAT_OF
from portal.people.renewing.facts import names_of
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Person", header=True),
    Column("What ends"),
    Column("Last good day"),
    Column("Days left", numeric=True),
    Column("What to do"),
)
_WORDS = {
    CLEARANCE: ("Suitability clearance", "Start a new suitability determination with Social Security."),
    "training": ("Security awareness training", "The person takes the course under “Training”."),
}


@page(Permission.READ_RENEWALS, "to see whose clearance or training ends soon")
@require_safe
def renewals(request: WorkRequest) -> HttpResponse:
    """The open duties, soonest first; those past their day come first and stay until renewed.

    Who names people sees the own organisation's; the auditor sees all, and of which organisation each is.
    """
    found = duties(RENEWALS, request.unit)
    total = found.count()
    number, cut = slice_of(listing.page_number(request), listing.PAGE_SIZE, total)
    rows = list(found[cut])
    names = names_of({row.subject for row in rows})
    organisations = _organisations(request, rows)
    cells: list[list[Any]] = []
    for row in rows:
        what, todo = _WORDS[WHAT_OF[row.kind]]
        left = (row.due_on - request.unit.on).days
        cells.append(
            [
                listing.lines(names.get(row.subject, ""), organisations.get(row.organisation, "")),
                what,
                listing.short_day(row.due_on),
                left if left >= 0 else "ended",
                todo,
            ]
        )
    context = {
        "title": RENEWALS.title,
        "lines": Page(cells, total, number, listing.PAGE_SIZE),
        "table": listing.table(request, RENEWALS.title, _COLUMNS, cells, RENEWALS.empty),
    }
    return render(request, "renewals/list.html", context)


def _organisations(request: WorkRequest, rows: Sequence[Duty]) -> dict[UUID | None, str]:
    """Names by key, where the list is of more than one's own."""
    if RENEWALS.of_own(request.actor):
        return {}
    found = Organisation.objects.filter(pk__in={row.organisation for row in rows})
    return dict(found.values_list("pk", "name"))
