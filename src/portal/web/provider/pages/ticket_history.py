"""The use of a Ticket while the organization held it, and its state on any of those days (SCR-02; row I4)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.tickets.history import steps
from portal.tickets.queries import ticketholder
from portal.web.addresses import of_number
from portal.web.pages import WorkRequest, page
from portal.web.tickets import as_of, steps_table


@page(Permission.READ_TICKETHOLDERS, "to see the use history of a Ticket")
@require_safe
def history(request: WorkRequest, number: str) -> HttpResponse:
    holder = ticketholder(number)
    if holder is None:
        raise Http404
    latest = holder.assignments[0]
    context = {
        "holder": holder,
        "ticket_number": latest.ticket_number,
        "table": steps_table(request, steps(latest.ticket), with_names=False),
        "back": of_number("ticketholder", number),
        **as_of(request, latest.ticket),
    }
    return render(request, "provider/ticket_history.html", context)
