"""The Ticketholder's progress: where the review stands, its letters, the own answer, asking again (rows H1, H2, C7)."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.results import Answer, Done
from portal.policy.core import Month
from portal.policy.progress_reentry import window
from portal.policy.roles import Permission
from portal.progress.letters import printed
from portal.progress.moves import NOT_MADE
from portal.progress.queries import LetterLine, ReviewRecord, own_review
from portal.progress.services.deciding import ask_reentry, ask_review
from portal.progress.services.replying import Response, answer_own
from portal.web.holder.page import holder_page
from portal.web.holder.progress_words import month, voice
from portal.web.holder.texts import say
from portal.web.pages import WorkRequest
from portal.web.pdf import pdf
from portal.web.progress.response import ResponseForm

_WRONG = 422
_TO_PROVIDER = "Qp2"
_METHODS = ["GET", "HEAD", "POST"]


class Said(NamedTuple):
    """The keys of what a page that asks for work and study says."""

    title: str
    lead: str
    done: str


_ANSWER = Said("progress.answer_title", "progress.answer_lead", "progress.answer_done")
_BACK = Said("progress.back_title", "progress.back_lead", "progress.back_done")


class OnceForm(forms.Form):
    """A form that is sent twice counts once."""

    once = forms.UUIDField(widget=forms.HiddenInput)


class AskForm(forms.Form):
    """Asking Social Security to look again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"] = forms.BooleanField(
            label=say("progress.appeal_tick"),
            error_messages={"required": say("progress.appeal_tick_required")},
        )


@holder_page(Permission.READ_OWN_TICKET, "to see one's own progress")
@require_safe
def progress(request: WorkRequest) -> HttpResponse:
    found = own_review()
    context: dict[str, Any] = {"found": found}
    if found is not None:
        letters = _letters(found)
        context |= {
            "state": say(f"progress_state.{found.line.state}", last=_last_day(found)),
            "span": _span(found.line.months),
            "letters": letters,
            "replies": [one for one in found.replies if one.by == "ticketholder"],
            "may_answer": found.line.open,
            "may_appeal": found.line.state == "failed" and found.row.appealed_on is None,
            "may_ask_back": found.line.state in NOT_MADE,
        }
    return render(request, "holder/progress/progress.html", context)


@holder_page(Permission.READ_OWN_TICKET, "to read a letter about one's own progress")
@require_safe
def letter(request: WorkRequest, code: str) -> HttpResponse:
    """As it was sent."""
    found = _own()
    sent = found.letter(code)
    if sent is None or code == _TO_PROVIDER:
        raise Http404
    line = found.line
    content, name = printed(sent.code, line.number, line.name, line.ticket_number, sent.content, sent.sent_on)
    return pdf(name, content)


@holder_page(Permission.ANSWER_OWN_REVIEW, "to answer one's own progress review")
@require_http_methods(_METHODS)
def answer(request: WorkRequest) -> HttpResponse:
    """What was done in the months of the review; checked before it is sent."""
    found = _own()
    if not found.line.open:
        messages.info(request, say("progress.closed"))
        return _home()
    months = found.line.months

    def send(response: Response) -> Answer:
        return answer_own(review=found.line.id, response=response)

    return _responded(request, found, months, _ANSWER, send)


@holder_page(Permission.ANSWER_OWN_REVIEW, "to ask to be back in use")
@require_http_methods(_METHODS)
def ask_back(request: WorkRequest) -> HttpResponse:
    """What was done in the twelve months before, against what the missed review asked for."""
    found = _own()
    if found.line.state not in NOT_MADE:
        messages.info(request, say("progress.closed"))
        return _home()

    def send(response: Response) -> Answer:
        return ask_reentry(review=found.line.id, asked_on=request.unit.on, response=response)

    return _responded(request, found, window(request.unit.on), _BACK, send)


@holder_page(
    Permission.ANSWER_OWN_REVIEW, "to ask for a review of the decision on one's own progress", fresh=True
)
@require_http_methods(_METHODS)
def appeal(request: WorkRequest) -> HttpResponse:
    found = _own()
    if found.line.state != "failed":
        messages.info(request, say("progress.closed"))
        return _home()
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if isinstance(ask_review(review=found.line.id, asked_on=request.unit.on), Done):
            messages.success(request, say("progress.appeal_done"))
            return _home()
        form.add_error(None, say("progress.appeal_refused"))
    context = {
        "name": found.line.name,
        "form": form,
        "last": _last_day(found),
        "home": reverse("holder-progress"),
    }
    return render(request, "holder/progress/appeal.html", context, status=_WRONG if form.is_bound else 200)


def _responded(
    request: WorkRequest,
    found: ReviewRecord,
    months: Sequence[Month],
    said: Said,
    send: Callable[[Response], Answer],
) -> HttpResponse:
    """The form, its check, and what follows. Nothing typed is lost on the way back."""
    action = request.POST.get("action", "")
    posted = request.method == "POST"
    once = OnceForm(request.POST if posted else None, initial={"once": uuid4()})
    form = ResponseForm(
        request.POST if posted else None,
        number=found.line.period,
        months=months,
        voice=voice(found.line.period, months),
        on=request.unit.on,
    )
    context = {
        "name": found.line.name,
        "form": form,
        "once": once,
        "title": say(said.title),
        "lead": say(said.lead, first=month(months[0]), last=month(months[-1])),
        "home": reverse("holder-progress"),
    }
    if not posted or action == "change" or not (form.is_valid() and once.is_valid()):
        status = _WRONG if posted and action != "change" else 200
        context["groups"] = list(form.groups())
        return render(request, "holder/progress/answer.html", context, status=status)
    if action != "send":
        context |= {"shown": form.shown, "typed": _typed(request)}
        return render(request, "holder/progress/check.html", context)
    done = send(Response(once.cleaned_data["once"], form.states, form.shown))
    if isinstance(done, Done):
        messages.success(request, say(said.done, number=done.number))
    else:
        messages.info(request, say("progress.closed"))
    return _home()


def _typed(request: WorkRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name in request.POST
        if name not in ("csrfmiddlewaretoken", "action")
        for value in request.POST.getlist(name)
    ]


def _own() -> ReviewRecord:
    found = own_review()
    if found is None:
        raise Http404
    return found


def _letters(found: ReviewRecord) -> list[LetterLine]:
    return [one for one in found.letters if one.code != _TO_PROVIDER]


def _last_day(found: ReviewRecord) -> Any:
    """The last day that the latest letter to the Ticketholder names."""
    days = [one.last_day for one in _letters(found) if one.last_day is not None]
    return days[-1] if days else None


def _span(months: Sequence[Month]) -> str:
    return say("progress.span", first=month(months[0]), last=month(months[-1])) if months else ""


def _home() -> HttpResponse:
    return HttpResponseRedirect(reverse("holder-progress"), status=303)
