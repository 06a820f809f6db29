"""What the staff lists share: the page asked for, tables, the whole list as a file."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.kernel.duties import DutyLine
from portal.kernel.models import Duty
from portal.kernel.unit import current
from portal.policy.roles import Permission
from portal.web.exports import as_csv, as_xlsx
from portal.web.pages import WorkRequest
from portal.web.ui.components import Column, Table
from portal.web.ui.formats import lines

__all__ = [
    "PAGE_SIZE",
    "WHOLE",
    "due_and_holder",
    "export",
    "export_links",
    "lines",
    "number_link",
    "page_number",
    "request_link",
    "short_day",
    "table",
]
PAGE_SIZE = 25
# More than any list of the program's own people has: an export is the entire filtered list.
WHOLE = 1_000_000
_WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


def page_number(request: WorkRequest) -> int:
    """`?page=`; anything that is no number is the first page."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def table(
    request: WorkRequest,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    empty: str,
) -> Table:
    """A list's table; its caption is for who cannot see the heading above it."""
    return Table(caption, columns, rows, query=request.GET, empty=empty, caption_hidden=True)


def number_link(number: str, page: str) -> SafeString:
    """A number as a link to the page of this name, never broken over two lines."""
    return format_html(
        '<a class="usa-link text-no-wrap" href="{}">{}</a>', reverse(page, args=[number]), number
    )


def request_link(number: str) -> SafeString:
    """The same of a payment request."""
    return number_link(number, "staff-request")


def short_day(on: date | None) -> SafeString | None:
    """12/15/2025, for dense lists."""
    return None if on is None else format_html('<span class="text-no-wrap">{}</span>', f"{on:%m/%d/%Y}")


def due_and_holder(duty: Duty | DutyLine) -> list[SafeString]:
    """The last cells of a desk's list: until when, and with whom."""
    unit = current()
    late = (unit.on - duty.due_on).days
    back = ""
    if duty.diary_until and duty.diary_until > unit.on:
        back = f"back {duty.diary_until:%m/%d/%Y}: {duty.diary_reason}"
    mine = duty.claimed_by is not None and duty.claimed_by == unit.actor.account
    return [
        lines(short_day(duty.due_on), f"{late} days late" if late > 0 else ""),
        lines("you" if mine else duty.claimed_by_name or "nobody", back),
    ]


def export(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as the kind of file the address names."""
    if kind not in _WRITERS:
        raise Http404
    return _WRITERS[kind](name, header, rows)


def export_links(request: WorkRequest, url_name: str, *args: str) -> list[tuple[str, str]]:
    """Where the list as it is filtered can be had as CSV and XLSX; nothing for who may not export."""
    if not request.actor.may(Permission.EXPORT_ALL_LISTS):
        return []
    query = request.GET.copy()
    query.pop("page", None)
    ending = f"?{query.urlencode()}" if query else ""
    return [(kind.upper(), f"{reverse(url_name, args=[*args, kind])}{ending}") for kind in _WRITERS]
