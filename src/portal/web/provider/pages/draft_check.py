"""Last page of a request: everything locked, what each claim would get now, Return, Cancel, Submit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel import drafts, files
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.payments.form import DECLARATION, Receipt, Section
from portal.payments.results import NotAllowed
from portal.payments.services.submit import submit
from portal.policy.roles import Permission
from portal.providers.models import Provider
from portal.web.pages import WorkRequest, page
from portal.web.provider import summary
from portal.web.provider.asked_on import Answer, open_checks
from portal.web.provider.draft_frame import frame_of, step_url
from portal.web.provider.drafting import revision_of, see
from portal.web.provider.filled import CHECK, EVIDENCE, PAYMENTS, STEPS, Filled
from portal.web.provider.forms.claims import claim_words
from portal.web.provider.request_draft import ended, opened

_TITLES = dict(STEPS)


@page(Permission.REQUEST_PAYMENT, "to check and submit a payment request")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = opened(draft)
    if isinstance(found, HttpResponse):
        return found
    frame = frame_of(found, CHECK)
    filled = Filled(found.subject, found.answers, files.of(found.id), frame["holder"])
    if not filled.claims:
        return see(step_url(found, PAYMENTS))
    if request.method != "POST":
        return _shown(request, frame, filled)
    if _problems(found, filled):
        return _shown(request, frame, filled, status=422)
    shown = [*_sections(request, filled, frame), Section("Declaration", [("I declare", DECLARATION)])]
    answer = submit(draft=found.id, revision=revision_of(request), form=filled.request_form(), shown=shown)
    match answer:
        case Receipt():
            return see(reverse("receipt", args=[answer.number]))
        case Closed(state):
            return ended(found.id, state)
        case Conflict():
            return _shown(request, frame, filled, changed=answer, status=409)
        case NotAllowed(sentence):
            return _shown(request, frame, filled, refused=sentence, status=422)


@page(Permission.REQUEST_PAYMENT, "to give up a payment request that was not submitted")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: WorkRequest, draft: UUID) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    found = opened(draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "provider/draft_cancel.html", frame_of(found, CHECK))
    answer = drafts.cancel(draft=found.id, revision=revision_of(request))
    match answer:
        case Kept():
            messages.success(request, "The payment request was cancelled. Nothing was submitted.")
            return see(reverse("requests"))
        case Closed(state):
            return ended(found.id, state)
    context = {**frame_of(found, CHECK), "changed": answer}
    return render(request, "provider/draft_cancel.html", context, status=409)


@page(Permission.REQUEST_PAYMENT, "to see why a payment request is no longer open")
@require_safe
def over(request: WorkRequest, draft: UUID) -> HttpResponse:
    """Where the address of a cancelled draft leads."""
    found = opened_or_over(draft)
    return (
        found
        if isinstance(found, HttpResponse)
        else render(request, "provider/draft_over.html", {"draft": found})
    )


def opened_or_over(draft: UUID) -> OpenDraft | HttpResponse:
    """The draft if it was cancelled; an open one leads to its first page."""
    found = drafts.read(draft)
    if found is None or found.state == "submitted":
        return ended(draft, found.state if found else "")
    return see(step_url(found, PAYMENTS)) if found.state == "open" else found


def _shown(
    request: WorkRequest,
    frame: dict[str, Any],
    filled: Filled,
    *,
    changed: Conflict | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    draft, now = frame["draft"], filled.answers_now
    parts = [
        (section, step_url(draft, summary.STEP_OF[section.title]) if section.title in summary.STEP_OF else "")
        for section in _sections(request, filled, frame)
    ]
    context = {
        **frame,
        "parts": parts,
        "claims": [
            _claim(claim_words(claim), answer) for claim, answer in zip(filled.claims, now, strict=True)
        ],
        "problems": _problems(draft, filled),
        "changed": changed,
        "refused": refused,
        "declaration": DECLARATION,
        "waiting": [line for line in filled.files if line.state == "waiting-for-scanner"],
    }
    return render(request, "provider/draft_check.html", context, status=status)


def _claim(words: str, answer: Answer) -> dict[str, Any]:
    return {"words": words, "answer": answer, "outcome": answer["outcome"], "open": list(open_checks(answer))}


def _problems(draft: OpenDraft, filled: Filled) -> list[dict[str, str]]:
    """What keeps the request from being submitted: an entry that cannot be read, a file that nobody described."""
    found = [
        {"title": _TITLES[step], "sentence": sentence, "url": step_url(draft, step)}
        for step, sentence in filled.wrong.items()
    ]
    for line in filled.undescribed():
        sentence = f"Say what {line.name} is and which months it shows, or leave it out."
        found.append({"title": _TITLES[EVIDENCE], "sentence": sentence, "url": step_url(draft, EVIDENCE)})
    return found


def _sections(request: WorkRequest, filled: Filled, frame: dict[str, Any]) -> list[Section]:
    provider = Provider.objects.filter(pk=request.actor.organisation).values_list("ein", "pid").first()
    ein, pid = provider or ("", "")
    return summary.sections(
        filled, frame["holder"], frame["assignment"], (request.actor.organisation_name, ein, pid)
    )
