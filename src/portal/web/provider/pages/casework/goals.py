"""The talk about goals that are not met: four questions, and what follows from the answers (row D11)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from portal.casework.cases import CaseLine, case
from portal.casework.contacts import contacts_of
from portal.casework.notes import GoalsTalk, goals_talks
from portal.casework.results import NotFound
from portal.casework.services.note_contact import NOT_ASSIGNED, NotNoted
from portal.casework.services.note_goals import note_goals
from portal.policy.amendment import Discussion, Follows
from portal.policy.roles import Permission
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider.drafting import see
from portal.web.provider.forms.contact import GoalsForm

# What follows, where it is done, and what the button says.
_NEXT = {
    Follows.AMEND_SERVICES: ("amendment-start", "Amend the services and supports"),
    Follows.AMEND_GOALS: ("amendment-start", "Amend the goals"),
    Follows.AMEND_BOTH: ("amendment-start", "Amend the goals and the services"),
    Follows.UNASSIGN: ("case-unassign", "Unassign the Ticket"),
}


@page(Permission.READ_CASEWORK, "to see and write down talks about goals not met")
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: WorkRequest, number: str) -> HttpResponse:
    line = case(number)
    if line is None:
        raise Http404
    if request.method != "POST":
        form = GoalsForm(today=request.unit.on, initial={"held_on": request.unit.on})
        return _page(request, line, form)
    if not request.actor.may(Permission.WORK_CASEWORK):
        raise Http404
    form = GoalsForm(request.POST, today=request.unit.on)
    if not form.is_valid():
        return _page(request, line, form, status=422)
    given = form.cleaned_data
    answers = Discussion(*(given[name] for name in Discussion._fields))
    answer = note_goals(case=line.id, held_on=given["held_on"], answers=answers, said=given["said"])
    match answer:
        case NotFound():
            raise Http404
        case NotNoted(problems):
            for name, sentence in problems:
                form.add_error(name or None, sentence)
            return _page(request, line, form, status=422)
        case Follows():
            messages.success(request, f"The talk is written down. What follows: {answer.value}.")
    return see(reverse("goals-not-met", args=[number]))


def _page(request: WorkRequest, line: CaseLine, form: GoalsForm, status: int = 200) -> HttpResponse:
    assigned = line.id in contacts_of([line.id])
    may_write = assigned and request.actor.may(Permission.WORK_CASEWORK)
    context = {
        "case": line,
        "form": form if may_write else None,
        "talks": [_talk(line, one) for one in goals_talks(line.id)],
        "not_assigned": "" if assigned else NOT_ASSIGNED,
    }
    return render(request, "provider/casework/goals.html", context, status=status)


def _talk(line: CaseLine, talk: GoalsTalk) -> dict[str, Any]:
    name, label = _NEXT.get(talk.follows, ("", "")) if talk.follows else ("", "")
    return {
        "held_on": talk.held_on,
        "answers": [
            (GoalsForm.base_fields[name].label, answer)
            for name, answer in zip(Discussion._fields, talk.answers, strict=True)
        ],
        "said": talk.said,
        "follows": capfirst(talk.follows.value) if talk.follows else "",
        "recorded_by_name": talk.recorded_by_name,
        "next": of_number(name, line.number) if name else "",
        "next_label": label,
    }
