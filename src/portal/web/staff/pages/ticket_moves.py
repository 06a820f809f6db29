"""What staff enter about a Ticket: inactive, active again, terminated. Paper is entered in the mail room (L3)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.casework.services.end_ticket import end_ticket
from portal.policy.roles import Permission
from portal.policy.ticket_moves import move_named
from portal.tickets.record import TicketRecord
from portal.tickets.results import Ended, Moved, Refused
from portal.tickets.services.use_state import change_use
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import CONFLICT, WRONG, see
from portal.web.staff.forms.tickets import ChangeUseForm, TerminateForm
from portal.web.staff.pages.tickets import record_or_404

_NOT_YOURS = "Your role does not include this."


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


def _form(
    request: WorkRequest, record: TicketRecord, form: forms.Form, title: str, status: int
) -> HttpResponse:
    context = {
        "record": record,
        "form": form,
        "title": title,
        "back": _address(record),
    }
    return render(request, "staff/ticket_form.html", context, status=status)


def _address(record: TicketRecord) -> str:
    return reverse("staff-ticket", args=[record.number])
