"""Which Employment Networks may assign directly: how far each is, proposals, and the second person's word (D7)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.integrity.models import AssignRight
from portal.integrity.queries import Standing, standing, standings
from portal.integrity.services.rights import decide_right, propose
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.core import State
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff import listing
from portal.web.staff.answers import see
from portal.web.staff.forms.review import ProposeForm
from portal.web.ui import formats
from portal.web.ui.components import Column
from portal.web.ui.typed import read_version

_COLUMNS = (
    Column("Provider", header=True),
    Column("May assign directly"),
    Column("Compliant plans", numeric=True),
    Column("Plans failed in"),
    Column("Proposed"),
)


@page(Permission.READ_PLAN_REVIEWS, "to see which providers may assign directly")
@require_safe
def rights(request: WorkRequest) -> HttpResponse:
    table = listing.table(
        request,
        "The right to assign directly",
        _COLUMNS,
        [_cells(one) for one in standings()],
        "No provider's plans are or were reviewed.",
    )
    return render(request, "staff/integrity_rights.html", {"table": table})


@page(Permission.READ_PLAN_REVIEWS, "to see how far a provider is with the review of its plans")
@require_safe
def right(request: WorkRequest, number: str) -> HttpResponse:
    return _page(request, _or_404(number), ProposeForm())


@page(Permission.DECIDE_ASSIGN_RIGHT, "to propose who may assign directly", fresh=True)
@require_http_methods(["POST"])
def propose_right(request: WorkRequest, number: str) -> HttpResponse:
    one, form = _or_404(number), ProposeForm(request.POST)
    if form.is_valid():
        answer = propose(
            organisation=one.id, kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"]
        )
        if isinstance(answer, Done):
            messages.success(request, "It is proposed. A second person of Program Integrity decides.")
            return see(reverse("integrity-right", args=[number]))
        if isinstance(answer, NotFound):
            raise Http404
        for sentence in sentences(answer):
            form.add_error(None, sentence)
    return _page(request, one, form, status=422)


@page(Permission.DECIDE_ASSIGN_RIGHT, "to decide who may assign directly", fresh=True)
@require_POST
def decide(request: WorkRequest, number: str) -> HttpResponse:
    one = _or_404(number)
    said, version = request.POST.get("agree", ""), read_version(request.POST.get("version", ""))
    if one.open is None or said not in ("yes", "no"):
        messages.warning(request, Changed().sentence)
        return see(reverse("integrity-right", args=[number]))
    answer = decide_right(right=one.open.pk, version=version, agree=said == "yes")
    if isinstance(answer, Done):
        done = answer.state == AssignRight.State.DECIDED
        messages.success(request, "It is decided, and counts from now on." if done else "It is refused.")
    else:
        for sentence in sentences(answer):
            messages.error(request, sentence)
    return see(reverse("integrity-right", args=[number]))


def sentences(answer: Answer) -> list[str]:
    """Why it was not done: the sentence, and what each open check asks for."""
    match answer:
        case Changed(sentence):
            return [sentence]
        case NotAllowed(sentence, decision):
            wrong = [one for one in decision.checks if one.state is State.FAILED] if decision else []
            return [sentence, *(one.told for one in wrong)]
    return []


def _or_404(number: str) -> Standing:
    found = standing(number)
    if found is None:
        raise Http404
    return found


def _page(request: WorkRequest, one: Standing, form: ProposeForm, *, status: int = 200) -> HttpResponse:
    may = request.actor.may(Permission.DECIDE_ASSIGN_RIGHT)
    context = {
        "one": one,
        "form": form,
        "history": list(
            AssignRight.objects.filter(organisation=one.id)
            .exclude(state=AssignRight.State.PROPOSED)
            .order_by("-proposed_at")
        ),
        "may_propose": may and one.open is None,
        "may_decide": may and one.open is not None and one.open.proposed_by != request.actor.account,
    }
    return render(request, "staff/integrity_right.html", context, status=status)


def _cells(one: Standing) -> list[Any]:
    return [
        formats.link(one.name, reverse("integrity-right", args=[one.number])),
        "Yes" if one.direct else "No, plans are reviewed",
        f"{one.compliant} of {one.needed}",
        listing.lines(*(f"{title}: {count}" for title, count in one.components)),
        one.open.get_kind_display() if one.open else None,
    ]
