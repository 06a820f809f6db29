"""The desk of announcements: read, write, change, end (mission row L12)."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kernel.models import Announcement
from portal.kernel.notices import reading
from portal.kernel.notices.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.notices.services import announcing
from portal.kernel.paging import Page, slice_of
from portal.people.facts import noted
from portal.policy.roles import Permission
from portal.web.notices.views import Shown
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.announcements import AUDIENCE, AnnouncementForm, begun, written
from portal.web.ui import formats
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Title", header=True),
    Column("Kind"),
    Column("For"),
    Column("Banner"),
    Column("From"),
    Column("Until"),
    Column("Now"),
)
_WHO = dict(AUDIENCE)


@page(Permission.READ_ALL_ANNOUNCEMENTS, "to see what is announced")
@require_safe
def announcements(request: WorkRequest) -> HttpResponse:
    """All of them, also those to come and those that ended."""
    found = reading.all_of_them()
    total = found.count()
    number, cut = slice_of(listing.page_number(request), listing.PAGE_SIZE, total)
    rows = [_cells(request, row) for row in found[cut]]
    context = {
        "lines": Page(rows, total, number, listing.PAGE_SIZE),
        "table": listing.table(request, "Announcements", _COLUMNS, rows, "Nothing was ever announced."),
        "may_write": request.actor.may(Permission.ANNOUNCE),
    }
    return render(request, "staff/announcements.html", context)


@page(Permission.READ_ALL_ANNOUNCEMENTS, "to see an announcement and what was done with it")
@require_safe
def announcement(request: WorkRequest, key: UUID) -> HttpResponse:
    """One of any state, as it is shown, for whom, and who wrote or changed it when."""
    row = _announcement(key)
    context = {
        "one": Shown(row),
        "state": _state(row, request.unit.at),
        "audience": _audience(row),
        "over": _over(row, request.unit.at),
        "may_write": request.actor.may(Permission.ANNOUNCE),
        "events": words.events(noted([row.pk])),
    }
    return render(request, "staff/announcement.html", context)


@page(Permission.ANNOUNCE, "to write an announcement")
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_new(request: WorkRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, AnnouncementForm(initial=begun(request.unit.at)), "Write an announcement")
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        return _form(request, form, "Write an announcement", None, WRONG)
    answer = announcing.announce(text=form.text())
    if isinstance(answer, Done):
        messages.success(request, "The announcement is saved. It is shown from the time you gave.")
        return see(reverse("staff-announcements"))
    return _form(request, form, "Write an announcement", None, _put_into(form, answer))


@page(Permission.ANNOUNCE, "to change an announcement")
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_edit(request: WorkRequest, key: UUID) -> HttpResponse:
    row = _announcement(key)
    if request.method != "POST":
        return _form(request, AnnouncementForm(initial=written(row)), "Change an announcement", row)
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        return _form(request, form, "Change an announcement", row, WRONG)
    answer = announcing.change(announcement=key, version=form.cleaned_data["version"] or 0, text=form.text())
    if isinstance(answer, Done):
        messages.success(request, "The announcement is changed.")
        return see(reverse("staff-announcement", args=[key]))
    return _form(request, form, "Change an announcement", row, _put_into(form, answer))


@page(Permission.ANNOUNCE, "to end an announcement")
@require_POST
def announcement_end(request: WorkRequest, key: UUID) -> HttpResponse:
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise Http404
    match announcing.end(announcement=key, version=int(version)):
        case Done():
            messages.success(request, "The announcement has ended. It is kept among the earlier ones.")
        case Changed(sentence) | NotAllowed(sentence):
            messages.warning(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("staff-announcements"))


def _form(
    request: WorkRequest,
    form: AnnouncementForm,
    title: str,
    row: Announcement | None = None,
    status: int = 200,
) -> HttpResponse:
    over = row is not None and _over(row, request.unit.at)
    context = {"title": title, "form": form, "row": row, "over": over}
    return render(request, "staff/announcement_form.html", context, status=status)


def _put_into(form: AnnouncementForm, answer: Answer) -> int:
    match answer:
        case Changed(sentence, version):
            form.add_error(None, sentence)
            # What was typed can be sent again, against the announcement as it is now.
            data = cast(QueryDict, form.data).copy()
            data["version"] = str(version)
            form.data = data
            return CONFLICT
        case NotAllowed(sentence, field):
            form.add_error({"until": "until_day"}.get(field, field) or None, sentence)
            return WRONG
    raise Http404


def _cells(request: WorkRequest, row: Announcement) -> list[Any]:
    return [
        formats.link(row.title, reverse("staff-announcement", args=[row.pk])),
        Announcement.Kind(row.kind).label,
        _audience(row),
        "yes" if row.banner else "no",
        formats.instant(row.from_at),
        formats.instant(row.until_at) if row.until_at else "until ended",
        _state(row, request.unit.at),
    ]


def _announcement(key: UUID) -> Announcement:
    row = Announcement.objects.filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _over(row: Announcement, at: datetime) -> bool:
    return row.until_at is not None and row.until_at <= at


def _state(row: Announcement, at: datetime) -> str:
    if row.until_at is not None and row.until_at <= at:
        return "ended" if row.until_at > row.from_at else "taken back"
    return "to come" if row.from_at > at else "shown"


def _audience(row: Announcement) -> str:
    return ", ".join(_WHO.get(kind, kind) for kind in row.audience) or "everybody"
