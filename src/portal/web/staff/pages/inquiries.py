"""Earnings inquiries at the analysts' desk: the queue, all of them, one, and the answer on each person (row C4)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.earnings.answering import ForAnalyst, for_analyst
from portal.earnings.inquiries import (
    SIDE_WORDS,
    AskedAbout,
    InquiryLine,
    InquiryRecord,
    inquiries,
    inquiry,
    queue,
)
from portal.earnings.moves import State
from portal.earnings.services.answer_inquiry import answer_row, send_answer
from portal.kernel.desk_lists import Which
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.inquiry_answer import Result, suggested
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.inquiry_sheet import quarter
from portal.web.provider.pages.inquiries import events, months_table, quarters_table
from portal.web.staff import listing
from portal.web.staff.answers import CONFLICT, WRONG, see, with_version
from portal.web.staff.areas import INQUIRIES, INQUIRY_COLUMNS, inquiry_cells
from portal.web.staff.desk_pages import desk_context, work
from portal.web.staff.earnings_tables import conflicts_table
from portal.web.staff.earnings_tables import months_table as all_months
from portal.web.staff.forms.inquiries import AnswerForm, SendForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_EMPTY = {
    Which.FREE: "Nothing is free: every inquiry has somebody, or is put off.",
    Which.MINE: "You have no inquiry. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No earnings inquiry waits for an answer.",
}
_REGISTER = (*INQUIRY_COLUMNS[:4], Column("State"), Column("Answered"))


@page(Permission.READ_INQUIRIES, "to see the earnings inquiries that wait")
@require_safe
def waiting(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, INQUIRIES)
    lines = queue(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [inquiry_cells(one.inquiry, one.duty) for one in lines.rows]
    table = listing.table(request, "Earnings inquiries to answer", INQUIRY_COLUMNS, rows, _EMPTY[which])
    return render(request, "staff/inquiries/queue.html", {**context, "lines": lines, "table": table})


@page(Permission.READ_INQUIRIES, "to find an earnings inquiry")
@require_safe
def register(request: WorkRequest) -> HttpResponse:
    """Every inquiry, also those that were answered."""
    lines = inquiries(page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [_registered(one) for one in lines.rows]
    table = listing.table(request, "All earnings inquiries", _REGISTER, rows, "Nobody has asked yet.")
    return render(request, "staff/inquiries/register.html", {"lines": lines, "table": table})


@page(Permission.READ_INQUIRIES, "to read an earnings inquiry")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = _found(number)
    at_work = work(request, INQUIRIES, number, found.duty)
    mine = at_work is not None and at_work.mine
    context = {
        "found": found,
        "line": found.line,
        "work": at_work,
        "mine": mine,
        "may_send": mine and all(one.result for one in found.rows),
        "answered": found.line.state == State.ANSWERED,
        "rows": [
            (
                one,
                reverse("earnings-inquiry-row", args=[number, one.line]),
                quarters_table(one),
                months_table(one),
            )
            for one in found.rows
        ],
        "events": events(found),
    }
    return render(request, "staff/inquiries/inquiry.html", context)


@page(Permission.ANSWER_INQUIRIES, "to answer an earnings inquiry about one person")
@require_http_methods(["GET", "HEAD", "POST"])
def one_row(request: WorkRequest, number: str, line: int) -> HttpResponse:
    """What is on record beside what the provider would read, and the answer that follows from it."""
    found = _found(number, line)
    if not found.rows:
        raise Http404
    [about] = found.rows
    seen = for_analyst(about.assignment)
    if request.method != "POST":
        first = about.result or suggested(seen.recorded.quarters).value
        given = {"version": found.line.version, "result": first, "reason": about.reason}
        return _row_page(request, found, about, seen, AnswerForm(initial=given))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _row_page(request, found, about, seen, form, WRONG)
    typed = form.cleaned_data
    answer = answer_row(
        inquiry=found.line.id,
        version=typed["version"],
        line=line,
        result=Result(typed["result"]),
        reason=typed["reason"],
    )
    if isinstance(answer, Done):
        messages.success(request, f"The answer on Ticketholder {line} is written down. It is not sent yet.")
        return see(reverse("earnings-inquiry", args=[number]))
    status = _put_into(form, answer, found.line.version)
    return _row_page(request, found, about, seen, form, status)


@page(Permission.ANSWER_INQUIRIES, "to send the answer to an earnings inquiry")
@require_POST
def send(request: WorkRequest, number: str) -> HttpResponse:
    found, form = _found(number), SendForm(request.POST)
    if not form.is_valid():
        raise Http404
    answer = send_answer(inquiry=found.line.id, version=form.cleaned_data["version"])
    match answer:
        case Done():
            messages.success(request, "The answer is sent. The provider is told by mail, and reads it here.")
        case Changed(sentence):
            messages.warning(request, sentence)
        case NotAllowed(sentence):
            messages.error(request, sentence)
        case NotFound():
            raise Http404
    return see(reverse("earnings-inquiry", args=[number]))


def _put_into(form: AnswerForm, answer: Answer, version: int) -> int:
    match answer:
        case NotAllowed(sentence):
            form.add_error(None, sentence)
            return WRONG
        case Changed(sentence):
            form.add_error(None, f"{sentence} What you typed is still here.")
            with_version(form, version)
            return CONFLICT
    raise Http404


def _row_page(
    request: WorkRequest,
    found: InquiryRecord,
    about: AskedAbout,
    seen: ForAnalyst,
    form: AnswerForm,
    status: int = 200,
) -> HttpResponse:
    duty = found.duty
    context = {
        "line": found.line,
        "about": about,
        "form": form,
        "quarters": _quarters(seen),
        "months": all_months(seen.months),
        "conflicts": conflicts_table(seen.months, seen.disputed),
        # What was typed is never hidden, also where a colleague has taken it since.
        "may_answer": form.is_bound or (duty is not None and duty.claimed_by == request.actor.account),
        "back": reverse("earnings-inquiry", args=[found.line.number]),
    }
    return render(request, "staff/inquiries/row.html", context, status=status)


def _quarters(seen: ForAnalyst) -> Table:
    columns = [
        Column("Quarter", header=True),
        Column("The provider would read"),
        Column("Three times SGA", numeric=True),
    ]
    rows = [
        [
            quarter(one.quarter),
            SIDE_WORDS[one.side],
            "Not loaded" if one.level is None else formats.money(one.level),
        ]
        for one in reversed(seen.recorded.quarters)
    ]
    return Table("Quarters that can be told", columns, rows)


def _registered(one: InquiryLine) -> list[Any]:
    return [
        listing.number_link(one.number, "earnings-inquiry"),
        one.organisation_name,
        one.people,
        listing.short_day(one.submitted_on),
        one.state_words,
        formats.instant(one.answered_at) if one.answered_at else None,
    ]


def _found(number: str, line: int | None = None) -> InquiryRecord:
    found = inquiry(number, answered_only=False, row_line=line)
    if found is None:
        raise Http404
    return found
