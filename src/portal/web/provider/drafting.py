"""Keeping a page of a form in its draft: as it was typed, under the revision the page was made from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.kernel.models import Draft
from portal.web.pages import WorkRequest
from portal.web.provider.differences import Questions, differences
from portal.web.ui.typed import read_version

Typed = dict[str, list[str]]
BUTTON = "action"
REVISION = "revision"
_NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", REVISION, BUTTON})


@dataclass(frozen=True, slots=True)
class DraftForm:
    """What a form of several pages has of its own. `noun` is what its pages call it ("request").

    `ended` says where a draft leads that is no longer open, given its ID and state.
    """

    name: str
    noun: str
    questions: Questions
    ended: Callable[[UUID, str], HttpResponse]


def see(url: str) -> HttpResponse:
    """303: a page that can only read."""
    return HttpResponseRedirect(url, status=303)


def typed(posted: QueryDict) -> Typed:
    """What was typed, as it was typed."""
    return {
        name: [str(value) for value in posted.getlist(name)] for name in posted if name not in _NOT_ANSWERS
    }


def as_data(answers: Mapping[str, Any] | None) -> QueryDict:
    """Kept answers in the shape a form reads them from."""
    data = QueryDict(mutable=True)
    for name, values in (answers or {}).items():
        data.setlist(name, values)
    return data


def initial(form: type[forms.Form], data: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Kept answers as a form's starting values: shown again as typed, complained of only when sent again."""
    found = {}
    for name, field in form.base_fields.items():
        key = f"{prefix}-{name}" if prefix else name
        found[name] = field.widget.value_from_datadict(data, {}, key)
    return found


def rows_initial(form: type[forms.Form], data: QueryDict, prefix: str) -> list[dict[str, Any]]:
    """The same for each row of a set of forms."""
    return [initial(form, data, f"{prefix}-{place}") for place in range(row_count(data, prefix))]


def row_count(data: Mapping[str, Any], prefix: str) -> int:
    """How many rows a page had; what cannot be read counts as none."""
    text = str(data.get(f"{prefix}-TOTAL_FORMS") or "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def revision_of(request: WorkRequest) -> int:
    """The revision the page was made from; one that cannot be read was never made."""
    return read_version(request.POST.get(REVISION, ""))


def opened(form: DraftForm, draft: UUID) -> OpenDraft | HttpResponse:
    """The open draft of this form, 404 outside the organisation; where it has ended, the page to go to."""
    found = drafts.read(draft)
    if found is None or found.form != form.name:
        raise Http404
    return found if found.state == Draft.State.OPEN else form.ended(draft, found.state)


def keep(
    form: DraftForm,
    request: WorkRequest,
    draft: OpenDraft,
    step: str,
    answers: Typed,
    *,
    again: Iterable[str] = (),
) -> Kept | HttpResponse:
    """Keep one page's answers. A response is the reason it could not be: a conflict page or where the draft went.

    Sending the same answers twice is no conflict. `again` names what the conflict page cannot send once more.
    """
    answer = drafts.keep(
        draft=draft.id, revision=revision_of(request), answers={**draft.answers, step: answers}
    )
    match answer:
        case Kept():
            return answer
        case Closed(state):
            return form.ended(draft.id, state)
    if answer.answers.get(step) == answers:
        return Kept(answer.revision)
    return conflict(form, request, answer, step, answers, again)


def conflict(
    form: DraftForm,
    request: WorkRequest,
    found: Conflict,
    step: str,
    answers: Typed,
    again: Iterable[str] = (),
) -> HttpResponse:
    """Somebody kept other answers meanwhile: both are shown, and the reader says which stay."""
    context = {
        "conflict": found,
        "noun": form.noun,
        "rows": differences(form.questions, found.answers.get(step) or {}, answers),
        "hidden": [(name, value) for name, values in answers.items() for value in values],
        "button": request.POST.get(BUTTON, ""),
        "again": list(again),
        "here": request.path,
    }
    return render(request, "provider/draft_conflict.html", context, status=409)
