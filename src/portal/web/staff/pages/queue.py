"""The analysts' queue: parts of it, dense, 25 a page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.queries import desk
from portal.web.staff.queries.desk import DeskRow, Which
from portal.web.staff.words import OUTCOME_WORDS, REASON_WORDS
from portal.web.ui import formats
from portal.web.ui.components import Column

_EMPTY = {
    Which.FREE: "Nothing is free: every request has somebody, or is put off.",
    Which.MINE: "You have no request. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No payment request waits for a decision.",
}
COLUMNS = (
    Column("Request", header=True),
    Column("Payment"),
    Column("Provider and Ticketholder"),
    Column("Why a person decides"),
    Column("Days", numeric=True),
    Column("Due"),
    Column("With"),
)
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
    which = _which(request)
    lines = desk.desk(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    context = {
        "which": which,
        "tabs": desk.tabs(),
        "lines": lines,
        "table": listing.table(
            request, "Payment requests to decide", COLUMNS, [cells(row) for row in lines.rows], _EMPTY[which]
        ),
        "exports": listing.export_links(request, "payments-to-decide-export"),
        "may_work": request.actor.may(Permission.WORK_PAYMENT_QUEUE),
        "may_supervise": request.actor.may(Permission.SUPERVISE_PAYMENT_QUEUE),
    }
    return render(request, "staff/queue.html", context)


@page(Permission.EXPORT_ALL_LISTS, "to export the payment requests to decide", fresh=True)
@require_safe
def export(request: WorkRequest, kind: str) -> HttpResponse:
    """The part of the queue as shown, whole. Names in it are looks."""
    lines = desk.desk(_which(request), page=1, size=listing.WHOLE)
    return listing.export(kind, "payments-to-decide", _HEADER, [_exported(row) for row in lines.rows])


def cells(row: DeskRow) -> list[Any]:
    """A row of a queue as its table shows it."""
    request, duty = row.request, row.duty
    return [
        listing.request_link(request.number),
        listing.lines(
            request.kind_words, formats.month(request.claim_month), row.amount and formats.money(row.amount)
        ),
        listing.lines(request.organisation_name, request.name),
        why(row),
        row.days_open,
        listing.lines(listing.short_day(duty.due_on), f"{row.days_late} days late" if row.days_late else ""),
        _holder(row),
    ]


def why(row: DeskRow) -> str:
    """The primary reason as the rules last gave it, with its code."""
    code = f" ({row.denial})" if row.denial else ""
    return (
        f"{REASON_WORDS.get(row.outcome, '')}{row.reason}{code}" if row.reason else OUTCOME_WORDS[row.outcome]
    )


def _holder(row: DeskRow) -> SafeString:
    duty = row.duty
    name = "you" if row.mine else duty.claimed_by_name or "nobody"
    put_off = ""
    if duty.diary_until and row.put_off:
        put_off = f"back {duty.diary_until:%m/%d/%Y}: {duty.diary_reason}"
    return listing.lines(name, put_off)


def _which(request: WorkRequest) -> Which:
    """`?show=`; an analyst begins with what is free, everybody else with all."""
    try:
        return Which(request.GET.get("show", ""))
    except ValueError:
        return Which.FREE if request.actor.may(Permission.WORK_PAYMENT_QUEUE) else Which.ALL


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
