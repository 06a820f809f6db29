"""An Individual Work Plan in the making: the task list, its parts in any order, the check page."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.casework import kinds
from portal.casework.cases import CaseLine, case
from portal.casework.plan.facts import on_record, representatives
from portal.casework.plan.forms import provider_contact
from portal.casework.plan.words import SERVICES
from portal.casework.results import NotAllowed, NotFound
from portal.casework.services.start_plan import open_draft, start_plan
from portal.kernel import drafts, files
from portal.kernel.drafts import Kept, OpenDraft
from portal.kernel.files import Inspected
from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL
from portal.web.pages import WorkRequest, page
from portal.web.provider import drafting
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, row_count, see, typed
from portal.web.provider.forms.plan import (
    MAX_JOBS,
    ContactsForm,
    DiscussionForm,
    GoalForm,
    HistoryForm,
    JobForm,
    JobsFormSet,
    amount,
)
from portal.web.provider.forms.plan_services import ServiceForm, ServicesForm
from portal.web.provider.forms.plan_terms import FileForm, PaperForm, StatementForm, TermsForm
from portal.web.provider.plan.filled import CONTACTS, GOALS, HISTORY, PAPER, STATEMENT, Filled
from portal.web.provider.plan.parts import BY_SLUG, PARTS, Part, findings, tasks


def _ended(draft: UUID, state: str) -> HttpResponse:
    """Where a plan in the making leads once it is locked or given up."""
    found = drafts.read(draft)
    if found is None or not state:
        raise Http404
    return see(reverse("cases"))


_ROWS: dict[str, tuple[str, Any]] = {
    "jobs": ("Job", JobForm),
    "short": ("Short-term goal", GoalForm),
    "long": ("Long-term goal", GoalForm),
    **{kind: (known.title, ServiceForm) for kind, known in SERVICES.items()},
}
PLAN = DraftForm(
    kinds.IWP,
    "plan",
    Questions(
        (ContactsForm, DiscussionForm, HistoryForm, ServicesForm, TermsForm, StatementForm, PaperForm), _ROWS
    ),
    _ended,
)
keep = partial(drafting.keep, PLAN)


@page(Permission.WORK_CASEWORK, "to begin an Individual Work Plan")
@require_POST
def start(request: WorkRequest, number: str) -> HttpResponse:
    line = case_or_404(number)
    answer = start_plan(case=line.id, answers={CONTACTS: _known(line)})
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
    line, draft = opened(number)
    one = filled(request, line, draft)
    found = list(tasks(one, lambda slug: reverse("plan-part", args=[number, slug])))
    context = {
        "case": line,
        "draft": draft,
        "tasks": found,
        "done": sum(task.state == "done" for task in found),
        "wrong": [finding for finding in findings(one.decision) if finding.wrong],
        "on_paper": one.on_paper,
    }
    return render(request, "provider/plan/tasks.html", context)


@page(Permission.WORK_CASEWORK, "to write an Individual Work Plan")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: WorkRequest, number: str, slug: str) -> HttpResponse:
    line, draft = opened(number)
    chosen = BY_SLUG.get(slug)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        return _take(request, line, draft, chosen)
    one = filled(request, line, draft, asks_who=chosen.slug == PAPER)
    return _shown(request, line, draft, chosen, one)


def _known(line: CaseLine) -> dict[str, list[str]]:
    """What is known before anybody types: the name as given, and how the organisation was reached last."""
    us = provider_contact()
    told = (us.address, us.telephone, us.email) if us else ()
    names = ("provider_address", "provider_telephone", "provider_email")
    known = {name: [value] for name, value in zip(names, told, strict=False) if value}
    return {"holder_name": [line.name], **known}


def case_or_404(number: str) -> CaseLine:
    line = case(number)
    if line is None:
        raise Http404
    return line


def opened(number: str) -> tuple[CaseLine, OpenDraft]:
    """The case and its plan in the making; 404 where none is."""
    line = case_or_404(number)
    there = open_draft(line.id)
    draft = drafts.read(there) if there else None
    if draft is None:
        raise Http404
    return line, draft


def filled(
    request: WorkRequest,
    line: CaseLine,
    draft: OpenDraft,
    answers: dict[str, Any] | None = None,
    *,
    asks_who: bool = False,
) -> Filled:
    """The plan as it is kept, or with other answers. `asks_who`: the page offers the provider's people."""
    organisation = request.actor.organisation
    if organisation is None:
        raise PermissionError("a plan is written in an organisation")
    kept = draft.answers if answers is None else answers
    return Filled(
        request.actor.organisation_name,
        kept,
        request.unit.on,
        on_record(organisation, line.person, request.unit.on),
        files=files.of(draft.id) if any("file" in page for page in kept.values()) else (),
        people=representatives(organisation, request.unit.on) if asks_who or PAPER in kept else (),
    )


def _take(request: WorkRequest, line: CaseLine, draft: OpenDraft, chosen: Part) -> HttpResponse:
    """Keep what was typed, then look at it: what cannot be read, what the law's checks find."""
    answers = {name: values for name, values in typed(request.POST).items() if name not in ("upload", "file")}
    before = draft.answers.get(chosen.slug) or {}
    if "file" in before:
        answers["file"] = before["file"]
    button = request.POST.get(BUTTON, "")
    if button == "add":
        answers = _one_more(answers)
    kept = keep(request, draft, chosen.slug, answers, again=["upload"] if request.FILES else [])
    if not isinstance(kept, Kept):
        return kept
    upload = FileForm(request.POST, request.FILES)
    revision = (
        _receive(request, draft, chosen, answers, kept.revision, upload) if chosen.uploads else kept.revision
    )
    if button == "add":
        return see(f"{request.path}#jobs-{row_count(request.POST, 'jobs')}")
    now = filled(request, line, draft, {**draft.answers, chosen.slug: answers})
    if chosen.slug in now.wrong or upload.errors:
        return _shown(request, line, draft, chosen, now, revision=revision, upload=upload, status=422)
    if button == "leave":
        return see(reverse("plan", args=[line.number]))
    wrong = [one for one in findings(now.decision, chosen.slug) if one.wrong] if chosen.tests else []
    if wrong:
        messages.warning(request, "Kept. Something here has to be mended before the plan can be signed.")
        return see(request.path)
    return see(_next(line, chosen))


def _one_more(answers: dict[str, list[str]]) -> dict[str, list[str]]:
    count = min(row_count(as_data(answers), "jobs") + 1, MAX_JOBS)
    return {**answers, "jobs-TOTAL_FORMS": [str(count)], "jobs-INITIAL_FORMS": ["0"]}


def _receive(
    request: WorkRequest,
    draft: OpenDraft,
    chosen: Part,
    answers: dict[str, Any],
    revision: int,
    upload: FileForm,
) -> int:
    """Take the file, if there is one and it is what it says; the draft's revision afterwards."""
    upload.is_valid()
    sent = request.FILES.get("upload")
    if sent is None or request.actor.organisation is None:
        return revision
    judged = files.inspected(sent)
    if not isinstance(judged, Inspected):
        upload.add_error("upload", judged.sentence)
        return revision
    line = files.receive(
        inspected=judged,
        person=draft.person,
        organisation=request.actor.organisation,
        assignment=draft.subject,
        subject=draft.id,
    )
    answers["file"] = [line.number]
    kept = drafts.keep(draft=draft.id, revision=revision, answers={**draft.answers, chosen.slug: answers})
    return kept.revision if isinstance(kept, Kept) else revision


def _next(line: CaseLine, chosen: Part) -> str:
    """The part after this one; after the last, the task list."""
    slugs = [one.slug for one in PARTS if one.slug != PAPER]
    place = slugs.index(chosen.slug) + 1 if chosen.slug in slugs else len(slugs)
    if place < len(slugs):
        return reverse("plan-part", args=[line.number, slugs[place]])
    return reverse("plan", args=[line.number])


def _shown(
    request: WorkRequest,
    line: CaseLine,
    draft: OpenDraft,
    chosen: Part,
    one: Filled,
    *,
    revision: int | None = None,
    upload: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    begun = chosen.slug in one.answers
    shown = chosen.forms(one) if begun else _empty(one, chosen)
    context = {
        "case": line,
        "draft": draft,
        "part": chosen,
        "revision": draft.revision if revision is None else revision,
        "forms": shown,
        "jobs": _jobs(one, begun) if chosen.slug == HISTORY else None,
        "upload": upload or (FileForm() if chosen.uploads else None),
        "file": one.file_of(chosen.slug),
        "findings": findings(one.decision, chosen.slug) if begun and chosen.tests else [],
        "figures": _figures(one) if chosen.slug == GOALS else None,
        "suggested": one.suggested if chosen.slug == STATEMENT else "",
        "titles": {"short": "Short-term goal", "long": "Long-term goal"},
    }
    return render(request, "provider/plan/part.html", context, status=status)


def _empty(one: Filled, chosen: Part) -> list[Any]:
    """The part's forms before anybody sent them: nothing is complained of."""
    fresh = []
    for form in chosen.forms(one):
        form.is_bound = False
        fresh.append(form)
    if chosen.slug == STATEMENT:
        fresh[0].initial = {"statement": one.suggested}
    return fresh


def _jobs(one: Filled, begun: bool) -> Any:
    if begun and row_count(one.jobs.data, "jobs"):
        return one.jobs
    fresh = JobsFormSet(prefix="jobs")
    fresh.extra = 1
    return fresh


def _figures(one: Filled) -> dict[str, Any]:
    """What the goals are measured by, in dollars of this year; None where a figure is not loaded."""
    month = Month.of(one.on)
    step, support = TRIAL_WORK_LEVEL.on(month), (SGA_BLIND if one.facts.blind else SGA_NON_BLIND).on(month)
    return {
        "year": month.year,
        "step": amount(step.cents) if step else "",
        "support": amount(support.cents) if support else "",
    }
