"""The intake of a case: what was recorded, and the worksheet page by page until it is checked and recorded."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.casework.cases import CaseLine
from portal.casework.intakes import hand_offs_of, open_draft, whole_intake
from portal.casework.kinds import INTAKE
from portal.casework.models import Intake
from portal.casework.results import NotAllowed
from portal.casework.services.record_intake import record_intake, start_intake
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.kernel.unit import current
from portal.policy.core import Month, State
from portal.policy.intake import judge_intake
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import drafting, intake_sheet
from portal.web.provider.case_forms import CaseForm, case_of, found_case
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, initial, revision_of, see, typed
from portal.web.provider.forms.intake import PARTS, Part, QuestionsForm

PAGES = CaseForm(PARTS, "Check and record", "intake-part", "intake-check", "provider/casework/intake_")


@page(Permission.READ_CASEWORK, "to see the intake of a case")
@require_http_methods(["GET", "HEAD"])
def intake(request: WorkRequest, number: str) -> HttpResponse:
    line = found_case(number)
    context = {
        "case": line,
        "intake": whole_intake(line.id),
        "hand_offs": hand_offs_of(line.id),
        "draft": open_draft(line.id),
        "may_connect": request.actor.may(Permission.WORK_CASEWORK),
        "may_write": request.actor.may(Permission.WORK_CASEWORK) and line.closed_on is None,
    }
    return render(request, "provider/casework/intake.html", context)


@page(Permission.WORK_CASEWORK, "to begin the intake of a case")
@require_http_methods(["POST"])
def start(request: WorkRequest, number: str) -> HttpResponse:
    line = found_case(number)
    answer = start_intake(case=line.id)
    if isinstance(answer, UUID):
        return see(PAGES.url(answer, PAGES.slugs[0]))
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
    return see(of_number("case", number))


@page(Permission.WORK_CASEWORK, "to write the intake of a case")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: WorkRequest, draft: UUID, slug: str) -> HttpResponse:
    found, one = drafting.opened(SHEET, draft), PAGES.part(slug)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        data = as_data(found.answers.get(slug))
        return PAGES.shown(request, found, one, _form(one, initial=initial(one.form, data)))
    answers = typed(request.POST)
    kept = drafting.keep(SHEET, request, found, slug, answers)
    if not isinstance(kept, Kept):
        return kept
    if request.POST.get(BUTTON) == "leave":
        return see(of_number("case", case_of(found).number))
    form = _form(one, request.POST)
    if not form.is_valid():
        return PAGES.shown(request, found, one, form, revision=kept.revision, status=422)
    return see(PAGES.after(draft, slug))


@page(Permission.WORK_CASEWORK, "to check and record the intake of a case")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _checked(request, found)
    sheet, wrong = intake_sheet.read(found.answers, _month())
    if wrong:
        return _checked(request, found, status=422)
    answer = record_intake(draft=draft, revision=revision_of(request), worksheet=sheet)
    match answer:
        case Intake():
            return _after(request, case_of(found), answer)
        case Closed(state):
            return _ended(draft, state)
        case Conflict():
            return _checked(request, found, changed=answer, status=409)
        case NotAllowed(sentence):
            return _checked(request, found, refused=sentence, status=422)


def _after(request: WorkRequest, line: CaseLine, recorded: Intake) -> HttpResponse:
    """What comes next: introduce the person to somebody else, or back to the case."""
    messages.success(request, f"The intake is recorded: {recorded.get_outcome_display()}.")
    if recorded.outcome == Intake.Outcome.NOT_A_MATCH:
        return see(of_number("case-hand-off", line.number))
    return see(of_number("case-intake", line.number))


def _checked(request: WorkRequest, draft: OpenDraft, **answer: Any) -> HttpResponse:
    sheet, wrong = intake_sheet.read(draft.answers, _month())
    decision = judge_intake(sheet.facts(handed_off=bool(hand_offs_of(draft.subject))), current().on)
    context = {
        "decision": decision.to_json(),
        "open": [one for one in decision.checks if one.state is not State.HELD],
        "parts": [
            (title, rows, PAGES.url(draft.id, slug))
            for (title, rows), slug in zip(sheet.shown, PAGES.slugs, strict=True)
        ],
    }
    return PAGES.checked(request, draft, context, wrong, **answer)


def _form(one: Part, data: Any = None, **options: Any) -> forms.Form:
    if one.form is QuestionsForm:
        return QuestionsForm(data, month=_month(), **options)
    return one.form(data, **options)


def _ended(draft: UUID, state: str) -> HttpResponse:
    """A draft that is recorded leads to its case's intake."""
    found = drafts.read(draft) if state else None
    if found is None:
        raise Http404
    return see(of_number("case-intake", case_of(found).number))


def _month() -> Month:
    return Month.of(current().on)


SHEET = DraftForm(INTAKE, "intake", Questions(tuple(one.form for one in PARTS), {}), _ended)
