"""Can this person's Ticket be assigned to us today? One person, the answer with all its reasons (rows D1, K1)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from portal.policy.roles import PROVIDER_ROLES, Permission, Role
from portal.tickets import checks
from portal.tickets.models import AssignabilityCheck
from portal.tickets.services.check import Checked
from portal.tickets.services.check import check as ask
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.provider import listing
from portal.web.provider.drafting import see
from portal.web.provider.forms.assignability import CheckForm
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_AGENCY = frozenset({Role.SVRA_USER, Role.SVRA_ADMINISTRATOR}) & PROVIDER_ROLES
LOOKS = {
    "assignable": "held",
    "not-now": "failed",
    "ask": "unknown",
    "refer": "refer",
    "not-judged": "cannot",
}


@page(Permission.CHECK_ASSIGNABILITY, "to ask whether a person's Ticket can be assigned")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: WorkRequest) -> HttpResponse:
    agency = bool(request.actor.roles & _AGENCY)
    form = CheckForm(request.POST or None).for_kind(agency)
    if request.method != "POST" or not form.is_valid():
        return _front(request, form, 200 if request.method != "POST" else 422)
    answer = ask(ssn=form.cleaned_data["ssn"], vr_eligible=form.cleaned_data.get("vr_eligible"))
    if isinstance(answer, Checked):
        return see(of_number("assignability-answer", answer.number))
    form.add_error("ssn", answer.sentence)
    return _front(request, form, 422)


@page(Permission.CHECK_ASSIGNABILITY, "to read an answer on assignability")
@require_safe
def answer(request: WorkRequest, number: str) -> HttpResponse:
    found = checks.check_of(number)
    if found is None:
        raise Http404
    context = {
        "check": found,
        "verdict": verdict_badge(found.verdict),
        "on_file": found.person_id is not None,
        "may_open": request.actor.may(Permission.WORK_CASEWORK),
        "back": of_number("assignability-rows", found.file.number)
        if found.file
        else reverse("assignability"),
    }
    return render(request, "provider/assignability/answer.html", context)


def verdict_badge(verdict: str) -> str:
    """A verdict in words, with its colour."""
    return formats.badge(LOOKS[verdict], capfirst(AssignabilityCheck.Verdict(verdict).label))


def _front(request: WorkRequest, form: CheckForm, status: int) -> HttpResponse:
    context = {"form": form, "table": _recent(request)}
    return render(request, "provider/assignability/check.html", context, status=status)


def _recent(request: WorkRequest) -> Table:
    columns = [Column("Answer", header=True), Column("Verdict"), Column("Asked by"), Column("Asked")]
    rows = [
        [
            formats.link(row.number, of_number("assignability-answer", row.number)),
            verdict_badge(row.verdict),
            row.by_name,
            row.at,
        ]
        for row in checks.recent()
    ]
    return listing.table(
        request, "Your organization's last answers", columns, rows, empty="Nobody has asked yet."
    )
