"""An amendment to a plan in force: begun from the case or from goals not met, written, checked, locked or given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework import kinds
from portal.casework.cases import CaseLine
from portal.casework.models import Case
from portal.casework.notes import LastTalk, last_talk
from portal.casework.plan import words
from portal.casework.plan.in_force import InForce, in_force
from portal.casework.plan.words import Section
from portal.casework.results import NotAllowed, NotFound
from portal.casework.services.start_amendment import not_amendable, open_amendment, start_amendment
from portal.kernel.drafts import OpenDraft
from portal.policy.amendment import revised_by
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import DraftForm, see, typed
from portal.web.provider.forms.amendment import AboutForm
from portal.web.provider.forms.plan_services import ServicesForm
from portal.web.provider.forms.plan_terms import PaperForm
from portal.web.provider.pages.casework import writing, writing_check
from portal.web.provider.pages.casework.plan import ROWS, ended
from portal.web.provider.pages.casework.writing import case_or_404, kept_in
from portal.web.provider.plan.amendment import ABOUT, PARTS, FilledAmendment
from portal.web.provider.plan.answers import of_plan
from portal.web.provider.plan.making import Making


def filled(
    request: WorkRequest,
    line: CaseLine,
    draft: OpenDraft,
    answers: dict[str, Any] | None = None,
    *,
    asks_who: bool = False,
) -> FilledAmendment:
    """The amendment as it is kept, or with other answers, beside what holds until now."""
    kept = kept_in(request, line, draft, answers, asks_who=asks_who)
    plan = in_force(line.id, shown=True)
    # One that began with a paper in the mail room has no answers yet beside it.
    kept["answers"] = {**(of_plan(plan) if plan else {}), **kept["answers"]}
    return FilledAmendment(**kept, plan=plan)


AMENDMENT = Making(
    "amendment",
    "amendment",
    "Amendment to the plan",
    DraftForm(kinds.AMENDMENT, "amendment", Questions((AboutForm, ServicesForm, PaperForm), ROWS), ended),
    PARTS,
    open_amendment,
    filled,
)


@page(Permission.WORK_CASEWORK, "to begin an amendment to a plan")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: WorkRequest, number: str) -> HttpResponse:
    """What holds now, and what is to be changed; it begins with the answers of the plan."""
    line = case_or_404(number)
    if open_amendment(line.id) is not None:
        return see(reverse("amendment", args=[number]))
    plan = in_force(line.id, shown=True)
    if request.method != "POST":
        talk = _talk(line, plan)
        return _starting(request, line, plan, AboutForm(initial=_initial(talk)), talk=talk)
    form = AboutForm(request.POST)
    if not form.is_valid():
        return _starting(request, line, plan, form, status=422)
    first = {ABOUT: typed(request.POST), **(of_plan(plan) if plan else {})}
    answer = start_amendment(case=line.id, answers=first)
    if isinstance(answer, NotFound):
        raise Http404
    if isinstance(answer, NotAllowed):
        messages.error(request, answer.sentence)
        return see(reverse("case", args=[number]))
    return see(reverse("amendment", args=[number]))


@page(Permission.WORK_CASEWORK, "to write an amendment to a plan")
@require_safe
def task_list(request: WorkRequest, number: str) -> HttpResponse:
    return writing.task_list(AMENDMENT, request, number)


@page(Permission.WORK_CASEWORK, "to write an amendment to a plan")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: WorkRequest, number: str, slug: str) -> HttpResponse:
    return writing.part(AMENDMENT, request, number, slug)


@page(Permission.WORK_CASEWORK, "to check an amendment and lock it for signing")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest, number: str) -> HttpResponse:
    return writing_check.check(AMENDMENT, request, number)


@page(Permission.WORK_CASEWORK, "to give up an amendment in the making")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: WorkRequest, number: str) -> HttpResponse:
    return writing_check.cancel(AMENDMENT, request, number)


def _talk(line: CaseLine, plan: InForce | None) -> LastTalk | None:
    """The last talk about goals not met, unless the plan was amended since."""
    talk = last_talk(line.id)
    if talk is None or plan is None or plan.latest_on is None or talk.held_on < plan.latest_on:
        return None
    return talk if revised_by(talk.follows) else None


def _initial(talk: LastTalk | None) -> dict[str, Any]:
    if talk is None:
        return {}
    return {"reason": "goals-not-met", "revises": sorted(revised_by(talk.follows))}


def _starting(
    request: WorkRequest,
    line: CaseLine,
    plan: InForce | None,
    form: AboutForm,
    *,
    talk: LastTalk | None = None,
    status: int = 200,
) -> HttpResponse:
    refused = not_amendable(Case.objects.get(pk=line.id))
    context = {
        "case": line,
        "plan": plan,
        "form": form,
        "talk": talk,
        "refused": refused.sentence if refused else "",
        "sections": _holds(plan) if plan else [],
    }
    return render(request, "provider/plan/amendment_start.html", context, status=status)


def _holds(plan: InForce) -> list[Section]:
    """What can be amended, as it holds now."""
    return [
        Section("Short-term goal", tuple(words.goal_rows(plan.short_term))),
        Section("Long-term goal", tuple(words.goal_rows(plan.long_term))),
        Section("Supports and services", tuple(words.services_rows(plan.services))),
    ]
