"""Entering what a paper says, a form for each kind of paper (row L3)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.casework.contacts import contacts_of
from portal.casework.services.note_contact import NOT_ASSIGNED, NotNoted
from portal.casework.services.unassign_case import foreseen
from portal.earnings.services.recording import Paper
from portal.payments.models import PaymentRequest
from portal.payments.moves import UNDECIDED
from portal.policy.core import Month, Outcome
from portal.policy.roles import Permission
from portal.policy.unassignment import REASONS, Asker
from portal.support.queries import PaperRecord
from portal.support.services.enter import enter_evidence, enter_note, enter_unassignment
from portal.tickets.services.unassign import Asked
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.mail_room import (
    ASKERS,
    EnterEvidenceForm,
    EnterNoteForm,
    EnterUnassignmentForm,
)
from portal.web.staff.pages.mail_room import to_enter_or_404
from portal.web.staff.pages.mail_room_key import key
from portal.web.staff.pages.mail_room_moves import answered
from portal.web.ui import formats

_MONTHS_BACK = 24
_NOT_YOURS = (
    "The Ticket of this case is not assigned, or not any more. Keep the paper with that as the reason."
)


@page(Permission.WORK_MAIL_ROOM, "to enter what a paper says")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: WorkRequest, number: str) -> HttpResponse:
    found = to_enter_or_404(number)
    by_kind: dict[str, Callable[[WorkRequest, PaperRecord], HttpResponse]] = {
        "plan": key,
        "amendment": key,
        "ssa-1365": key,
        "unassignment": _unassignment,
        "note": _note,
        "evidence": _evidence,
    }
    if found.line.state != "indexed" or found.case is None:
        return see(reverse("paper", args=[number]))
    return by_kind.get(found.line.kind, _nothing)(request, found)


def _unassignment(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    """Fill in from the paper, check what follows, confirm."""
    form = EnterUnassignmentForm(request.POST or None, initial={"version": found.line.version})
    form.limit(request.unit.on)
    action = request.POST.get("action", "")
    back = request.method != "POST" or action == "change"

    def shown(form: forms.Form, status: int = 200) -> HttpResponse:
        return _page(request, found, form, status, checks=True)

    if back or not form.is_valid():
        return shown(form, 200 if back else WRONG)
    asked = _asked(found, form.cleaned_data)
    if action != "confirm":
        return _foreseen(request, found, form, asked)
    answer = enter_unassignment(paper=found.line.id, version=form.cleaned_data["version"], asked=asked)
    return answered(
        request, found, answer, form, "The Ticket is out of assignment, as the paper asks.", shown
    )


def _note(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    contacts = contacts_of([found.case], with_goals=True).get(found.case) if found.case else None
    services = contacts.goals.services if contacts and contacts.goals else ()
    start = {"version": found.line.version, "once": uuid4()}
    form = EnterNoteForm(request.POST or None, initial=start, services=services, today=request.unit.on)

    def shown(form: forms.Form, status: int = 200) -> HttpResponse:
        warn = NOT_ASSIGNED if contacts is None else ""
        return _page(request, found, form, status, warning=warn)

    if request.method != "POST" or not form.is_valid():
        return shown(form, 200 if request.method != "POST" else WRONG)
    answer = enter_note(paper=found.line.id, version=form.cleaned_data["version"], contact=form.contact())
    if isinstance(answer, NotNoted):
        for name, sentence in answer.problems:
            form.add_error(name if name in form.fields else None, sentence)
        return shown(form, WRONG)
    return answered(request, found, answer, form, "The contact is written down.", shown)


def _evidence(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    rows = PaymentRequest.objects.filter(assignment=found.case, state__in=UNDECIDED).order_by("-submitted_at")
    open_requests = list(rows[:50])
    offered = {
        row.number: f"{row.number}: {row.get_asks_display()}, {formats.month(row.claim_month)}"
        for row in open_requests
    }
    now = Month.of(request.unit.on)
    months = [now.plus(-back) for back in range(_MONTHS_BACK)]
    form = EnterEvidenceForm(
        request.POST or None,
        initial={"version": found.line.version},
        months=[*months, *(row.claim_month for row in open_requests)],
        requests=offered,
    )

    def shown(form: forms.Form, status: int = 200) -> HttpResponse:
        return _page(request, found, form, status)

    if request.method != "POST" or not form.is_valid():
        return shown(form, 200 if request.method != "POST" else WRONG)
    typed = form.cleaned_data
    answer = enter_evidence(
        paper=found.line.id, version=typed["version"], shows=_shows(typed), request=typed["request"]
    )
    return answered(request, found, answer, form, "The evidence is on record.", shown)


def _nothing(request: WorkRequest, found: PaperRecord) -> HttpResponse:
    """Kinds from which nothing is entered here: they are kept, with the reason."""
    return see(reverse("paper-keep", args=[found.line.number]))


def _shows(typed: dict[str, Any]) -> Paper:
    shows = set(typed["shows"])
    return Paper(
        file_number=None,
        kind=typed["kind"],
        issuer=typed["issuer"],
        months=tuple(typed["months"]),
        shows_name="name" in shows,
        shows_gross="gross" in shows,
        shows_pay_date="pay_date" in shows,
        shows_pay_period="pay_period" in shows,
        legible=typed["legible"],
    )


def _asked(found: PaperRecord, typed: dict[str, Any]) -> Asked:
    if found.case is None:
        raise ValueError("the paper is put to no case")
    return Asked(
        found.case,
        Asker(typed["asker"]),
        typed["reason"] or None,
        requested_for=typed["requested_for"],
        received_on=found.line.received_on,
        signed_on=typed["signed_on"],
        form_complete=typed["form_complete"],
        note=typed["note"],
    )


def _foreseen(
    request: WorkRequest, found: PaperRecord, form: EnterUnassignmentForm, asked: Asked
) -> HttpResponse:
    seen = foreseen(asked=asked)
    if seen is None or seen.decision.outcome is not Outcome.GRANT or seen.effect is None:
        form.add_error(None, (seen and seen.decision.told) or _NOT_YOURS)
        return _page(request, found, form, CONFLICT, checks=True)
    until = seen.effect.extended_until
    context = {
        "line": found.line,
        "typed": [(name, form.data.get(name, "")) for name in form.fields],
        "asker": ASKERS[asked.asker],
        "reason": REASONS[asked.reason or "none-given"].words,
        "asked": asked,
        "effect": seen.effect,
        "last_day": seen.effect.effective_on - timedelta(days=1),
        "extended_through": until and until - timedelta(days=1),
        "back": reverse("paper", args=[found.line.number]),
    }
    return render(request, "staff/mail_room/check_unassignment.html", context)


def _page(
    request: WorkRequest,
    found: PaperRecord,
    form: forms.Form,
    status: int,
    *,
    checks: bool = False,
    warning: str = "",
) -> HttpResponse:
    context = {
        "line": found.line,
        "form": form,
        "title": f"Enter: {found.line.kind_words}",
        "back": reverse("paper", args=[found.line.number]),
        "checks": checks,
        "warning": warning,
        "has_scan": found.file is not None,
    }
    return render(request, "staff/mail_room/enter.html", context, status=status)
