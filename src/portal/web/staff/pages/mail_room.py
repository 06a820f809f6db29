"""The mail room's queue and register, recording what came in, and one paper with its timeline (row L3)."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel import files
from portal.kernel.desk_lists import Which
from portal.kernel.files import STATE_WORDS as SCAN_WORDS
from portal.kernel.files import Inspected
from portal.kernel.models import StoredFile
from portal.kernel.results import Done
from portal.policy.roles import Permission
from portal.support.moves import open_moves
from portal.support.queries import (
    PaperLine,
    PaperRecord,
    QueueRow,
    StepLine,
    paper,
    papers,
    queue,
    scan_of,
    to_enter,
)
from portal.support.services.receive import Received, receive
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import WRONG, see
from portal.web.staff.areas import PAPERS
from portal.web.staff.desk_pages import desk_context, work
from portal.web.staff.forms.mail_room import FindPapers, ReceiveForm
from portal.web.staff.pages.files import served
from portal.web.ui.components import Column, Event

_QUEUE = (
    Column("Paper", header=True),
    Column("What it is"),
    Column("Came in"),
    Column("Provider and Ticketholder"),
    Column("State"),
    Column("Due"),
    Column("With"),
)
_REGISTER = (
    Column("Paper", header=True),
    Column("What it is"),
    Column("Came in"),
    Column("Provider and Ticketholder"),
    Column("State"),
    Column("Became"),
)
_EMPTY = {
    Which.FREE: "Nothing is free: every paper has somebody, or is put off.",
    Which.MINE: "You have no paper. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No paper waits in the mail room.",
}


@page(Permission.READ_MAIL_ROOM, "to see the papers that wait in the mail room")
@require_safe
def waiting(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, PAPERS)
    lines = queue(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_queued(one) for one in lines.rows]
    table = listing.table(request, "Papers to enter", _QUEUE, rows, _EMPTY[which])
    return render(request, "staff/mail_room/queue.html", {**context, "lines": lines, "table": table})


@page(Permission.READ_MAIL_ROOM, "to find a paper that came in")
@require_safe
def register(request: WorkRequest) -> HttpResponse:
    """Every paper, also those that were entered, kept or sent back."""
    form = FindPapers(request.GET or None)
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    lines = papers(**typed, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_registered(one) for one in lines.rows]
    context = {
        "form": form,
        "lines": lines,
        "table": listing.table(request, "All papers", _REGISTER, rows, "No paper is like that."),
        "reset": reverse("papers") if request.GET else "",
    }
    return render(request, "staff/mail_room/register.html", context)


@page(Permission.WORK_MAIL_ROOM, "to record a paper that came in")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: WorkRequest) -> HttpResponse:
    if request.method != "POST":
        form = ReceiveForm(initial={"once": uuid4(), "received_on": request.unit.on})
        form.limit(request.unit.on)
        return _form(request, form)
    form = ReceiveForm(request.POST, request.FILES)
    form.limit(request.unit.on)
    upload = request.FILES.get("upload")
    scan = files.inspected(upload) if upload is not None else None
    if not form.is_valid():
        return _form(request, form, WRONG)
    if scan is not None and not isinstance(scan, Inspected):
        form.add_error("upload", scan.sentence)
        return _form(request, form, WRONG)
    given = {name: value for name, value in form.cleaned_data.items() if name != "upload"}
    answer = receive(paper=Received(**given), scan=scan)
    if isinstance(answer, Done):
        messages.success(request, f"The paper is recorded as {answer.number}. Write the number on it.")
        return see(reverse("paper", args=[answer.number]))
    form.add_error(None, getattr(answer, "sentence", ""))
    return _form(request, form, WRONG)


@page(Permission.READ_MAIL_ROOM, "to see a paper that came in")
@require_safe
def one_paper(request: WorkRequest, number: str) -> HttpResponse:
    found = paper_or_404(number)
    context = {
        "found": found,
        "line": found.line,
        "work": work(request, PAPERS, number, found.duty),
        "moves": _moves(request, found),
        "events": [_event(one, one is found.steps[-1]) for one in found.steps],
        "scan_words": SCAN_WORDS[StoredFile.State(found.file.state)] if found.file else "",
        "scan_clean": found.file is not None and found.file.state == StoredFile.State.CLEAN,
        "twins": [(one, reverse("paper", args=[one])) for one in found.twins],
        "sent_back": found.line.state == "sent-back",
    }
    return render(request, "staff/mail_room/paper.html", context)


@page(Permission.READ_MAIL_ROOM, "to read the scan of a paper")
@require_safe
def scan(request: WorkRequest, number: str) -> HttpResponse:
    file = scan_of(number)
    if file is None:
        raise Http404
    return served(request, file)


def paper_or_404(number: str) -> PaperRecord:
    """The paper of this number. Opening it is a look once it is somebody's."""
    found = paper(number)
    if found is None:
        raise Http404
    return found


def to_enter_or_404(number: str) -> PaperRecord:
    """The same for who enters it."""
    found = to_enter(number)
    if found is None:
        raise Http404
    return found


def _form(request: WorkRequest, form: ReceiveForm, status: int = 200) -> HttpResponse:
    return render(request, "staff/mail_room/record.html", {"form": form}, status=status)


def _moves(request: WorkRequest, found: PaperRecord) -> list[tuple[str, str, bool]]:
    """Words, address, and whether it is what comes next."""
    duty = found.duty
    if duty is not None and duty.claimed_by not in (None, request.actor.account):
        return []
    next_one = {"received": "index", "indexed": "enter"}.get(found.line.state, "")
    return [
        (one.words, reverse(f"paper-{one.name}", args=[found.line.number]), one.name == next_one)
        for one in open_moves(found.line.state, request.actor)
    ]


def _event(step: StepLine, last: bool) -> Event:
    return Event(step.state_words.capitalize(), step.at, step.by_name, step.reason, "now" if last else "done")


def _cells(line: PaperLine) -> list[Any]:
    return [
        listing.number_link(line.number, "paper"),
        listing.lines(line.kind_words, line.sender),
        listing.lines(listing.short_day(line.received_on), line.channel_words),
        listing.lines(line.organisation_name, line.name) or "nobody yet",
        line.state_words,
    ]


def _queued(row: QueueRow) -> list[Any]:
    return [*_cells(row.paper), *listing.due_and_holder(row.duty)]


def _registered(line: PaperLine) -> list[Any]:
    return [*_cells(line), line.entered_as]
