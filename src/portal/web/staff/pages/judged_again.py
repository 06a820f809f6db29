"""Decisions whose facts have changed since: the queue, one of them beside what would be said now, and settling it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from portal.kernel.desk_lists import Which, duty_on
from portal.payments.duties import AGAIN_QUEUE
from portal.payments.results import Done
from portal.payments.services.rejudge import settle_rejudged
from portal.policy.rejudging import BY_PERSONS, SETTLED_WORDS, FactChange
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import WRONG, put_into, see, with_version
from portal.web.staff.areas import AGAIN
from portal.web.staff.desk_pages import desk_context, work
from portal.web.staff.differences import differences_table
from portal.web.staff.forms.judged_again import SettleForm
from portal.web.staff.queries import desk
from portal.web.staff.queries.judged_again import JudgedAgain, judged_again
from portal.web.staff.request_cells import AGAIN_COLUMNS, again_cells
from portal.web.ui.components import Column
from portal.web.ui.decision_view import value_words

_EMPTY = {
    Which.FREE: "Nothing is free: every decision has somebody, or is put off.",
    Which.MINE: "You have none. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: AGAIN_QUEUE.empty,
}
_PARTS = {
    "beneficiary": "Beneficiary",
    "ticket": "Ticket",
    "assignments": "Assignment",
    "earnings": "Earnings",
    "evidence": "Evidence",
    "allocations": "Shares",
}
_FACTS = (Column("On the record", header=True), Column("Then"), Column("Now"))


@page(Permission.READ_PAYMENT_QUEUE, "to see the decisions to judge again")
@require_safe
def queue(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, AGAIN)
    lines = desk.desk(which, worklist=AGAIN_QUEUE, page=listing.page_number(request), size=listing.PAGE_SIZE)
    rows = [again_cells(row) for row in lines.rows]
    context |= {
        "lines": lines,
        "table": listing.table(request, AGAIN_QUEUE.title, AGAIN_COLUMNS, rows, _EMPTY[which]),
    }
    return render(request, "staff/again/queue.html", context)


@page(Permission.READ_PAYMENT_QUEUE, "to see a decision beside what would be decided now")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = _found(number)
    return _shown(request, found, _form(found, initial={"version": found.rejudged.version}))


@page(Permission.WORK_PAYMENT_QUEUE, "to settle a decision that was judged again", fresh=True)
@require_POST
def settle(request: WorkRequest, number: str) -> HttpResponse:
    found = _found(number)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _shown(request, found, form, WRONG)
    answer = settle_rejudged(request=found.row.id, **form.cleaned_data)
    if isinstance(answer, Done):
        messages.success(request, f"Settled: {SETTLED_WORDS[form.cleaned_data['settled_as']]}.")
        return see(AGAIN.address(number))
    status = put_into(form, answer)
    with_version(form, found.rejudged.version)
    return _shown(request, found, form, status)


def _found(number: str) -> JudgedAgain:
    found = judged_again(number)
    if found is None:
        raise Http404
    return found


def _form(found: JudgedAgain, typed: Any = None, **given: Any) -> SettleForm:
    # Settled by somebody else meanwhile: the service says so, and what was typed stays.
    return SettleForm(typed, offered=found.offered or BY_PERSONS, **given)


def _shown(request: WorkRequest, found: JudgedAgain, form: SettleForm, status: int = 200) -> HttpResponse:
    duty = duty_on(AGAIN_QUEUE, found.row.id)
    mine = work(request, AGAIN, found.row.number, duty)
    rejudged = found.rejudged
    context = {
        "row": found.row,
        "rejudged": rejudged,
        "determination": rejudged.determination,
        "then": found.then,
        "now": found.now,
        "correction": found.correction,
        "facts": _facts(request, found.changes),
        "checks": differences_table(request, found.differences, now="Now"),
        "work": mine,
        "may_work": request.actor.may(Permission.WORK_PAYMENT_QUEUE),
        "form": form if form.is_bound or (mine is not None and mine.mine) else None,
        "settled": SETTLED_WORDS.get(rejudged.settled_as, ""),
    }
    return render(request, "staff/again/record.html", context, status=status)


def _facts(request: WorkRequest, changes: list[FactChange]) -> Any:
    rows = [
        [
            _PARTS[one.part],
            None if one.came else value_words(one.fact),
            value_words(one.fact) if one.came else None,
        ]
        for one in changes
    ]
    return listing.table(request, "What changed on the record", _FACTS, rows, "No fact has changed.")
