"""An Individual Work Plan in the making: begun, written part by part, checked, locked or given up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework import kinds
from portal.casework.cases import CaseLine
from portal.casework.intakes import said_in_intake
from portal.casework.plan.forms import provider_contact
from portal.casework.plan.words import SERVICES
from portal.casework.results import NotAllowed, NotFound
from portal.casework.services.start_plan import marked, open_draft, start_plan
from portal.kernel import drafts
from portal.kernel.drafts import OpenDraft
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import DraftForm, see
from portal.web.provider.forms.plan import ContactsForm, DiscussionForm, GoalForm, HistoryForm, JobForm
from portal.web.provider.forms.plan_services import ServiceForm, ServicesForm
from portal.web.provider.forms.plan_terms import PaperForm, StatementForm, TermsForm
from portal.web.provider.pages.casework import writing, writing_check
from portal.web.provider.pages.casework.writing import case_or_404, kept_in
from portal.web.provider.plan.filled import CONTACTS, PAPER, FilledPlan
from portal.web.provider.plan.from_intake import first_answers
from portal.web.provider.plan.making import Making
from portal.web.provider.plan.parts import PARTS
from portal.web.ui import formats


def ended(draft: UUID, state: str) -> HttpResponse:
    """Where a form in the making leads once it is locked or given up."""
    if drafts.read(draft) is None or not state:
        raise Http404
    return see(reverse("cases"))


def filled(
    request: WorkRequest,
    line: CaseLine,
    draft: OpenDraft,
    answers: dict[str, Any] | None = None,
    *,
    asks_who: bool = False,
) -> FilledPlan:
    """The plan as it is kept, or with other answers."""
    return FilledPlan(**kept_in(request, line, draft, answers, asks_who=asks_who))


# Goals and services are asked in rows of their own, by their prefix; an amendment asks them too.
ROWS: dict[str, tuple[str, Any]] = {
    "short": ("Short-term goal", GoalForm),
    "long": ("Long-term goal", GoalForm),
    **{kind: (known.title, ServiceForm) for kind, known in SERVICES.items()},
}
PLAN = Making(
    "plan",
    "plan",
    "Individual Work Plan",
    DraftForm(
        kinds.IWP,
        "plan",
        Questions(
            (ContactsForm, DiscussionForm, HistoryForm, ServicesForm, TermsForm, StatementForm, PaperForm),
            {"jobs": ("Job", JobForm), **ROWS},
        ),
        ended,
    ),
    PARTS,
    open_draft,
    filled,
)


@page(Permission.WORK_CASEWORK, "to begin an Individual Work Plan")
@require_POST
def start(request: WorkRequest, number: str) -> HttpResponse:
    line = case_or_404(number)
    answer = start_plan(case=line.id, answers=_first(line))
    if isinstance(answer, NotFound):
        raise Http404
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
        return see(reverse("case", args=[number]))
    return see(
        reverse("plan-part", args=[number, PAPER])
        if "paper" in request.POST
        else reverse("plan", args=[number])
    )


@page(Permission.WORK_CASEWORK, "to write an Individual Work Plan")
@require_safe
def task_list(request: WorkRequest, number: str) -> HttpResponse:
    return writing.task_list(PLAN, request, number)


@page(Permission.WORK_CASEWORK, "to write an Individual Work Plan")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: WorkRequest, number: str, slug: str) -> HttpResponse:
    return writing.part(PLAN, request, number, slug)


@page(Permission.WORK_CASEWORK, "to check a plan and lock it for signing")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, number: str) -> HttpResponse:
    return writing_check.check(PLAN, request, number)


@page(Permission.WORK_CASEWORK, "to give up a plan in the making")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: WorkRequest, number: str) -> HttpResponse:
    return writing_check.cancel(PLAN, request, number)


def _first(line: CaseLine) -> dict[str, Any]:
    """What is known before anybody types: the intake, the name as given, how the organisation was reached last."""
    said = said_in_intake(line.id)
    told = first_answers(said) if said else {}
    answers = marked(told, f"the intake of {formats.day(said.held_on)}") if said and told else {}
    return {**answers, CONTACTS: {**_known(line), **told.get(CONTACTS, {})}}


def _known(line: CaseLine) -> dict[str, list[str]]:
    """What is known before anybody types: the name as given, and how the organisation was reached last."""
    us = provider_contact()
    told = (us.address, us.telephone, us.email) if us else ()
    names = ("provider_address", "provider_telephone", "provider_email")
    known = {name: [value] for name, value in zip(names, told, strict=False) if value}
    return {"holder_name": [line.name], **known}
