"""The trail, for auditors: every change and every look, filtered, page by page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.trail.sealing import unsealed_since
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.forms.find import FindTrail
from portal.web.staff.queries.trail import Asked, TrailRow, entries
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.tables import with_query

_COLUMNS = (
    Column("When", header=True),
    Column("Kind"),
    Column("Done by"),
    Column("About"),
    Column("People"),
    Column("Page and purpose"),
    Column("Details"),
)
_MOST_PEOPLE = 3


@page(Permission.READ_TRAIL, "to read the trail")
@require_safe
def trail(request: WorkRequest) -> HttpResponse:
    form = FindTrail(request.GET or None)
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = Asked(**{name: typed[name] for name in Asked._fields if typed.get(name) not in (None, "")})
    found = entries(asked, size=listing.PAGE_SIZE)
    query = request.GET
    since = unsealed_since()
    context = {
        # Filtering again begins with the newest entries.
        "form": FindTrail(_without_place(request)) if request.GET else form,
        "table": listing.table(
            request,
            "Entries of the trail",
            _COLUMNS,
            [_cells(row) for row in found.rows],
            "No entry is like that.",
        ),
        "newer": with_query(query, after=found.newer, before=None) if found.newer else "",
        "older": with_query(query, before=found.older, after=None) if found.older else "",
        "unsealed_since": since,
        "unsealed_minutes": int((request.unit.moment.real - since).total_seconds() // 60) if since else None,
        "reset": reverse("staff-trail") if request.GET else "",
    }
    return render(request, "staff/trail.html", context)


def _without_place(request: WorkRequest) -> Any:
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    return query


def _cells(row: TrailRow) -> list[Any]:
    same_kind = with_query({"kind": row.kind})
    where = f"{row.page}: {row.purpose}" if row.page and row.purpose else row.page or row.purpose
    return [
        row.at,
        formats.link(row.kind, same_kind),
        f"{row.by}, {row.organisation}" if row.organisation else row.by,
        row.subject or None,
        _people(row.people),
        where or None,
        "; ".join(f"{name}: {value}" for name, value in row.detail) or None,
    ]


def _people(numbers: list[str]) -> str | None:
    if not numbers:
        return None
    more = len(numbers) - _MOST_PEOPLE
    return ", ".join(numbers[:_MOST_PEOPLE]) + (f" and {more} more" if more > 0 else "")
