"""Program Integrity's queue of plans, and the review of one (rows D7, F1)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.plan.facts import on_record, with_record
from portal.casework.plan.forms import FormRecord, form
from portal.integrity.models import PlanReview
from portal.integrity.queries import QueueRow, ReviewRecord, queue, review
from portal.integrity.services.review import decide
from portal.kernel.desk_lists import Which
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.policy.core import State
from portal.policy.plan import by_component, judge_plan
from portal.policy.roles import Permission
from portal.policy.tar import Result
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.staff.areas import REVIEWS
from portal.web.staff.desk_pages import desk_context, work
from portal.web.staff.forms.review import ResultForm, finding_forms, found
from portal.web.ui.components import Column

_COLUMNS = (
    Column("Review", header=True),
    Column("Provider and Ticketholder"),
    Column("Sent in because"),
    Column("Received"),
    Column("Due"),
    Column("With"),
)
_EMPTY = {
    Which.FREE: "Nothing is free: every plan has somebody, or is put off.",
    Which.MINE: "You have no review. Take the next one.",
    Which.PUT_OFF: "Nothing is put off.",
    Which.OVERDUE: "Nothing is past its due date.",
    Which.ALL: "No plan waits for a review.",
}


@page(Permission.READ_PLAN_REVIEWS, "to see the plans to review")
@require_safe
def plans(request: WorkRequest) -> HttpResponse:
    context, which = desk_context(request, REVIEWS)
    lines = queue(which, page=listing.page_number(request), size=listing.PAGE_SIZE)
    table = listing.table(
        request,
        "Plans to review",
        _COLUMNS,
        [_cells(one) for one in lines.rows],
        _EMPTY[which],
    )
    return render(request, "staff/integrity_plans.html", {**context, "lines": lines, "table": table})


@page(Permission.READ_PLAN_REVIEWS, "to review a plan")
@require_safe
def plan(request: WorkRequest, number: str) -> HttpResponse:
    found_review = _or_404(number)
    signed = _plan(found_review)
    made = finding_forms(machine=_machine(found_review, signed, request))
    return _page(
        request, found_review, signed, made, ResultForm(initial={"version": found_review.line.version})
    )


@page(Permission.WORK_PLAN_REVIEWS, "to decide on a plan", fresh=True)
@require_http_methods(["POST"])
def end(request: WorkRequest, number: str) -> HttpResponse:
    found_review = _or_404(number)
    made, result = finding_forms(request.POST), ResultForm(request.POST)
    unreadable = [one for one in (result, *(part for _, part in made)) if not one.is_valid()]
    if unreadable:
        for component, part in made:
            for text in (text for texts in part.errors.values() for text in texts):
                result.add_error(None, f"{component.title}: {text}")
        return _page(request, found_review, _plan(found_review), made, result, status=422)
    answer = decide(
        review=found_review.line.id,
        version=result.cleaned_data["version"],
        findings=found(made),
        result=Result(result.cleaned_data["result"]),
    )
    match answer:
        case Done(state=state):
            done = "The plan is compliant and the Ticket is assigned."
            messages.success(
                request, done if state == PlanReview.State.COMPLIANT else "The plan is returned."
            )
            return see(reverse("integrity-plan", args=[number]))
        case NotFound():
            raise Http404
        case Changed(sentence):
            result.add_error(None, sentence)
        case NotAllowed(sentence, decision):
            result.add_error(None, sentence)
            for one in decision.checks if decision else ():
                if one.state is not State.HELD:
                    missing = f" Missing: {one.needs}." if one.needs else ""
                    result.add_error(None, f"{one.test.remedy}{missing}")
    return _page(request, found_review, _plan(found_review), made, result, status=422)


def _or_404(number: str) -> ReviewRecord:
    found_review = review(number)
    if found_review is None:
        raise Http404
    return found_review


def _plan(found_review: ReviewRecord) -> FormRecord:
    signed = form(found_review.line.form_number)
    if signed is None:
        raise Http404
    return signed


def _machine(
    found_review: ReviewRecord, signed: FormRecord, request: WorkRequest
) -> dict[str, tuple[str, str]]:
    """What the rules find in each component, as a first verdict: the reviewer decides."""
    on = request.unit.on
    facts = with_record(
        signed.content.plan, on_record(found_review.line.organisation, signed.line.person, on)
    )
    suggested = {}
    for one in by_component(judge_plan(facts, on)):
        if one.component.slug == "signatures":
            continue
        wrong = [*one.findings, *one.missing]
        note = " ".join(check.told for check in wrong)
        suggested[one.component.slug] = ("fail" if wrong else "pass", note[:1000])
    suggested["signatures"] = ("pass" if len(signed.signatures) == 2 else "fail", "")
    return suggested


def _page(
    request: WorkRequest,
    found_review: ReviewRecord,
    signed: FormRecord,
    made: Any,
    result: ResultForm,
    *,
    status: int = 200,
) -> HttpResponse:
    mine = work(request, REVIEWS, found_review.line.number, found_review.duty)
    context = {
        "found": found_review,
        "line": found_review.line,
        "plan": signed,
        "made": made,
        "result": result,
        "work": mine,
        "may_decide": mine is not None and mine.mine,
    }
    return render(request, "staff/integrity_plan.html", context, status=status)


def _cells(row: QueueRow) -> list[Any]:
    line = row.review
    return [
        listing.number_link(line.number, "integrity-plan"),
        listing.lines(line.organisation_name, line.name),
        line.reason_words,
        listing.short_day(line.received_on),
        *listing.due_and_holder(row.duty),
    ]
