"""A Ticket for staff: found, read with its whole history, and any day's state (SCR-02; rows G5, I4)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.payments.cost_claims import cost_claims
from portal.policy.roles import Permission
from portal.tickets.history import steps
from portal.tickets.record import TicketRecord, ticket_record
from portal.tickets.services.find import find_ticket
from portal.tickets.services.look_up import TooMany
from portal.web.pages import WorkRequest, page
from portal.web.staff.answers import WRONG, see
from portal.web.staff.cost_tables import costs_table
from portal.web.staff.forms.tickets import FindTicketForm
from portal.web.tickets import as_of, steps_table
from portal.web.ui.components import Column, Table

NOBODY = "No Ticket has that number. Check it and enter it again."


@page(Permission.READ_TICKETS, "to find a Ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: WorkRequest) -> HttpResponse:
    form = FindTicketForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = find_ticket(form.cleaned_data["wanted"])
        if isinstance(found, str):
            return see(reverse("staff-ticket", args=[found]))
        form.add_error("wanted", found.sentence if isinstance(found, TooMany) else NOBODY)
    status = 200 if request.method != "POST" else WRONG
    return render(request, "staff/ticket_find.html", {"form": form}, status=status)


@page(Permission.READ_TICKETS, "to see a Ticket and its use history")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    found = record_or_404(number)
    context = {
        "record": found,
        "moves": _moves(request, found),
        "may_post": request.actor.may(Permission.WORK_PAYMENT_QUEUE),
        "holders": _holders(found),
        "costs": costs_table(cost_claims(found.ticket)) if found.has_case else None,
        "table": steps_table(request, steps(found.ticket), with_names=True),
        **as_of(request, found.ticket),
    }
    return render(request, "staff/ticket.html", context)


def record_or_404(number: str) -> TicketRecord:
    """The Ticket's record. Showing the name is a look."""
    found = ticket_record(number)
    if found is None:
        raise Http404
    return found


def _moves(request: WorkRequest, found: TicketRecord) -> list[tuple[str, str]]:
    """What this reader may enter about the Ticket as it stands."""
    enters = request.actor.may(Permission.ENTER_TICKET_REQUESTS) and found.held is not None
    ends = request.actor.may(Permission.TERMINATE_TICKETS) and not found.terminated_in
    open_to = [
        ("staff-ticket-make-inactive", "Make inactive", enters and found.use_state == "in-use"),
        ("staff-ticket-make-active", "Make active again", enters and found.use_state == "inactive"),
        ("staff-ticket-terminate", "Record that it terminated", ends),
    ]
    return [(words, reverse(name, args=[found.number])) for name, words, may in open_to if may]


def _holders(found: TicketRecord) -> Table:
    columns = [
        Column("Provider", header=True),
        Column("How"),
        Column("From"),
        Column("Payments count from"),
        Column("Last day"),
    ]
    rows = [
        [
            one.organisation_name,
            "Cost-reimbursement case" if one.by_case else "Assigned",
            one.assigned_on,
            one.payment_base_on,
            one.last_day,
        ]
        for one in found.assignments
    ]
    return Table("Who held it", columns, rows, empty="Nobody has held this Ticket.", caption_hidden=True)
