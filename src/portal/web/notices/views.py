"""Announcements, outages and learning events, as everybody at work reads them (mission row L12)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel.markup import Block, read_markup
from portal.kernel.models import Announcement
from portal.kernel.notices import reading
from portal.kernel.paging import Page, slice_of
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page

_SIZE = 20


class Shown:
    """An announcement with its text read into blocks."""

    def __init__(self, row: Announcement) -> None:
        self.row = row
        self.kind_words = Announcement.Kind(row.kind).label
        self.outage = row.kind == Announcement.Kind.OUTAGE

    @property
    def blocks(self) -> tuple[Block, ...]:
        return read_markup(self.row.body)


@page(Permission.READ_ANNOUNCEMENTS, "to read announcements")
@require_safe
def notices(request: WorkRequest) -> HttpResponse:
    """What stands now: outages first, then learning events by their day, then news."""
    found = reading.now_for(_kind(request), request.unit.at)
    of = Announcement.Kind
    events = sorted(
        (row for row in found if row.kind == of.EVENT), key=lambda row: row.happens_at or row.from_at
    )
    context = {
        "outages": [Shown(row) for row in found if row.kind == of.OUTAGE],
        "events": [Shown(row) for row in events],
        "news": [Shown(row) for row in found if row.kind == of.NEWS],
    }
    return render(request, "notices/list.html", context)


@page(Permission.READ_ANNOUNCEMENTS, "to read announcements")
@require_safe
def earlier(request: WorkRequest) -> HttpResponse:
    """What has ended, page by page."""
    found = reading.earlier_for(_kind(request), request.unit.at)
    text = request.GET.get("page", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    total = found.count()
    number, cut = slice_of(asked, _SIZE, total)
    lines = Page([Shown(row) for row in found[cut]], total, number, _SIZE)
    return render(request, "notices/earlier.html", {"lines": lines})


@page(Permission.READ_ANNOUNCEMENTS, "to read announcements")
@require_safe
def notice(request: WorkRequest, key: UUID) -> HttpResponse:
    row = reading.one_for(key, _kind(request), request.unit.at)
    if row is None:
        raise Http404
    over = row.until_at is not None and row.until_at <= request.unit.at
    return render(request, "notices/one.html", {"one": Shown(row), "over": over})


def _kind(request: WorkRequest) -> str:
    employment = request.admission.facts.employment
    return employment.organisation_kind if employment else ""
