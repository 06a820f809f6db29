"""Writing a plan or an amendment part by part: the task list, its parts in any order."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.casework.cases import CaseLine, case
from portal.casework.plan.facts import on_record, representatives
from portal.casework.services.start_plan import ORIGIN
from portal.kernel import drafts, files
from portal.kernel.drafts import Kept, OpenDraft
from portal.kernel.files import Inspected
from portal.web.pages import WorkRequest
from portal.web.provider import drafting
from portal.web.provider.drafting import BUTTON, as_data, row_count, see, typed
from portal.web.provider.forms.plan import MAX_JOBS
from portal.web.provider.forms.plan_terms import FileForm
from portal.web.provider.plan.filled import PAPER, Filled
from portal.web.provider.plan.findings import Part
from portal.web.provider.plan.making import Making


def task_list(making: Making, request: WorkRequest, number: str) -> HttpResponse:
    """Each part with how it stands, and what is to be mended before it can be signed."""
    line, draft = opened(making, number)
    one = making.fill(request, line, draft)
    found = making.tasks(one, number)
    context = {
        "making": making,
        "case": line,
        "draft": draft,
        "tasks": found,
        "done": sum(task.state == "done" for task in found),
        "wrong": [finding for finding in making.findings(one.decision) if finding.wrong],
        "on_paper": one.on_paper,
    }
    return render(request, "provider/plan/tasks.html", context)


def part(making: Making, request: WorkRequest, number: str, slug: str) -> HttpResponse:
    """One part: shown as it is kept, or kept as it is sent."""
    line, draft = opened(making, number)
    chosen = making.part(slug)
    if chosen is None:
        raise Http404
    if request.method == "POST":
        return _take(making, request, line, draft, chosen)
    one = making.fill(request, line, draft, asks_who=chosen.slug == PAPER)
    return _shown(making, request, line, draft, chosen, one)


def case_or_404(number: str) -> CaseLine:
    line = case(number)
    if line is None:
        raise Http404
    return line


def opened(making: Making, number: str) -> tuple[CaseLine, OpenDraft]:
    """The case and its form in the making; 404 where none is."""
    line = case_or_404(number)
    there = making.open_draft(line.id)
    draft = drafts.read(there) if there else None
    if draft is None:
        raise Http404
    return line, draft


def kept_in(
    request: WorkRequest, line: CaseLine, draft: OpenDraft, answers: dict[str, Any] | None, *, asks_who: bool
) -> dict[str, Any]:
    """What every form in the making is filled in with: answers, record, files, and the provider's people."""
    organisation = request.actor.organisation
    if organisation is None:
        raise PermissionError("a plan is written in an organisation")
    kept = draft.answers if answers is None else answers
    return {
        "organisation_name": request.actor.organisation_name,
        "answers": kept,
        "on": request.unit.on,
        "record": on_record(organisation, line.person, request.unit.on),
        "files": files.of(draft.id) if any("file" in page for page in kept.values()) else (),
        "people": representatives(organisation, request.unit.on) if asks_who or PAPER in kept else (),
    }


def _take(
    making: Making, request: WorkRequest, line: CaseLine, draft: OpenDraft, chosen: Part
) -> HttpResponse:
    """Keep what was typed, then look at it: what cannot be read, what the law's checks find."""
    answers = {name: values for name, values in typed(request.POST).items() if name not in ("upload", "file")}
    before = draft.answers.get(chosen.slug) or {}
    if "file" in before:
        answers["file"] = before["file"]
    button = request.POST.get(BUTTON, "")
    if button == "add":
        answers = _one_more(answers)
    # What somebody has looked at and kept is that person's answer, wherever it came from.
    origin = {slug: where for slug, where in draft.answers.get(ORIGIN, {}).items() if slug != chosen.slug}
    if ORIGIN in draft.answers:
        draft = replace(draft, answers={**draft.answers, ORIGIN: origin})
    again = ["upload"] if request.FILES else []
    kept = drafting.keep(making.draft, request, draft, chosen.slug, answers, again=again)
    if not isinstance(kept, Kept):
        return kept
    upload = FileForm(request.POST, request.FILES)
    revision = (
        _receive(request, draft, chosen, answers, kept.revision, upload) if chosen.uploads else kept.revision
    )
    if button == "add":
        return see(f"{request.path}#jobs-{row_count(request.POST, 'jobs')}")
    now = making.fill(request, line, draft, {**draft.answers, chosen.slug: answers})
    if chosen.slug in now.wrong or upload.errors:
        return _shown(making, request, line, draft, chosen, now, revision=revision, upload=upload, status=422)
    if button == "leave":
        return see(reverse(making.name, args=[line.number]))
    wrong = [one for one in making.findings(now.decision, chosen.slug) if one.wrong]
    if wrong:
        messages.warning(
            request, f"Kept. Something here has to be mended before the {making.noun} can be signed."
        )
        return see(request.path)
    return see(making.after(now, line.number, chosen.slug))


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


def _shown(
    making: Making,
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
    context = {
        "making": making,
        "case": line,
        "draft": draft,
        "part": chosen,
        "revision": draft.revision if revision is None else revision,
        "forms": chosen.forms(one) if begun else _fresh(one, chosen),
        "upload": upload or (FileForm() if chosen.uploads else None),
        "file": one.file_of(chosen.slug),
        "findings": making.findings(one.decision, chosen.slug) if begun else [],
        **one.beside(chosen.slug, begun=begun),
    }
    return render(request, "provider/plan/part.html", context, status=status)


def _fresh(one: Filled, chosen: Part) -> list[Any]:
    """The part's forms before anybody sent them: nothing is complained of."""
    fresh = chosen.forms(one)
    for form in fresh:
        form.is_bound = False
        form.initial = one.first(chosen.slug)
    return fresh
