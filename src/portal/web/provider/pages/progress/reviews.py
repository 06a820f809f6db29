"""The reviews a provider was asked about, and one of them with its letter and what was answered (row C7)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel import drafts
from portal.policy.roles import Permission
from portal.progress.letters import printed
from portal.progress.queries import QueueRow, ReviewRecord, review_record, to_answer
from portal.progress.services.replying import FORM
from portal.web.pages import WorkRequest, page
from portal.web.pdf import pdf
from portal.web.provider import listing
from portal.web.staff.listing import number_link
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Review", header=True),
    Column("Ticketholder"),
    Column("Review period", numeric=True),
    Column("Months"),
    Column("Answer by"),
    Column("Your answer"),
)


@page(Permission.READ_CASEWORK, "to see the progress reviews that wait for an answer")
@require_safe
def waiting(request: WorkRequest) -> HttpResponse:
    lines = to_answer(page=listing.page_number(request), size=listing.PAGE_SIZE)
    begun = {draft.person for draft in drafts.open_drafts(FORM)}
    table = listing.table(
        request,
        "Progress reviews to answer",
        _COLUMNS,
        [_cells(row, begun) for row in lines.rows],
        empty="No progress review waits for your answer.",
    )
    context = {"lines": lines, "table": table, "begun": len(begun), "may_answer": _may(request)}
    return render(request, "provider/progress/reviews.html", context)


@page(Permission.READ_CASEWORK, "to see a progress review")
@require_safe
def review(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    context = {
        "found": found,
        "line": found.line,
        "asked": found.letter("Qp2"),
        "may_answer": _may(request) and found.line.open,
    }
    return render(request, "provider/progress/review.html", context)


@page(Permission.READ_CASEWORK, "to print the request for a certification of work")
@require_safe
def letter(request: WorkRequest, number: str) -> HttpResponse:
    """As it was sent."""
    found = review_or_404(number)
    sent = found.letter("Qp2")
    if sent is None:
        raise Http404
    line = found.line
    content, name = printed(sent.code, number, line.name, line.ticket_number, sent.content, sent.sent_on)
    return pdf(name, content)


def review_or_404(number: str) -> ReviewRecord:
    """The review of this number that the organisation was asked about."""
    found = review_record(number)
    if found is None:
        raise Http404
    return found


def _may(request: WorkRequest) -> bool:
    return request.actor.may(Permission.WORK_CASEWORK)


def _cells(row: QueueRow, begun: set[UUID]) -> list[Any]:
    line = row.review
    return [
        number_link(line.number, "progress-review"),
        line.name,
        line.period,
        months_of(line.months),
        row.duty.due_on,
        "kept, not submitted" if line.person in begun else "not begun",
    ]


def months_of(months: tuple[Any, ...]) -> str:
    """The first and the last month of a review."""
    return f"{months[0]} to {months[-1]}" if months else ""
