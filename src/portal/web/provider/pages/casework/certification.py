"""A certification of services in the making: what it is for, each service opened, checked, signed once (row C9)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework.certifications import number_of_draft
from portal.casework.certifying import FORM_NAME, Given, Line, Stated, noted, stated
from portal.casework.kinds import CERTIFICATION
from portal.casework.results import NotAllowed
from portal.casework.services.certify import Submitted, start, submit
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.policy.core import Outcome
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import drafting
from portal.web.provider.case_forms import CaseForm, case_of, found_case
from portal.web.provider.certification_sheet import (
    OPENED,
    ROW,
    days_words,
    kind_words,
    read,
    seal_of,
    sections,
)
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, initial, revision_of, see, typed
from portal.web.provider.forms.certification import (
    PARTS,
    PURPOSE,
    SERVICES,
    STATEMENT,
    Part,
    PurposeForm,
    ServiceForm,
    SignForm,
)

_METHODS = ["GET", "HEAD", "POST"]
PAGES = CaseForm(
    PARTS,
    "Check and sign",
    "certification-part",
    "certification-check",
    "provider/certification/",
    "certification-cancel",
)
NOT_AS_SHOWN = (
    "The notes or answers changed since this page was made. Below is what stands now. Read it, then sign."
)


@page(Permission.WORK_CASEWORK, "to begin a certification of services")
@require_POST
def begin(request: WorkRequest, number: str) -> HttpResponse:
    answer = start(case=found_case(number).id)
    if isinstance(answer, UUID):
        return see(PAGES.url(answer, PURPOSE))
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
    return see(of_number("certifications", number))


@page(Permission.WORK_CASEWORK, "to write a certification of services")
@require_http_methods(_METHODS)
def part(request: WorkRequest, draft: UUID, slug: str) -> HttpResponse:
    """What it is for, or the statement."""
    found, one = drafting.opened(SHEET, draft), PAGES.part(slug)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return PAGES.shown(request, found, one, one.form(initial=_first(found, one)))
    kept = drafting.keep(SHEET, request, found, slug, typed(request.POST))
    if not isinstance(kept, Kept):
        return kept
    form = one.form(request.POST)
    if request.POST.get(BUTTON) == "leave":
        return see(of_number("certifications", case_of(found).number))
    if not form.is_valid():
        return PAGES.shown(request, found, one, form, revision=kept.revision, status=422)
    return see(PAGES.after(draft, slug))


@page(Permission.WORK_CASEWORK, "to see the services that a certification states")
@require_safe
def services(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    now = noted(found.subject, read(found.answers)[0])
    if now is None:
        return see(PAGES.url(draft, PURPOSE))
    unread = [line for line in now.lines if not line.opened]
    context = {
        **PAGES.frame(found, 2),
        "days": days_words(now),
        "rows": [(line, kind_words(line.note.kind), _row_url(draft, line)) for line in now.lines],
        "unread": len(unread),
        "next": _row_url(draft, unread[0]) if unread else PAGES.url(draft, STATEMENT),
        "contacts": of_number("contacts", case_of(found).number),
        "back": PAGES.url(draft, PURPOSE),
    }
    return render(request, "provider/certification/services.html", context)


@page(Permission.WORK_CASEWORK, "to read one service that a certification states")
@require_http_methods(_METHODS)
def service(request: WorkRequest, draft: UUID, key: str) -> HttpResponse:
    """To keep it is to have opened it: who signs does so for each (CS-07)."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    now = noted(found.subject, read(found.answers)[0])
    line = next((one for one in now.lines if one.note.key == key), None) if now else None
    if now is None or line is None:
        raise Http404
    if request.method != "POST":
        begun = {
            "by": line.by,
            "description": line.description,
            "left_out": line.left_out,
            "why": line.given.why if line.given else "",
        }
        return _service_page(request, found, line, ServiceForm(initial=begun))
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _service_page(request, found, line, form, status=422)
    opened = {**found.answers.get(OPENED, {}), key: [str(request.actor.account)]}
    before = replace(found, answers={**found.answers, OPENED: opened})
    kept = drafting.keep(SHEET, request, before, f"{ROW}{key}", typed(request.POST))
    if not isinstance(kept, Kept):
        return kept
    if request.POST.get(BUTTON) == "leave":
        return see(reverse("certification-services", args=[draft]))
    unread = [one for one in now.lines if not one.opened and one.note.key != key]
    return see(_row_url(draft, unread[0]) if unread else PAGES.url(draft, STATEMENT))


@page(Permission.WORK_CASEWORK, "to check and sign a certification of services")
@require_http_methods(_METHODS)
def check(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    # Shown as it would be judged with the signature, which is the last thing given.
    given, wrong = read(found.answers, certified=True)
    now = _stated(request, found, given)
    if now is None:
        return see(PAGES.url(draft, PURPOSE))
    if request.method != "POST":
        return _checked(request, found, now, given, wrong, SignForm())
    form, shown = SignForm(request.POST), sections(now, given)
    if wrong or not form.is_valid():
        return _checked(request, found, now, given, wrong, form, status=422)
    if form.cleaned_data["seen"] != seal_of(shown):
        return _checked(request, found, now, given, wrong, SignForm(), refused=NOT_AS_SHOWN, status=409)
    answer = submit(draft=draft, revision=revision_of(request), given=given, shown=shown)
    match answer:
        case Submitted():
            return see(of_number("certification", answer.number))
        case Closed(state):
            return _ended(draft, state)
        case Conflict():
            return _checked(request, found, now, given, wrong, SignForm(), changed=answer, status=409)
        case NotAllowed(sentence):
            return _checked(request, found, now, given, wrong, form, refused=sentence, status=409)


@page(Permission.WORK_CASEWORK, "to give up a certification of services that was not signed")
@require_http_methods(_METHODS)
def cancel(request: WorkRequest, draft: UUID) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "provider/certification/cancel.html", PAGES.frame(found))
    answer = drafts.cancel(draft=found.id, revision=revision_of(request))
    match answer:
        case Kept():
            messages.success(request, "The certification was cancelled. Nothing was submitted.")
            return see(of_number("certifications", case_of(found).number))
        case Closed(state):
            return _ended(draft, state)
    context = {**PAGES.frame(found), "changed": answer}
    return render(request, "provider/certification/cancel.html", context, status=409)


def _stated(request: WorkRequest, draft: OpenDraft, given: Given) -> Stated | None:
    if request.actor.organisation is None:
        raise Http404
    return stated(draft.subject, request.actor.organisation, given)


def _first(draft: OpenDraft, one: Part) -> dict[str, Any]:
    """What was typed; the contacts are counted from the notes until somebody has typed other numbers."""
    kept = draft.answers.get(one.slug)
    if kept is not None or one.form is PurposeForm:
        return initial(one.form, as_data(kept))
    now = noted(draft.subject, read(draft.answers)[0])
    return {} if now is None else {**now.facts.stated._asdict()}


def _service_page(
    request: WorkRequest, draft: OpenDraft, line: Line, form: ServiceForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **PAGES.frame(draft, 2),
        "line": line,
        "title": kind_words(line.note.kind),
        "form": form,
        "back": reverse("certification-services", args=[draft.id]),
    }
    return render(request, "provider/certification/service.html", context, status=status)


def _checked(
    request: WorkRequest,
    draft: OpenDraft,
    now: Stated,
    given: Given,
    wrong: tuple[str, ...],
    form: SignForm,
    **answer: Any,
) -> HttpResponse:
    shown = sections(now, given)
    form.initial["seen"] = seal_of(shown)
    changes = {PARTS[0].title: PURPOSE, PARTS[2].title: STATEMENT}
    context = {
        "form": form,
        "form_name": FORM_NAME,
        "decision": now.decision.to_json(),
        "may_sign": now.decision.outcome is Outcome.GRANT and not wrong,
        "parts": [(one, PAGES.url(draft.id, changes.get(one.title, SERVICES))) for one in shown],
    }
    return PAGES.checked(request, draft, context, wrong, **answer)


def _row_url(draft: UUID, line: Line) -> str:
    return reverse("certification-service", args=[draft, line.note.key])


def _ended(draft: UUID, state: str) -> HttpResponse:
    """One that was submitted leads to its receipt, one that was cancelled to the case's list."""
    found = drafts.read(draft) if state else None
    if found is None:
        raise Http404
    number = number_of_draft(draft)
    if number:
        return see(of_number("certification", number))
    return see(of_number("certifications", case_of(found).number))


SHEET = DraftForm(CERTIFICATION, "certification", Questions(tuple(one.form for one in PARTS), {}), _ended)
