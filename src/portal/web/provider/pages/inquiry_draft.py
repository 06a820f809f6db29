"""An earnings inquiry in the making: whom it asks about, checked and locked, submitted once (row C4)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.earnings.asking import MayAsk, judge_chosen, look_at
from portal.earnings.models import Inquiry
from portal.earnings.parameters import MOST_ROWS, ROWS
from portal.earnings.services.inquire import FORM, FORM_NAME, Submitted, cancel, submit
from portal.kernel.drafts import Closed, Conflict, Kept, OpenDraft
from portal.kernel.results import NotAllowed
from portal.policy.core import Outcome
from portal.policy.roles import Permission
from portal.providers.models import Provider
from portal.tickets.queries import names
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import drafting
from portal.web.provider.differences import Questions
from portal.web.provider.drafting import (
    BUTTON,
    DraftForm,
    as_data,
    revision_of,
    row_count,
    rows_initial,
    see,
    typed,
)
from portal.web.provider.forms.inquiry import PeopleFormSet, PersonRow
from portal.web.provider.inquiry_sheet import (
    FOUND,
    PEOPLE,
    PREFIX,
    bound,
    digits,
    judge,
    numbers,
    said,
    shown,
)

_METHODS = ["GET", "HEAD", "POST"]
_KEY = "assignment"
_STEPS = ("Ticketholders", "Check and submit")


@page(Permission.ASK_EARNINGS, "to ask about earnings")
@require_http_methods(_METHODS)
def people(request: WorkRequest, draft: UUID) -> HttpResponse:
    """A row a person; more rows at the press of a button."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        rows = rows_initial(PersonRow, as_data(found.answers.get(PEOPLE)), PREFIX)
        rows += [{} for _ in range(ROWS - len(rows))]
        return _shown(request, found, PeopleFormSet(prefix=PREFIX, initial=rows))
    answers, button = typed(request.POST), request.POST.get(BUTTON, "")
    if button == "add":
        answers = _with_one_more(answers)
    sheet = bound(answers)
    # Whom the numbers find is kept with them: the pages after this one only read.
    chosen = judge(sheet) if button == "" else []
    before = replace(found, answers={**found.answers, FOUND: {_KEY: chosen}})
    kept = drafting.keep(SHEET, request, before, PEOPLE, answers)
    if not isinstance(kept, Kept):
        return kept
    if button == "add":
        return see(f"{request.path}#{PREFIX}-{row_count(as_data(answers), PREFIX) - 1}")
    if button == "leave":
        return see(reverse("inquiries"))
    if chosen:
        return see(reverse("inquiry-check", args=[draft]))
    return _shown(request, found, sheet, revision=kept.revision, status=422)


@page(Permission.ASK_EARNINGS, "to check and submit an earnings inquiry")
@require_http_methods(_METHODS)
def check(request: WorkRequest, draft: UUID) -> HttpResponse:
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    chosen = [UUID(key) for key in found.answers.get(FOUND, {}).get(_KEY, ())]
    if not chosen:
        return see(reverse("inquiry-people", args=[draft]))
    judged, rows = _rows(request, found, chosen)
    if request.method != "POST":
        return _checked(request, found, judged, rows)
    answer = submit(draft=draft, revision=revision_of(request), chosen=chosen, shown=rows)
    match answer:
        case Submitted():
            return see(of_number("inquiry", answer.number))
        case Closed(state):
            return _ended(draft, state)
        case Conflict():
            return _checked(request, found, judged, rows, changed=answer, status=409)
        case NotAllowed(sentence):
            return _checked(request, found, judged, rows, refused=sentence, status=422)


@page(Permission.ASK_EARNINGS, "to give up an earnings inquiry that was not submitted")
@require_http_methods(_METHODS)
def give_up(request: WorkRequest, draft: UUID) -> HttpResponse:
    """Asks once more, because what was typed cannot be had back."""
    found = drafting.opened(SHEET, draft)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return render(request, "provider/inquiries/cancel.html", {"draft": found})
    answer = cancel(draft=found.id, revision=revision_of(request))
    match answer:
        case Kept():
            messages.success(request, "The inquiry was cancelled. Nothing was submitted.")
            return see(reverse("inquiries"))
        case Closed(state):
            return _ended(draft, state)
    return render(request, "provider/inquiries/cancel.html", {"draft": found, "changed": answer}, status=409)


def _rows(
    request: WorkRequest, draft: OpenDraft, chosen: list[UUID]
) -> tuple[list[MayAsk], list[tuple[tuple[str, str], ...]]]:
    """Each assignment as the rule has it now, and as it is shown. The names are looks."""
    judged = judge_chosen(chosen)
    named = names({one.row.person_id for one in judged})
    ssns = numbers(bound(draft.answers.get(PEOPLE, {})))
    if len(judged) != len(ssns):
        raise Http404
    rows = [
        shown(one, named.get(one.row.person_id, ""), ssn, request.unit.on)
        for one, ssn in zip(judged, ssns, strict=True)
    ]
    return judged, rows


def _checked(
    request: WorkRequest,
    draft: OpenDraft,
    judged: list[MayAsk],
    rows: list[tuple[tuple[str, str], ...]],
    *,
    changed: Conflict | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    wrong = [one.decision.primary for one in judged if one.decision.outcome is not Outcome.GRANT]
    context = {
        **_frame(request, draft, 2),
        "rows": rows,
        "wrong": [said(primary) for primary in wrong if primary is not None],
        "changed": changed,
        "refused": refused,
        "organisation": _organisation(request),
        "back": reverse("inquiry-people", args=[draft.id]),
    }
    return render(request, "provider/inquiries/check.html", context, status=status)


def _organisation(request: WorkRequest) -> list[tuple[str, Any]]:
    """What the form has of the organisation without being asked (ER-01 to ER-05)."""
    ein = Provider.objects.filter(pk=request.actor.organisation).values_list("ein", flat=True).first()
    return [
        ("Form", FORM_NAME),
        ("EN name", request.actor.organisation_name),
        ("EIN", ein or "Not on record"),
        ("Submitter", request.actor.name),
        ("Date of the request", request.unit.on),
    ]


def _shown(
    request: WorkRequest, draft: OpenDraft, rows: Any, *, revision: int | None = None, status: int = 200
) -> HttpResponse:
    look_at(digits(rows))
    context = {
        **_frame(request, draft, 1, revision),
        "people": rows,
        "organisation": _organisation(request),
        "may_add": rows.total_form_count() < MOST_ROWS,
        "nothing": status == 422 and not rows.non_form_errors() and not any(row.errors for row in rows.forms),
        "back": reverse("inquiries"),
    }
    return render(request, "provider/inquiries/people.html", context, status=status)


def _frame(request: WorkRequest, draft: OpenDraft, step: int, revision: int | None = None) -> dict[str, Any]:
    return {
        "draft": draft,
        "revision": draft.revision if revision is None else revision,
        "steps": _STEPS,
        "step": step,
        "cancel": reverse("inquiry-cancel", args=[draft.id]),
    }


def _with_one_more(answers: drafting.Typed) -> drafting.Typed:
    """The same rows and an empty one."""
    count = min(row_count(as_data(answers), PREFIX) + 1, MOST_ROWS)
    return {**answers, f"{PREFIX}-TOTAL_FORMS": [str(count)]}


def _ended(draft: UUID, state: str) -> HttpResponse:
    """An inquiry that was submitted leads to its record, one that was cancelled to the list."""
    if not state:
        raise Http404
    number = Inquiry.objects.filter(pk=draft).values_list("number", flat=True).first()
    return see(of_number("inquiry", number) if number else reverse("inquiries"))


SHEET = DraftForm(FORM, "inquiry", Questions((), {PREFIX: ("Row", PersonRow)}), _ended)
