"""Typing a signed form from its paper on one page, kept as it goes, and entering it (rows L3, C6, D12)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.kernel.drafts import Conflict, Kept, OpenDraft
from portal.kernel.results import Changed, Done, NotFound
from portal.support.queries import PaperRecord, typed
from portal.support.services.enter import NO_SCAN
from portal.support.services.keying import barred, keep
from portal.web.pages import WorkRequest
from portal.web.provider import drafting
from portal.web.provider.drafting import BUTTON, as_data, row_count
from portal.web.provider.forms.plan import MAX_JOBS
from portal.web.provider.plan.filled import CONTACTS, HISTORY
from portal.web.staff import keyed
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.sheets import SHEETS, Answers
from portal.web.ui.typed import read_version

_ADD = "add"
_FIRST = -1


@dataclass(frozen=True, slots=True)
class _Page:
    """The page as it is about to be shown: what is typed, under which revision, and why nothing came of it."""

    found: PaperRecord
    answers: Answers
    revision: int
    draft: OpenDraft | None = None
    refused: str = ""


def key(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    """Type, keep, and enter. What keeps the form from being entered at all is said before anybody types."""
    draft = typed(found.line.id)
    shown = _Page(
        found, draft.answers if draft else _first(found), draft.revision if draft else _FIRST, draft
    )
    if request.method != "POST":
        return _shown(request, shown)
    answers = keyed.by_part(request.POST, shown.answers, SHEETS[found.line.kind].part_of)
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


def _kept(request: WorkRequest, found: PaperRecord, answers: Answers, revision: int) -> HttpResponse:
    """Everything is kept; on to what was asked for with it."""
    action = request.POST.get(BUTTON, "")
    if action == _ADD:
        return see(f"{request.path}#jobs-{row_count(as_data(answers[HISTORY]), 'jobs') - 1}")
    if action == "leave":
        messages.success(request, "Everything you typed is kept.")
        return see(reverse("paper", args=[found.line.number]))
    shown = _Page(found, answers, revision, typed(found.line.id))
    read = SHEETS[found.line.kind].read(request, found, answers)
    if action != "enter" and not read.unread:
        messages.success(request, "Kept.")
        return see(f"{request.path}#services" if action == "services" else request.path)
    if read.unread or read.problems:
        return _shown(request, shown, WRONG)
    answer = read.enter(found.line.version, revision)
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


def _conflict(request: WorkRequest, found: PaperRecord, answer: Conflict) -> HttpResponse:
    """Both are shown as one page of questions; what travels along with the answers is no difference."""
    mine = drafting.typed(request.POST)
    along = {name: mine[name] for name in ("version", keyed.ON_PAGE) if name in mine}
    theirs = {**keyed.flat(answer.answers), **along}
    both = Conflict(answer.by_name, answer.at, answer.revision, {"": theirs})
    return drafting.conflict(SHEETS[found.line.kind].draft, request, both, "", mine)


def _shown(request: WorkRequest, shown: _Page, status: int = 200) -> HttpResponse:
    found = shown.found
    context = {
        "line": found.line,
        "has_scan": found.file is not None,
        "back": reverse("paper", args=[found.line.number]),
        "title": f"Enter: {found.line.kind_words}",
        "barred": NO_SCAN if found.file is None else barred(found.item, found.of_case),
    }
    if context["barred"]:
        return render(request, "staff/mail_room/key.html", context, status=status)
    read = SHEETS[found.line.kind].read(request, found, shown.answers)
    begun = shown.revision != _FIRST
    context |= {
        "sections": read.sections,
        "forms": [form for one in read.sections for form in (*one.forms, *([one.jobs] if one.jobs else []))],
        "problems": read.problems if begun else (),
        "decisions": read.decisions if begun else (),
        "unread": read.unread,
        "begun": begun,
        "revision": shown.revision if begun else "",
        "draft": shown.draft,
        "refused": shown.refused,
    }
    return render(request, "staff/mail_room/key.html", context, status=status)


def _first(found: PaperRecord) -> Answers:
    return {CONTACTS: {"holder_name": [found.line.name]}} if found.line.kind == "plan" else {}


def _one_more(answers: drafting.Typed) -> drafting.Typed:
    count = min(row_count(as_data(answers), "jobs") + 1, MAX_JOBS)
    return {**answers, "jobs-TOTAL_FORMS": [str(count)], "jobs-INITIAL_FORMS": ["0"]}
