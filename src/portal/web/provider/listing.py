"""What the lists share: the page asked for, the order, and the whole list as a file."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from portal.web.exports import as_csv, as_xlsx
from portal.web.pages import WorkRequest
from portal.web.ui.components import Column, Table

PAGE_SIZE = 25
# More than any organisation has: an export is the entire filtered list.
WHOLE = 1_000_000
_WRITERS: dict[str, Callable[[str, Sequence[str], Iterable[Sequence[Any]]], HttpResponse]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}


def page_number(request: WorkRequest) -> int:
    """`?page=`; anything that is no number is the first page."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def found(request: WorkRequest) -> str:
    """`?find=`, the text of the find box."""
    return request.GET.get("find", "").replace("\0", "").strip()[:100]


def export(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The rows as the kind of file the address names."""
    if kind not in _WRITERS:
        raise Http404
    return _WRITERS[kind](name, header, rows)


def export_links(url_name: str, request: WorkRequest, **kwargs: str) -> list[tuple[str, str]]:
    """Where the list as it is filtered can be had as CSV and XLSX."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        (kind.upper(), f"{reverse(url_name, kwargs={**kwargs, 'kind': kind})}{query}") for kind in _WRITERS
    ]


def table(
    request: WorkRequest, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], **more: Any
) -> Table:
    """A list's table, with its caption for who cannot see the heading above it."""
    return Table(
        caption=caption,
        columns=list(columns),
        rows=[list(row) for row in rows],
        query=request.GET,
        caption_hidden=True,
        **more,
    )
