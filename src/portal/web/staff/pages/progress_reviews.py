"""The queue of progress reviews to decide, those at Social Security, and one review with all that is known (row C7)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.kernel.desk_lists import Which
from portal.policy.dates import DAY
from portal.policy.progress_notices import NOTICES
from portal.policy.roles import Permission
from portal.progress.duties import TO_DECIDE
from portal.progress.letters import printed
from portal.progress.moves import open_moves
from portal.progress.queries import (
    QueueRow,
    ReviewRecord,
    StepLine,
    appeals,
    duty_of,
    queue,
    review_record,
    steps_of,
)
from portal.progress.record import judged
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.staff import listing
from portal.web.staff.areas import PROGRESS
from portal.web.staff.desk_pages import desk_context, work
from portal.web.ui.components import Column, Event

_COLUMNS = (
    Column("Review", header=True),
    Column("Ticketholder"),
    Column("Period", numeric=True),
    Column("State"),
    Column("Due"),
    Column("With"),
)
_EMPTY = {
    Which.FREE: "Nothing is free: every review has somebody, or is put off.",
    Which.MINE: "You have no review. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No progress review waits for a decision.",
}
# The page that makes each move, and what its button says.
_PAGES = {
    "fail": "staff-progress-fail",
    "appeal": "staff-progress-appeal",
    "uphold": "staff-progress-reviewed",
    "ask-reentry": "staff-progress-back",
    "reinstate": "staff-progress-reentry",
}
_WORDS = {
    "appeal": "Enter a request for review",
    "uphold": "Record Social Security's review",
    "ask-reentry": "Enter a request to be back in use",
    "reinstate": "Decide on being back in use",
}
_TAKEN = ("fail", "reinstate")


@page(Permission.READ_PROGRESS_REVIEWS, "to see the progress reviews to decide")
@require_safe
def waiting(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, PROGRESS)
    lines = queue(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_cells(one) for one in lines.rows]
    table = listing.table(request, "Progress reviews to decide", _COLUMNS, rows, _EMPTY[which])
    return render(request, "staff/progress/queue.html", {**context, "lines": lines, "table": table})


@page(Permission.DECIDE_PROGRESS_APPEALS, "to see the decisions on progress to review")
@require_safe
def at_ssa(request: WorkRequest) -> HttpResponse:
    lines = appeals(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_cells(one) for one in lines.rows]
    table = listing.table(
        request, "Decisions on progress to review", _COLUMNS, rows, "Nobody asked for a review of a decision."
    )
    return render(request, "staff/progress/appeals.html", {"lines": lines, "table": table})


@page(Permission.READ_PROGRESS_REVIEWS, "to see a progress review")
@require_safe
def review(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    stands = judged(found.row)
    mine = work(request, PROGRESS, number, duty_of(TO_DECIDE, found.line.id))
    steps = steps_of(found.line.id)
    context = {
        "found": found,
        "line": found.line,
        "question": stands.question,
        "decision": stands.answer,
        "today": stands.today,
        "through": stands.today.until and stands.today.until - DAY,
        "work": mine,
        "moves": _moves(request, found, taken=mine is not None and mine.mine),
        "may_reply": found.line.open and request.actor.may(Permission.ENTER_TICKET_REQUESTS),
        "may_see_ticket": request.actor.may(Permission.READ_TICKETS),
        "events": [_event(one, one is steps[-1]) for one in steps],
    }
    return render(request, "staff/progress/review.html", context)


@page(Permission.READ_PROGRESS_REVIEWS, "to print a letter of a progress review")
@require_safe
def letter(request: WorkRequest, number: str, code: str) -> HttpResponse:
    """As it was sent."""
    found = review_or_404(number)
    sent = found.letter(code) if code in NOTICES else None
    if sent is None:
        raise Http404
    line = found.line
    content, name = printed(code, number, line.name, line.ticket_number, sent.content, sent.sent_on)
    return pdf(name, content)


def review_or_404(number: str) -> ReviewRecord:
    """The review of this number. Opening it is a look."""
    found = review_record(number)
    if found is None:
        raise Http404
    return found


def _moves(request: WorkRequest, found: ReviewRecord, *, taken: bool) -> list[tuple[str, str, bool]]:
    """Words, address, and whether it is what comes next; what is decided at the desk, once one has taken it."""
    able = open_moves(found.line.state, request.actor, found.row.decided_by or None)
    return [
        (
            _WORDS.get(one.name, one.words),
            reverse(_PAGES[one.name], args=[found.line.number]),
            one.name in _TAKEN,
        )
        for one in able
        if one.name in _PAGES and (taken or one.name not in _TAKEN)
    ]


def _event(step: StepLine, last: bool) -> Event:
    return Event(step.state_words.capitalize(), step.at, step.by_name, step.reason, "now" if last else "done")


def _cells(row: QueueRow) -> list[Any]:
    line = row.review
    return [
        listing.number_link(line.number, "staff-progress"),
        listing.lines(line.name, line.ticket_number),
        line.period,
        line.state_words,
        *listing.due_and_holder(row.duty),
    ]
