"""Form SSA-1365 page by page: filled in, checked and locked, submitted once (row C6)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from portal.casework.agency.answers import AgencyAnswers
from portal.casework.agency.cases import case_of_file
from portal.casework.kinds import SSA_1365
from portal.casework.plan.facts import representatives
from portal.casework.plan.words import Section
from portal.casework.results import NotAllowed
from portal.casework.services.agency_form import Submitted, start_form, submit_form
from portal.kernel import drafts, files
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.kernel.files import Inspected
from portal.policy.roles import Permission
from portal.providers import elections
from portal.tickets.results import NotDone
from portal.tickets.services.agency_form import foresee
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import agency_sheet, drafting
from portal.web.provider.case_forms import CaseForm, case_of, found_case
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, initial, revision_of, see, typed
from portal.web.provider.forms.agency import PARTS, Part, PaymentForm, SignaturesForm
from portal.web.provider.pages.casework.agency_receipt import number_of_draft
from portal.web.provider.pages.casework.assign import projected

PAGES = CaseForm(
    PARTS, "Check and submit", "ssa-1365-part", "ssa-1365-check", "provider/agency/", "ssa-1365-cancel"
)


@page(Permission.WORK_VR_CASES, "to begin Form SSA-1365")
@require_POST
def start(request: WorkRequest, number: str) -> HttpResponse:
    """The coordinator is who begins it, until somebody else is named."""
    line = found_case(number)
    answer = start_form(case=line.id, first={"plan": {"coordinator": [request.actor.name]}})
    if isinstance(answer, UUID):
        return see(PAGES.url(answer, PAGES.slugs[0]))
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
    return see(of_number("case", number))


@page(Permission.WORK_VR_CASES, "to write Form SSA-1365")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: WorkRequest, draft: UUID, slug: str) -> HttpResponse:
    found, one = drafting.opened(SHEET, draft), PAGES.part(slug)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        data = as_data(found.answers.get(slug))
        return _shown(request, found, one, _form(request, one, initial=initial(one.form, data)))
    kept = drafting.keep(SHEET, request, found, slug, typed(request.POST), again=_again(request))
    if not isinstance(kept, Kept):
        return kept
    form = _form(request, one, request.POST, files=request.FILES)
    valid = form.is_valid()
    if _scan_refused(request, found, form):
        return _shown(request, found, one, form, revision=kept.revision, status=422)
    if request.POST.get(BUTTON) == "leave":
        return see(of_number("case", case_of(found).number))
    if not valid:
        return _shown(request, found, one, form, revision=kept.revision, status=422)
    return see(PAGES.after(draft, slug))


@page(Permission.WORK_VR_CASES, "to check and submit Form SSA-1365")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    answers, shown, wrong = _read(request, found)
    if request.method != "POST":
        return _checked(request, found, answers, shown, wrong)
    if wrong:
        return _checked(request, found, answers, shown, wrong, status=422)
    answer = submit_form(draft=draft, revision=revision_of(request), answers=answers, shown=shown)
    match answer:
        case Submitted():
            return see(of_number("ssa-1365", answer.number))
        case Closed(state):
            return _ended(draft, state)
        case Conflict():
            return _checked(request, found, answers, shown, wrong, changed=answer, status=409)
        case NotDone() | NotAllowed():
            return _checked(request, found, answers, shown, wrong, refused=answer.sentence, status=409)


@page(Permission.WORK_VR_CASES, "to give up a Form SSA-1365 that was not submitted")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: WorkRequest, draft: UUID) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "provider/agency/cancel.html", PAGES.frame(found))
    answer = drafts.cancel(draft=found.id, revision=revision_of(request))
    match answer:
        case Kept():
            messages.success(request, "The form was cancelled. Nothing was submitted.")
            return see(of_number("case", case_of(found).number))
        case Closed(state):
            return _ended(draft, state)
    context = {**PAGES.frame(found), "changed": answer}
    return render(request, "provider/agency/cancel.html", context, status=409)


def _read(
    request: WorkRequest, draft: OpenDraft
) -> tuple[AgencyAnswers, tuple[Section, ...], tuple[str, ...]]:
    return agency_sheet.read(
        draft.answers, representatives(_organisation(request), request.unit.on), files.of(draft.id)
    )


def _checked(
    request: WorkRequest,
    draft: OpenDraft,
    answers: AgencyAnswers,
    shown: tuple[Section, ...],
    wrong: tuple[str, ...],
    **answer: Any,
) -> HttpResponse:
    asked = answers.form(case=draft.subject, person=draft.person, organisation=_organisation(request))
    seen = foresee(form=asked)
    context = {
        "decisions": headed(seen.decisions if seen else ()),
        "may_submit": seen is not None and seen.granted and not wrong,
        "elects_assignment": answers.elects_assignment,
        "changes": case_of_file(draft.subject) if answers.elects_assignment else None,
        "parts": [(one, PAGES.url(draft.id, slug)) for one, slug in zip(shown, PAGES.slugs, strict=True)],
        **(projected(request, asked.signatures) if answers.elects_assignment else {}),
    }
    return PAGES.checked(request, draft, context, wrong, **answer)


def headed(decisions: Any) -> list[tuple[str, Any]]:
    """The decisions of a form, each under its question."""
    heads = (
        "Can the form be submitted?",
        "Can the Ticket be assigned to you?",
        "Can the assignment be entered?",
    )
    return list(zip(heads, decisions, strict=False))


def _shown(request: WorkRequest, draft: OpenDraft, one: Part, form: forms.Form, **more: Any) -> HttpResponse:
    scans = files.of(draft.id) if one.form is SignaturesForm else []
    elected = _elected(request) if one.form is PaymentForm else ""
    return PAGES.shown(request, draft, one, form, scans=scans, elected=elected, **more)


def _form(request: WorkRequest, one: Part, data: Any = None, **options: Any) -> forms.Form:
    if one.form is SignaturesForm:
        people = agency_sheet.people(representatives(_organisation(request), request.unit.on))
        return SignaturesForm(data, people=people, **options)
    options.pop("files", None)
    return one.form(data, **options)


def _again(request: WorkRequest) -> list[str]:
    """What the conflict page cannot send once more."""
    return ["The signed page"] if "upload" in request.FILES else []


def _scan_refused(request: WorkRequest, draft: OpenDraft, form: forms.Form) -> bool:
    """Keep the scanned page where one was sent; True where it cannot be taken, which is said at its field."""
    sent = request.FILES.get("upload")
    if sent is None or not isinstance(form, SignaturesForm):
        return False
    judged = files.inspected(sent)
    if not isinstance(judged, Inspected):
        form.add_error("upload", judged.sentence)
        return True
    files.receive(
        inspected=judged,
        person=draft.person,
        organisation=_organisation(request),
        assignment=draft.subject,
        subject=draft.id,
    )
    return False


def _elected(request: WorkRequest) -> str:
    """The Employment Network system that the State has elected."""
    return elections.words(elections.elected_by(request.actor.organisation, request.unit.on))


def _organisation(request: WorkRequest) -> UUID:
    if request.actor.organisation is None:
        raise Http404
    return request.actor.organisation


def _ended(draft: UUID, state: str) -> HttpResponse:
    """A form that was submitted leads to its receipt, one that was cancelled to its case."""
    found = drafts.read(draft) if state else None
    if found is None:
        raise Http404
    number = number_of_draft(draft)
    return see(of_number("ssa-1365", number) if number else of_number("case", case_of(found).number))


SHEET = DraftForm(SSA_1365, "form", Questions(tuple(one.form for one in PARTS), {}), _ended)
