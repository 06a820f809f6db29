"""The analysts' queue: parts of it, dense, 25 a page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel.desk_lists import Which
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.areas import PAYMENTS
from portal.web.staff.desk_pages import desk_context, which_part
from portal.web.staff.queries import desk
from portal.web.staff.queries.desk import DeskRow
from portal.web.staff.request_cells import COLUMNS, cells
from portal.web.staff.words import OUTCOME_WORDS

_EMPTY = {
    Which.FREE: "Nothing is free: every request has somebody, or is put off.",
    Which.MINE: "You have no request. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No payment request waits for a decision.",
}
_HEADER = (
    "Request",
    "Provider",
    "Ticketholder",
    "Ticketholder number",
    "Payment",
    "Claim month",
    "By the rules",
    "Primary reason",
    "Submitted",
    "Age in days",
    "Due",
    "Days late",
    "With",
    "Put off until",
    "Waits for",
)


@page(Permission.READ_PAYMENT_QUEUE, "to see the payment requests to decide")
@require_safe
def queue(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, PAYMENTS)
    lines = desk.desk(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    context |= {
        "lines": lines,
        "table": listing.table(
            request, "Payment requests to decide", COLUMNS, [cells(row) for row in lines.rows], _EMPTY[which]
        ),
        "exports": listing.export_links(request, "payments-to-decide-export"),
    }
    return render(request, "staff/queue.html", context)


@page(Permission.EXPORT_ALL_LISTS, "to export the payment requests to decide", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The part of the queue as shown, whole. Names in it are looks."""
    which = which_part(request, PAYMENTS)
    lines = desk.desk(which, page=1, size=listing.WHOLE)
    return listing.export(kind, "payments-to-decide", _HEADER, [_exported(row) for row in lines.rows])


def _exported(row: DeskRow) -> list[Any]:
    request, duty = row.request, row.duty
    return [
        request.number,
        request.organisation_name,
        request.name,
        request.person_number,
        request.kind_words,
        str(request.claim_month),
        OUTCOME_WORDS.get(row.outcome, row.outcome),
        row.reason,
        request.submitted_on,
        row.days_open,
        duty.due_on,
        row.days_late,
        duty.claimed_by_name,
        duty.diary_until,
        duty.diary_reason,
    ]
