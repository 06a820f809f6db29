"""A file of many: read, judged row by row, the verdicts on the page and back as a file (row D1)."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.tables_in import Unreadable, read_table
from portal.policy.roles import Permission
from portal.tickets import checks
from portal.tickets.checks import FileRecord
from portal.tickets.layout import LAYOUT
from portal.tickets.models import AssignabilityCheck
from portal.tickets.services.check import Checked, check_file, limits
from portal.web.addresses import of_number
from portal.web.exports import as_csv
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.pages.assignability.one import verdict_badge
from portal.web.sent.forms import SheetForm
from portal.web.sent.front import layout
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.decision_view import value_words
from portal.web.ui.tables import with_query

Verdict = AssignabilityCheck.Verdict
_HEADER = ("Line", "Reference", "Verdict", "Rule", "Reason", "True from", "What to do", "Answer")


@page(Permission.CHECK_ASSIGNABILITY, "to ask about the Tickets of many people in a file")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: WorkRequest) -> HttpResponse:
    if request.method != "POST":
        return _front(request, SheetForm(limits()), 200)
    form = SheetForm(limits(), request.POST, request.FILES)
    if not form.is_valid():
        return _front(request, form, 422)
    chosen = form.cleaned_data["sheet"]
    read = read_table(LAYOUT, chosen.name, chosen.read(), limits())
    if isinstance(read, Unreadable):
        form.add_error("sheet", read.sentence)
        return _front(request, form, 422)
    answer = check_file(sheet=read)
    if isinstance(answer, Checked):
        return see(of_number("assignability-rows", answer.number))
    form.add_error("sheet", answer.sentence)
    return _front(request, form, 422)


@page(Permission.CHECK_ASSIGNABILITY, "to read the answers on a file of people")
@require_safe
def rows(request: WorkRequest, number: str) -> HttpResponse:
    found = _file(number)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict else ""
    lines = checks.rows_of(found.file, verdict=verdict, page=listing.page_number(request))
    columns = [
        Column("Line", header=True),
        Column("Your reference"),
        Column("Verdict"),
        Column("Why, and what to do"),
        Column("Answer"),
    ]
    cells = [_cells(row) for row in lines.rows]
    context = {
        "file": found.file,
        "tabs": list(_tabs(found, verdict)),
        "lines": lines,
        "table": listing.table(request, "Rows of the file", columns, cells, empty="No row is like that."),
        "exports": listing.export_links("assignability-rows-export", request, number=number),
    }
    return render(request, "provider/assignability/rows.html", context)


@page(Permission.CHECK_ASSIGNABILITY, "to have the answers on a file of people as a file", fresh=True)
@require_safe
def export(request: WorkRequest, number: str, kind: str) -> HttpResponse:
    found = _file(number)
    whole = checks.rows_of(found.file, size=listing.WHOLE).rows
    lines = [line for row in whole for line in _exported(row)]
    return listing.export(kind, f"assignability-{number}", _HEADER, lines)


@page(Permission.CHECK_ASSIGNABILITY, "to have the template for a file of people")
@require_safe
def template(request: WorkRequest) -> HttpResponse:
    """The columns with one row that shows how they are filled in."""
    columns = LAYOUT.columns
    return as_csv("assignability", [one.name for one in columns], [[one.example for one in columns]])


def _front(request: WorkRequest, form: SheetForm, status: int) -> HttpResponse:
    columns = [
        Column("File", header=True),
        Column("Name"),
        Column("Rows", numeric=True),
        Column("Sent by"),
        Column("Sent"),
    ]
    sent = [
        [
            formats.link(one.number, of_number("assignability-rows", one.number)),
            one.file_name,
            one.rows,
            one.by_name,
            one.at,
        ]
        for one in checks.files()
    ]
    context = {
        "form": form,
        "most": limits().rows,
        "table": listing.table(request, "Files sent", columns, sent, empty="No file was sent yet."),
        "layout": layout(LAYOUT),
    }
    return render(request, "provider/assignability/upload.html", context, status=status)


def _file(number: str) -> FileRecord:
    found = checks.file_of(number)
    if found is None:
        raise Http404
    return found


def _tabs(found: FileRecord, chosen: str) -> Iterator[tuple[str, str, int, bool]]:
    yield "All rows", "?", found.file.rows, not chosen
    for verdict in Verdict:
        count = found.counts.get(verdict, 0)
        if count:
            yield (
                capfirst(verdict.label),
                with_query({"verdict": str(verdict)}),
                count,
                chosen == verdict,
            )


def _open_checks(row: AssignabilityCheck) -> list[dict[str, Any]]:
    """Every check of the answer that is not met."""
    return [one for one in (row.shown or {}).get("checks", ()) if one["state"] != "held"]


def _cells(row: AssignabilityCheck) -> list[Any]:
    link = formats.link(row.number, of_number("assignability-answer", row.number)) if row.shown else None
    return [row.line, row.reference or None, verdict_badge(row.verdict), _why(row) or None, link]


def _why(row: AssignabilityCheck) -> str:
    told = [f"{one['column']}: {one['reason']} {one['remedy']} Rule: {one['rule']}" for one in row.problems]
    for one in _open_checks(row):
        when = f" True from {value_words(one['true_from'])}." if one["true_from"] else ""
        state = "Not met" if one["state"] == "failed" else "Not known"
        told.append(f"{state} ({one['rule']}): {one['says']}{when}")
    return formats.lines(*told)


def _exported(row: AssignabilityCheck) -> Iterator[list[Any]]:
    head = [row.line, row.reference, str(Verdict(row.verdict).label)]
    told = [[one["rule"], f"{one['column']}: {one['reason']}", None, one["remedy"]] for one in row.problems]
    told += [[one["rule"], one["says"], one["true_from"], one["remedy"]] for one in _open_checks(row)]
    for each in told or [[None, None, None, None]]:
        yield [*head, *each, row.number if row.shown else None]
