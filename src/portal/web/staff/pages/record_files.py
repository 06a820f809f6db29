"""Files from and to Social Security's records: how each stands, and why rows were refused (mission row L1)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.exchange.layouts import LAYOUTS
from portal.exchange.models import RecordFile, RefusedRow
from portal.exchange.queries import Gap, file_of, files, gaps, refused_rows
from portal.exchange.services.send import send_again
from portal.kernel.paging import read
from portal.kernel.results import Changed, Done, NotAllowed
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.ui.components import Column

_COLUMNS = (
    Column("File", header=True),
    Column("What it says"),
    Column("As of"),
    Column("State"),
    Column("Rows", numeric=True),
    Column("Refused", numeric=True),
    Column("Received or written"),
)
_REFUSED = (
    Column("Line", header=True, numeric=True),
    Column("Field"),
    Column("Problem"),
    Column("What to do"),
)
_HEADER = ("Line", "Field", "Problem", "What to do")


@page(Permission.READ_RECORD_FILES, "to see how files of Social Security's records stand")
@require_safe
def record_files(request: WorkRequest) -> HttpResponse:
    lines = files(listing.page_number(request), listing.PAGE_SIZE).map(
        lambda rows: [_cells(row) for row in rows]
    )
    context = {
        "lines": lines,
        "table": listing.table(
            request, "Files", _COLUMNS, lines.rows, "No file has come or was written yet."
        ),
        "gaps": [_gap(one) for one in gaps()],
    }
    return render(request, "staff/record_files.html", context)


@page(Permission.READ_RECORD_FILES, "to see what became of a file of Social Security's records")
@require_safe
def record_file(request: WorkRequest, number: str) -> HttpResponse:
    row = _file(number)
    found = read(refused_rows(row), listing.page_number(request), listing.PAGE_SIZE)
    lines = found.map(lambda rows: [_told(one) for one in rows])
    may_send = row.direction == RecordFile.Direction.OUTWARD and row.state != RecordFile.State.ACKNOWLEDGED
    context = {
        "row": row,
        "title": _title(row),
        "done": round(100 * row.rows_done / row.rows_total) if row.rows_total else 100,
        "amounts": any(field.name == "amount" for field in _fields(row)),
        "lines": lines,
        "table": listing.table(request, "Refused rows", _REFUSED, lines.rows, "No row was refused."),
        "exports": [
            (kind.upper(), reverse("staff-record-file-refused", args=[number, kind]))
            for kind in ("csv", "xlsx")
        ],
        "may_send": may_send and request.actor.may(Permission.SEND_RECORD_FILES),
    }
    return render(request, "staff/record_file.html", context)


@page(Permission.READ_RECORD_FILES, "to export why rows of a file were refused")
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    row = _file(number)
    told = [[one.line, *_told(one)[1:]] for one in refused_rows(row).iterator()]
    return listing.export(kind, f"refused-{row.name}", _HEADER, told)


@page(Permission.SEND_RECORD_FILES, "to have a file sent to Social Security again")
@require_POST
def send(request: WorkRequest, number: str) -> HttpResponse:
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise Http404
    match send_again(file=_file(number).pk, version=int(version)):
        case Done():
            messages.success(request, "The file is being sent again: the same bytes, under the same number.")
        case Changed(sentence) | NotAllowed(sentence):
            messages.warning(request, sentence)
        case _:
            raise Http404
    return see(reverse("staff-record-file", args=[number]))


def _file(number: str) -> RecordFile:
    row = file_of(number)
    if row is None:
        raise Http404
    return row


def _fields(row: RecordFile) -> Any:
    return LAYOUTS[row.kind].fields if row.kind in LAYOUTS else ()


def _title(row: RecordFile) -> str:
    return LAYOUTS[row.kind].title if row.kind in LAYOUTS else "Of no known kind"


def _cells(row: RecordFile) -> list[Any]:
    way = "from Social Security" if row.direction == RecordFile.Direction.INWARD else "to Social Security"
    return [
        listing.number_link(row.number, "staff-record-file"),
        listing.lines(_title(row), f"{row.name}, {way}"),
        listing.short_day(row.as_of),
        RecordFile.State(row.state).label,
        f"{row.rows_total:,}",
        f"{row.rows_refused:,}",
        listing.short_day(row.received_at.date()),
    ]


def _told(row: RefusedRow) -> list[Any]:
    return [f"{row.line:,}", row.field, row.problem, row.what_to_do]


def _gap(gap: Gap) -> str:
    title = LAYOUTS[gap.kind].title
    numbers = f"number {gap.first}" if gap.first == gap.last else f"numbers {gap.first} to {gap.last}"
    return f"{title} ({gap.kind}): {numbers}"
