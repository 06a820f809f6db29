"""What staff do with a progress review: the fail notice, letters that came in, and what follows a failure (row C7)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.core import Decision, Month
from portal.policy.progress_reentry import window
from portal.policy.roles import Permission
from portal.policy.tables.parameters import PROGRESS
from portal.progress.queries import ReviewRecord
from portal.progress.record import judged
from portal.progress.services import deciding
from portal.progress.services.replying import Response, enter_reply
from portal.web.pages import WorkRequest, page
from portal.web.progress.response import PROVIDER, ResponseForm
from portal.web.staff.answers import CONFLICT, WRONG, see, with_version
from portal.web.staff.forms.progress import AskedForm, PaperForm, ReentryForm, ReviewedForm, VersionForm
from portal.web.staff.pages.progress_reviews import review_or_404

_METHODS = ["GET", "HEAD", "POST"]


@page(Permission.WORK_PROGRESS_REVIEWS, "to decide that progress was not made", fresh=True)
@require_http_methods(_METHODS)
def fail(request: WorkRequest, number: str) -> HttpResponse:
    """The decision as it stands and what follows from the notice are shown before it is sent."""
    found = review_or_404(number)
    form = _bound(request, VersionForm, found)
    effective = request.unit.on + timedelta(days=PROGRESS.progress_effective_days)
    more: dict[str, Any] = {
        "decision": judged(found.row).answer,
        "effective": effective,
        "button": "Send the fail notice",
        "danger": True,
    }
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, "Not in timely progress", **more)
    answer = deciding.fail(review=found.line.id, version=form.cleaned_data["version"])
    if isinstance(answer, NotAllowed) and answer.sentence == deciding.MADE:
        messages.info(request, answer.sentence)
        return _back(number)
    return _answered(
        request, found, form, answer, "Not in timely progress", "The fail notice is on its way.", **more
    )


@page(Permission.ENTER_TICKET_REQUESTS, "to enter a Ticketholder's answer to a progress review")
@require_http_methods(_METHODS)
def reply(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)

    def send(response: Response, typed: dict[str, Any]) -> Answer:
        return enter_reply(
            review=found.line.id,
            response=response,
            received_on=typed["received_on"],
            proven=typed["proven"],
        )

    return _paper(request, found, "Enter an answer on paper", found.line.months, found.row.opened_on, send)


@page(Permission.ENTER_TICKET_REQUESTS, "to enter a request to be back in use")
@require_http_methods(_METHODS)
def ask_back(request: WorkRequest, number: str) -> HttpResponse:
    """The twelve months before the request count."""
    found = review_or_404(number)

    def send(response: Response, typed: dict[str, Any]) -> Answer:
        return deciding.ask_reentry(
            review=found.line.id,
            asked_on=typed["received_on"],
            response=response,
            proven=typed["proven"],
        )

    since = found.row.decided_on or found.row.opened_on
    months = window(request.unit.on)
    return _paper(request, found, "Enter a request to be back in use", months, since, send)


@page(Permission.ENTER_TICKET_REQUESTS, "to enter a request for review of a decision on progress")
@require_http_methods(_METHODS)
def appeal(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    form = _bound(request, AskedForm, found)
    form.limit(found.row.decided_on or found.row.opened_on, request.unit.on)
    title = "Enter a request for review"
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, title)
    answer = deciding.ask_review(review=found.line.id, **form.cleaned_data)
    return _answered(request, found, form, answer, title, "It is with Social Security now.")


@page(Permission.WORK_PROGRESS_REVIEWS, "to decide on being back in use", fresh=True)
@require_http_methods(_METHODS)
def reentry(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    form = _bound(request, ReentryForm, found)
    title, more = "Back in use", _rules(found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, title, **more)
    typed = form.cleaned_data
    granted = typed["granted"] == "yes"
    answer = deciding.decide_reentry(
        review=found.line.id, version=typed["version"], granted=granted, reason=typed["reason"]
    )
    said = "The Ticketholder is back in use." if granted else "The Ticketholder can ask again later."
    return _answered(request, found, form, answer, title, said, **more)


@page(Permission.DECIDE_PROGRESS_APPEALS, "to record the review of a decision on progress", fresh=True)
@require_http_methods(_METHODS)
def reviewed(request: WorkRequest, number: str) -> HttpResponse:
    found = review_or_404(number)
    form = _bound(request, ReviewedForm, found)
    title, more = "Social Security's review", _rules(found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, title, **more)
    typed = form.cleaned_data
    answer = deciding.decide_review(
        review=found.line.id,
        version=typed["version"],
        favorable=typed["favorable"] == "yes",
        reason=typed["reason"],
    )
    return _answered(request, found, form, answer, title, "The Ticketholder gets a letter.", **more)


def _rules(found: ReviewRecord) -> dict[str, Any]:
    return {"decision": judged(found.row).answer}


def _paper(
    request: WorkRequest,
    found: ReviewRecord,
    title: str,
    months: tuple[Month, ...],
    since: date,
    send: Any,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    on = request.unit.on
    letter = PaperForm(data, initial={"once": uuid4(), "received_on": on})
    letter.limit(since, on)
    form = ResponseForm(data, number=found.line.period, months=months, voice=PROVIDER, on=on)
    status = 200
    if request.method == "POST":
        status = WRONG
        # Both are judged, so that everything that is missing is said at once.
        if all([letter.is_valid(), form.is_valid()]):
            typed = letter.cleaned_data
            answer = send(Response(typed["once"], form.states, form.shown), typed)
            match answer:
                case Done(number=given):
                    messages.success(
                        request, f"It is entered as {given}, and was judged with what is on record."
                    )
                    return _back(found.line.number)
                case NotFound():
                    raise Http404
                case Changed(sentence) | NotAllowed(sentence=sentence):
                    letter.add_error(None, sentence)
                    status = CONFLICT
    context = {
        "line": found.line,
        "title": title,
        "letter": letter,
        "form": form,
        "groups": list(form.groups()),
        "first": months[0],
        "last": months[-1],
        "back": reverse("staff-progress", args=[found.line.number]),
    }
    return render(request, "staff/progress/paper.html", context, status=status)


def _bound[F: VersionForm](request: WorkRequest, form: type[F], found: ReviewRecord) -> F:
    if request.method == "POST":
        return form(request.POST)
    return form(initial={"version": found.line.version})


def _answered(
    request: WorkRequest,
    found: ReviewRecord,
    form: forms.Form,
    answer: Answer,
    title: str,
    success: str,
    **more: Any,
) -> HttpResponse:
    match answer:
        case Done(said=said):
            messages.success(request, f"{success} {said}".strip())
            return _back(found.line.number)
        case NotFound():
            raise Http404
        case Changed(sentence):
            form.add_error(None, sentence)
            with_version(form, found.line.version)
        case NotAllowed(sentence, decision):
            form.add_error(None, sentence)
            if isinstance(decision, Decision):
                more["decision"] = decision.to_json()
    return _page(request, found, form, title, status=CONFLICT, **more)


def _page(
    request: WorkRequest,
    found: ReviewRecord,
    form: forms.Form,
    title: str,
    *,
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "line": found.line,
        "title": title,
        "form": form,
        "button": "Enter",
        "back": reverse("staff-progress", args=[found.line.number]),
        **more,
    }
    if status is None:
        status = WRONG if form.is_bound else 200
    return render(request, "staff/progress/move.html", context, status=status)


def _back(number: str) -> HttpResponse:
    return see(reverse("staff-progress", args=[number]))
