"""Bringing in contact notes of other software: send a file, read its verdicts, bring it in (row J2)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework import note_files
from portal.casework.bring_notes.columns import LAYOUT, LIMITS
from portal.casework.models import NoteFile, NoteRow
from portal.casework.note_files import Counts, RowLine
from portal.casework.results import NotFound
from portal.casework.services.bring_notes import NothingToBring, Tried, receive, start
from portal.kernel.tables_in import Unreadable
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.contact import NoteFileForm
from portal.web.staff.listing import lines as text_lines
from portal.web.ui import formats
from portal.web.ui.components import Column, Table
from portal.web.ui.tables import with_query

State, Verdict = NoteFile.State, NoteRow.Verdict
_SECONDS = "4"
# A page left open must not keep its session alive for ever.
_WATCHED = timedelta(minutes=10)
_LOOKS = {Verdict.ACCEPTED: "held", Verdict.ALREADY: "draft", Verdict.REFUSED: "failed"}
_FILE_LOOKS = {State.TRIED: "draft", State.RUNNING: "started", State.DONE: "done"}
_NAMES = [column.name for column in LAYOUT.columns]
_FILLED = ("problem", "what_to_do")


@page(Permission.WORK_CASEWORK, "to bring in contact notes from a file")
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: WorkRequest) -> HttpResponse:
    form = NoteFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _front(request, NoteFileForm())
    if not form.is_valid():
        return _front(request, form, 422)
    sheet = form.cleaned_data["sheet"]
    answer = receive(name=sheet.name, content=sheet.read())
    match answer:
        case Tried(number):
            return see(of_number("note-file", number))
        case Unreadable(sentence):
            form.add_error("sheet", sentence)
            return _front(request, form, 422)
        case NotFound():
            raise Http404


@page(Permission.WORK_CASEWORK, "to see the verdicts on a file of contact notes")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    found = _file(number)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict else ""
    lines = note_files.rows(found, verdict=verdict, page=listing.page_number(request))
    counts = note_files.counts(found)
    columns = (
        Column("Line", header=True),
        Column("Reference"),
        Column("Case"),
        Column("Day"),
        Column("Verdict"),
        Column("Why, and what to do"),
    )
    context = {
        "file": found,
        "counts": counts,
        "tabs": list(_tabs(found, verdict, counts)),
        "lines": lines,
        "table": listing.table(
            request,
            "Rows of the file",
            columns,
            [_row(one) for one in lines.rows],
            empty="No row is like that.",
        ),
        "before": note_files.sent_before(found),
        "running": found.state == State.RUNNING,
        "can_start": found.state == State.TRIED and counts.accepted > 0,
        "percent": 100 * found.rows_done // found.rows_total,
        "refused": listing.export_links("note-file-refused", request, number=number)
        if counts.refused
        else [],
    }
    response = render(request, "provider/casework/note_file.html", context)
    began = found.started_at
    if found.state == State.RUNNING and began and request.unit.at - began < _WATCHED:
        # The progress shows without JavaScript: the browser asks again by itself.
        response.headers["Refresh"] = _SECONDS
    return response


@page(Permission.WORK_CASEWORK, "to bring in the notes of a file")
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    answer = start(file=_file(number).pk)
    match answer:
        case NotFound():
            raise Http404
        case NothingToBring(sentence):
            messages.error(request, sentence)
        case _:
            messages.success(request, "The notes are being brought in. You may leave this page.")
    return see(of_number("note-file", number))


@page(Permission.WORK_CASEWORK, "to have the refused rows of a file of notes back")
@require_safe
def refused(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    """As they were sent, with what is wrong and what to do beside them: corrected, the file can be sent again."""
    found = note_files.rows(_file(number), verdict=Verdict.REFUSED, size=listing.WHOLE)
    rows = [
        [*(one.cells.get(name, "") for name in _NAMES if name not in _FILLED), *_told(one)]
        for one in found.rows
    ]
    return listing.export(kind, "refused-notes", _NAMES, rows)


@page(Permission.WORK_CASEWORK, "to have an empty file for contact notes")
@require_safe
def template(request: WorkRequest, kind: str) -> HttpResponse:
    """The columns with one row as an example, to be overwritten."""
    return listing.export(kind, "notes", _NAMES, [[column.example for column in LAYOUT.columns]])


def _front(request: WorkRequest, form: NoteFileForm, status: int = 200) -> HttpResponse:
    lines = note_files.files(page=listing.page_number(request))
    rows = [
        [
            formats.link(row.file_name, of_number("note-file", row.number)),
            row.number,
            f"{row.rows_total:,}",
            formats.badge(_FILE_LOOKS[State(row.state)], capfirst(row.get_state_display())),
            f"{row.sent_by_name}, {formats.instant(row.sent_at)}",
        ]
        for row in lines.rows
    ]
    columns = (
        Column("File", header=True),
        Column("Number"),
        Column("Rows", numeric=True),
        Column("State"),
        Column("Sent by"),
    )
    context = {
        "form": form,
        "lines": lines,
        "table": listing.table(request, "Files sent", columns, rows, empty="No file was sent yet."),
        "layout": _layout(),
        "most": LIMITS.rows,
        "templates": [(kind.upper(), reverse("note-file-template", args=[kind])) for kind in ("csv", "xlsx")],
    }
    return render(request, "provider/casework/note_files.html", context, status=status)


def _layout() -> Table:
    rows = [
        [one.name, one.says, one.rule, "yes" if one.required else "may be empty", one.example or None]
        for one in LAYOUT.columns
    ]
    names = ("Column", "What it holds", "Rule", "Needed", "Example")
    columns = [Column(name, header=name == "Column") for name in names]
    return Table("Columns of the file", columns, rows, caption_hidden=True)


def _tabs(file: NoteFile, chosen: str, counts: Counts) -> Iterator[tuple[str, str, int, bool]]:
    yield "All rows", "?", file.rows_total, not chosen
    words = "Brought in" if file.state == State.DONE else "Can be brought in"
    for verdict, label, count in (
        (Verdict.ACCEPTED, words, counts.accepted),
        (Verdict.ALREADY, "Already there", counts.already),
        (Verdict.REFUSED, "Refused", counts.refused),
    ):
        yield label, with_query({"verdict": str(verdict)}), count, chosen == verdict


def _file(number: str) -> NoteFile:
    found = note_files.file(number)
    if found is None:
        raise Http404
    return found


def _row(one: RowLine) -> list[Any]:
    words = {Verdict.ALREADY: "Already there", Verdict.REFUSED: "Refused"}.get(
        one.verdict, "Brought in" if one.brought else "Can be brought in"
    )
    return [
        one.line,
        one.cells.get("reference"),
        one.cells.get("case"),
        one.cells.get("date"),
        formats.badge(_LOOKS[one.verdict], words),
        _why(one) or None,
    ]


def _why(one: RowLine) -> SafeString:
    return text_lines(
        *(
            f"{told['column']}: {told['reason']} {told['remedy']} Rule: {told['rule']}"
            for told in one.problems
        )
    )


def _told(one: RowLine) -> tuple[str, str]:
    """What is wrong with a row, and what to do, each as one cell."""
    wrong = "; ".join(f"{told['column']}: {told['reason']}" for told in one.problems)
    return wrong, "; ".join(dict.fromkeys(told["remedy"] for told in one.problems))
