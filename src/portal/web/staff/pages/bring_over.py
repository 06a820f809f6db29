"""Bringing over the earlier portal's people and submissions: send a file, read its verdicts, bring it over (A7)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.tables_in import Unreadable
from portal.policy.roles import Permission
from portal.providers import earlier
from portal.providers.bring_over.columns import LAYOUTS
from portal.providers.models import BringOver, BroughtRow
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services.bringing_over import Tried, receive, start
from portal.web.exports import as_csv
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import WRONG, see
from portal.web.staff.forms.provider import BringOverForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table
from portal.web.ui.tables import with_query

State, Verdict = BringOver.State, BroughtRow.Verdict
_SECONDS = "4"
# A page left open must not keep its session alive for ever.
_WATCHED = timedelta(minutes=10)
_LOOKS = {Verdict.ACCEPTED: "held", Verdict.ALREADY: "draft", Verdict.REFUSED: "failed"}
_HEADER = ("Line", "Verdict", "About", "Column", "Rule", "Reason", "What to do")


@page(Permission.READ_BRING_OVER, "to see what was brought over from the earlier portal")
@require_safe
def bring_over(request: WorkRequest) -> HttpResponse:
    return _front(request, BringOverForm(), 200)


@page(Permission.BRING_OVER, "to bring over the earlier portal's people and submissions")
@require_POST
def send(request: WorkRequest) -> HttpResponse:
    form = BringOverForm(request.POST, request.FILES)
    if not form.is_valid():
        return _front(request, form, WRONG)
    sheet = form.cleaned_data["sheet"]
    answer = receive(kind=form.cleaned_data["kind"], name=sheet.name, content=sheet.read())
    match answer:
        case Tried(run):
            return see(reverse("staff-bring-over-file", args=[run]))
        case Unreadable(sentence):
            form.add_error("sheet", sentence)
            return _front(request, form, WRONG)
        case NotFound():
            raise Http404


@page(Permission.READ_BRING_OVER, "to see the verdicts on a file of the earlier portal")
@require_safe
def file(request: WorkRequest, run: UUID) -> HttpResponse:
    found = _run(run)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict else ""
    lines = earlier.verdicts(found, verdict=verdict, page=listing.page_number(request))
    counts = earlier.counts(found)
    columns = (Column("Line", header=True), Column("About"), Column("Verdict"), Column("Why, and what to do"))
    rows = [_cells(found, row) for row in lines.rows]
    context = {
        "run": found,
        "counts": counts,
        "tabs": list(_tabs(found, verdict, counts)),
        "lines": lines,
        "table": listing.table(request, "Rows of the file", columns, rows, "No row is like that."),
        "before": earlier.sent_before(found),
        "running": found.state == State.RUNNING,
        "can_start": found.state == State.TRIED
        and counts.accepted > 0
        and request.actor.may(Permission.BRING_OVER),
        "percent": 100 * found.rows_done // found.rows_total,
    }
    response = render(request, "staff/bring_over_file.html", context)
    began = found.started_at
    if found.state == State.RUNNING and began and request.unit.at - began < _WATCHED:
        # The progress shows without JavaScript: the browser asks again by itself.
        response.headers["Refresh"] = _SECONDS
    return response


@page(
    Permission.READ_BRING_OVER, "to have the verdicts on a file of the earlier portal as a file", fresh=True
)
@require_safe
def export(request: WorkRequest, run: UUID) -> HttpResponse:
    found = _run(run)
    rows = earlier.verdicts(found, size=listing.WHOLE).rows
    return as_csv("verdicts", _HEADER, [line for row in rows for line in _exported(found, row)])


@page(Permission.BRING_OVER, "to bring over a file of the earlier portal", fresh=True)
@require_POST
def begin(request: WorkRequest, run: UUID) -> HttpResponse:
    answer = start(run=run)
    match answer:
        case NotFound():
            raise Http404
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case _:
            messages.success(request, "The rows are being brought over. You may leave this page.")
    return see(reverse("staff-bring-over-file", args=[run]))


def _front(request: WorkRequest, form: BringOverForm, status: int) -> HttpResponse:
    rows = [
        [
            formats.link(row.file_name, reverse("staff-bring-over-file", args=[row.pk])),
            capfirst(row.get_kind_display()),
            f"{row.rows_total:,}",
            formats.badge(_run_look(row), capfirst(row.get_state_display())),
            f"{row.made_by_name}, {formats.instant(row.made_at)}",
        ]
        for row in earlier.runs()
    ]
    columns = (
        Column("File", header=True),
        Column("What"),
        Column("Rows", numeric=True),
        Column("State"),
        Column("Sent by"),
    )
    context = {
        "form": form,
        "may_send": request.actor.may(Permission.BRING_OVER),
        "table": Table("Files sent", columns, rows, empty="No file was sent yet.", caption_hidden=True),
        "layouts": [(_TITLES[kind], _layout(kind)) for kind in LAYOUTS],
    }
    return render(request, "staff/bring_over.html", context, status=status)


_TITLES = {"users": "Columns of the people's file", "history": "Columns of the submissions' file"}


def _layout(kind: str) -> Table:
    rows = [
        [
            column.name,
            column.says,
            column.rule,
            "yes" if column.required else "may be empty",
            column.example or None,
        ]
        for column in LAYOUTS[kind].columns
    ]
    columns = (
        Column("Column", header=True),
        Column("What it holds"),
        Column("Rule"),
        Column("Needed"),
        Column("Example"),
    )
    return Table(_TITLES[kind], columns, rows, caption_hidden=True)


def _run_look(row: BringOver) -> str:
    return {State.TRIED: "draft", State.RUNNING: "started", State.DONE: "done"}[State(row.state)]


def _tabs(run: BringOver, chosen: str, counts: earlier.Counts) -> Iterator[tuple[str, str, int, bool]]:
    yield "All rows", "?", run.rows_total, not chosen
    words = "Brought over" if run.state == State.DONE else "Can be brought over"
    for verdict, label, count in (
        (Verdict.ACCEPTED, words, counts.accepted),
        (Verdict.ALREADY, "Already there", counts.already),
        (Verdict.REFUSED, "Refused", counts.refused),
    ):
        yield label, with_query({"verdict": str(verdict)}), count, chosen == verdict


def _run(run: UUID) -> BringOver:
    found = earlier.run_of(run)
    if found is None:
        raise Http404
    return found


def _about(run: BringOver, row: BroughtRow) -> str:
    named = ("organisation_pid", "name", "email") if run.kind == "users" else LAYOUTS["history"].key
    return ", ".join(text for name in named if (text := row.cells.get(name, "")))


def _verdict(row: BroughtRow) -> BroughtRow.Verdict:
    return Verdict(row.became or row.tried)


def _words(row: BroughtRow) -> str:
    if _verdict(row) is Verdict.ACCEPTED:
        return "Brought over" if row.became else "Can be brought over"
    return capfirst(_verdict(row).label)


def _cells(run: BringOver, row: BroughtRow) -> list[Any]:
    return [
        row.line,
        _about(run, row) or None,
        formats.badge(_LOOKS[_verdict(row)], _words(row)),
        _why(row) or None,
    ]


def _why(row: BroughtRow) -> SafeString:
    return listing.lines(
        *(
            f"{one['column']}: {one['reason']} {one['remedy']} Rule: {one['rule']}"
            if _verdict(row) is Verdict.REFUSED
            else f"{one['column']}: {one['reason']} {one['remedy']}"
            for one in row.problems
        )
    )


def _exported(run: BringOver, row: BroughtRow) -> Iterator[list[Any]]:
    about = _about(run, row)
    for one in row.problems or [{}]:
        told = [one.get(name, "") for name in ("column", "rule", "reason", "remedy")]
        yield [row.line, _words(row), about, *told]
