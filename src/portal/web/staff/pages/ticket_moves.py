"""What staff enter about a Ticket: a request on paper, checked before it is done; inactive; terminated (C8, D13, L3)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.casework.services.end_ticket import end_ticket
from portal.casework.services.unassign_case import foreseen
from portal.casework.services.unassign_case import unassign as take_out
from portal.policy.core import Outcome
from portal.policy.roles import Permission
from portal.policy.ticket_moves import move_named
from portal.policy.unassignment import REASONS, Asker
from portal.tickets.record import TicketRecord
from portal.tickets.results import Ended, Moved, Refused, Unassigned
from portal.tickets.services.unassign import Asked
from portal.tickets.services.use_state import change_use
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.tickets import ASKERS, ChangeUseForm, PaperUnassignForm, TerminateForm
from portal.web.staff.pages.tickets import record_or_404
from portal.web.ui import formats

_GONE = "The Ticket is not assigned any more. See its history below."
_NOT_YOURS = "Your role does not include this."


@page(Permission.ENTER_TICKET_REQUESTS, "to enter a request to take a Ticket out of assignment")
@require_http_methods(["GET", "HEAD", "POST"])
def unassign(request: WorkRequest, number: str) -> HttpResponse:
    """Fill in from the paper, check what follows, confirm."""
    record = record_or_404(number)
    if record.held is None:
        messages.info(request, _GONE)
        return see(_address(record))
    form = PaperUnassignForm(request.POST or None)
    form.limit(request.unit.on)
    back = request.method != "POST" or request.POST.get("action") == "change"
    if back or not form.is_valid():
        return _form(request, record, form, "Take the Ticket out of assignment", 200 if back else WRONG)
    asked = _asked(record, form.cleaned_data)
    if request.POST.get("action") != "confirm":
        return _check(request, record, form, asked)
    answer = take_out(asked=asked)
    if isinstance(answer, Unassigned):
        messages.success(
            request,
            f"The Ticket is out of assignment from {formats.day(answer.effective_on)}: {answer.number}.",
        )
        return see(_address(record))
    form.add_error(None, answer.sentence)
    return _form(request, record, form, "Take the Ticket out of assignment", CONFLICT)


@page(Permission.ENTER_TICKET_REQUESTS, "to make a Ticket inactive or active again")
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: WorkRequest, number: str, move: str) -> HttpResponse:
    """From the first of the month after the request."""
    record, form = record_or_404(number), ChangeUseForm(request.POST or None)
    form.limit(request.unit.on)
    title = move_named(move).words
    if request.method != "POST" or not form.is_valid():
        return _form(request, record, form, title, 200 if request.method != "POST" else WRONG)
    answer = change_use(ticket=record.ticket, move=move, **form.cleaned_data)
    if isinstance(answer, Moved):
        messages.success(
            request, f"{title}: entered. It holds from the first of the month after the request."
        )
        return see(_address(record))
    form.add_error(None, _NOT_YOURS if answer is None else answer.sentence)
    return _form(request, record, form, title, CONFLICT)


@page(Permission.TERMINATE_TICKETS, "to record that a Ticket terminated", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def terminate(request: WorkRequest, number: str) -> HttpResponse:
    record, form = record_or_404(number), TerminateForm(request.POST or None)
    title = "Record that the Ticket terminated"
    if request.method != "POST" or not form.is_valid():
        return _form(request, record, form, title, 200 if request.method != "POST" else WRONG)
    answer = end_ticket(ticket=record.ticket, **form.cleaned_data)
    if isinstance(answer, Ended):
        messages.success(request, "The Ticket has terminated. Nobody can be paid for that month or later.")
        return see(_address(record))
    form.add_error(None, answer.sentence if isinstance(answer, Refused) else _NOT_YOURS)
    return _form(request, record, form, title, CONFLICT)


def _asked(record: TicketRecord, typed: dict[str, Any]) -> Asked:
    held = record.held
    if held is None:
        raise ValueError("the Ticket is assigned to nobody")
    return Asked(
        held.assignment,
        Asker(typed["asker"]),
        typed["reason"] or None,
        requested_for=typed["requested_for"],
        received_on=typed["received_on"],
        signed_on=typed["signed_on"],
        form_complete=typed["form_complete"],
        note=typed["note"],
    )


def _check(request: WorkRequest, record: TicketRecord, form: PaperUnassignForm, asked: Asked) -> HttpResponse:
    seen = foreseen(asked=asked)
    if seen is None or seen.decision.outcome is not Outcome.GRANT or seen.effect is None:
        primary = seen.decision.primary if seen else None
        form.add_error(None, f"{primary.test.says} {primary.test.remedy}" if primary else _NOT_YOURS)
        return _form(request, record, form, "Take the Ticket out of assignment", CONFLICT)
    until = seen.effect.extended_until
    context = {
        "record": record,
        "typed": [(name, form.data.get(name, "")) for name in form.fields],
        "asker": ASKERS[asked.asker],
        "reason": REASONS[asked.reason or "none-given"].words,
        "asked": asked,
        "effect": seen.effect,
        "last_day": seen.effect.effective_on - timedelta(days=1),
        "extended_through": until and until - timedelta(days=1),
        "back": _address(record),
    }
    return render(request, "staff/ticket_check.html", context)


def _form(
    request: WorkRequest, record: TicketRecord, form: forms.Form, title: str, status: int
) -> HttpResponse:
    context = {
        "record": record,
        "form": form,
        "title": title,
        "back": _address(record),
        "checks": isinstance(form, PaperUnassignForm),
    }
    return render(request, "staff/ticket_form.html", context, status=status)


def _address(record: TicketRecord) -> str:
    return reverse("staff-ticket", args=[record.number])
