"""Typing a signed plan or amendment from its paper on one page, kept as it goes, and entering it (rows L3, D12)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.casework import kinds
from portal.casework.plan.facts import on_record, representatives
from portal.casework.plan.in_force import in_force
from portal.integrity.results import Changed, Done, NotFound
from portal.kernel import files
from portal.kernel.drafts import Conflict, Kept, OpenDraft
from portal.support.queries import PaperRecord
from portal.support.services.enter_form import enter_form
from portal.support.services.keying import barred, keep, typed
from portal.web.pages import WorkRequest
from portal.web.provider import drafting
from portal.web.provider.drafting import BUTTON, DraftForm, as_data, row_count
from portal.web.provider.forms.plan import MAX_JOBS
from portal.web.provider.pages.casework.amendment import AMENDMENT
from portal.web.provider.pages.casework.plan import PLAN
from portal.web.provider.plan.answers import of_plan
from portal.web.provider.plan.filled import CONTACTS, HISTORY
from portal.web.provider.plan.findings import findings, open_problems
from portal.web.staff import keyed
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.keyed import AMENDMENT_PARTS, PLAN_PARTS, Keyed, KeyedAmendment, KeyedPlan
from portal.web.ui.typed import read_version

_ADD = "add"
_FIRST = -1
_DRAFTS = {
    kind: DraftForm(form, making.noun, making.draft.questions, making.draft.ended)
    for kind, form, making in (
        ("plan", kinds.IWP_ON_PAPER, PLAN),
        ("amendment", kinds.AMENDMENT_ON_PAPER, AMENDMENT),
    )
}


@dataclass(frozen=True, slots=True)
class _Page:
    """The page as it is about to be shown: what is typed, under which revision, and why nothing came of it."""

    found: PaperRecord
    answers: dict[str, Any]
    revision: int
    draft: OpenDraft | None = None
    refused: str = ""
    version: int | None = None


def key(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    """Type, keep, and enter. What keeps the form from being entered at all is said before anybody types."""
    draft = typed(found.line.id)
    shown = _Page(
        found, draft.answers if draft else _first(found), draft.revision if draft else _FIRST, draft
    )
    if request.method != "POST":
        return _shown(request, shown)
    answers = keyed.by_part(request.POST, shown.answers)
    if request.POST.get(BUTTON) == _ADD:
        answers[HISTORY] = _one_more(answers.get(HISTORY, {}))
    version, revision = (read_version(request.POST.get(name, "")) for name in ("version", drafting.REVISION))
    answer = keep(paper=found.line.id, version=version, revision=revision, answers=answers)
    match answer:
        case Kept():
            return _kept(request, found, answers, answer.revision)
        case NotFound():
            raise Http404
        case Conflict():
            return _conflict(request, found, answer)
        case Changed():
            again = f"{answer.sentence} What you typed is still here: look, and keep it again."
            return _shown(request, _Page(found, answers, revision, refused=again), CONFLICT)
    return _shown(request, _Page(found, answers, revision, refused=answer.sentence), WRONG)


def _kept(request: WorkRequest, found: PaperRecord, answers: dict[str, Any], revision: int) -> HttpResponse:
    """Everything is kept; on to what was asked for with it."""
    action = request.POST.get(BUTTON, "")
    if action == _ADD:
        return see(f"{request.path}#jobs-{row_count(as_data(answers[HISTORY]), 'jobs') - 1}")
    if action == "leave":
        messages.success(request, "Everything you typed is kept.")
        return see(reverse("paper", args=[found.line.number]))
    shown = _Page(found, answers, revision, typed(found.line.id))
    one = _filled(request, shown)
    wrong = open_problems(_parts(found), one, lambda slug: f"#{slug}")
    if action != "enter" and not one.wrong:
        messages.success(request, "Kept.")
        return see(f"{request.path}#services" if action == "services" else request.path)
    if wrong or action != "enter":
        return _shown(request, shown, WRONG)
    answer = enter_form(
        paper=found.line.id,
        version=found.line.version,
        revision=revision,
        facts=one.typed,
        holder=one.holder_signed,
        provider=one.provider_signed,
    )
    match answer:
        case Done():
            messages.success(request, f"Entered as {answer.said}. Its provider is told.")
            return see(reverse("paper", args=[found.line.number]))
        case NotFound():
            raise Http404
        case Conflict():
            again = f"{answer.sentence} Look at it as it is now."
            return _shown(request, _Page(found, answer.answers, answer.revision, refused=again), CONFLICT)
    status = CONFLICT if isinstance(answer, Changed) else WRONG
    return _shown(request, _Page(found, answers, revision, shown.draft, answer.sentence), status)


def _filled(request: WorkRequest, shown: _Page) -> Any:
    """The form with what is typed, beside what is on record of its provider on that day."""
    found = shown.found
    if found.organisation is None or found.person is None or found.case is None or found.file is None:
        raise Http404
    given: dict[str, Any] = {
        "organisation_name": found.line.organisation_name,
        "answers": shown.answers,
        "on": request.unit.on,
        "record": on_record(found.organisation, found.person, request.unit.on),
        "people": representatives(found.organisation, found.line.received_on),
        "came_in_on": found.line.received_on,
        "scan": files.line(found.file, ""),
    }
    if found.line.kind == "plan":
        return KeyedPlan(**given)
    plan = in_force(found.case, shown=True)
    given["answers"] = {**(of_plan(plan) if plan else {}), **shown.answers}
    return KeyedAmendment(**given, plan=plan)


def _shown(request: WorkRequest, shown: _Page, status: int = 200) -> HttpResponse:
    found = shown.found
    context = {
        "line": found.line,
        "has_scan": found.file is not None,
        "back": reverse("paper", args=[found.line.number]),
        "title": f"Enter: {found.line.kind_words}",
        "barred": _barred(found),
    }
    if context["barred"]:
        return render(request, "staff/mail_room/key.html", context, status=status)
    one = _filled(request, shown)
    begun = shown.revision != _FIRST
    sections = [_section(part, one, begun) for part in _parts(found) if part.asked(one)]
    return render(
        request,
        "staff/mail_room/key.html",
        {
            **context,
            "sections": sections,
            "forms": [form for section in sections for form in (*section["forms"], *section["rows"])],
            "problems": open_problems(_parts(found), one, lambda slug: f"#{slug}") if begun else [],
            "unread": bool(one.wrong & one.answers.keys()),
            "revision": shown.revision if begun else "",
            "draft": shown.draft,
            "refused": shown.refused,
        },
        status=status,
    )


def _section(part: Any, one: Keyed, begun: bool) -> dict[str, Any]:
    jobs = one.beside(part.slug, begun=True).get("jobs")  # type: ignore[attr-defined]
    return {
        "part": part,
        "forms": part.forms(one),
        "jobs": jobs,
        "rows": [jobs] if jobs else [],
        "findings": findings((part,), one.decision) if begun else [],  # type: ignore[attr-defined]
    }


def _barred(found: PaperRecord) -> str:
    if found.file is None:
        return "This paper has no scan. Record it again with its scan, so that what is entered can be shown."
    return barred(found.line.id) or ""


def _parts(found: PaperRecord) -> Any:
    return PLAN_PARTS if found.line.kind == "plan" else AMENDMENT_PARTS


def _first(found: PaperRecord) -> dict[str, Any]:
    return {CONTACTS: {"holder_name": [found.line.name]}} if found.line.kind == "plan" else {}


def _conflict(request: WorkRequest, found: PaperRecord, answer: Conflict) -> HttpResponse:
    """Both are shown as one page of questions; what travels along with the answers is no difference."""
    mine = drafting.typed(request.POST)
    along = {name: mine[name] for name in ("version", keyed.ON_PAGE) if name in mine}
    theirs = Conflict(
        answer.by_name, answer.at, answer.revision, {"": {**keyed.flat(answer.answers), **along}}
    )
    return drafting.conflict(_DRAFTS[found.line.kind], request, theirs, "", mine)


def _one_more(answers: drafting.Typed) -> drafting.Typed:
    count = min(row_count(as_data(answers), "jobs") + 1, MAX_JOBS)
    return {**answers, "jobs-TOTAL_FORMS": [str(count)], "jobs-INITIAL_FORMS": ["0"]}
