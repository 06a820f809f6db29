"""Taking one's Ticket back from the provider: no reason is asked for (mission rows H2, D13)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.casework.services.unassign_case import unassign
from portal.policy.roles import Permission
from portal.policy.unassignment import Asker
from portal.tickets.own import Own, is_own_name, own
from portal.tickets.results import Unassigned
from portal.tickets.services.unassign import Asked
from portal.web.holder.forms import LeaveForm
from portal.web.holder.page import holder_page
from portal.web.holder.texts import say
from portal.web.pages import WorkRequest

_WRONG = 422


@holder_page(Permission.ASK_UNASSIGNMENT, "to take one's own Ticket back", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: WorkRequest) -> HttpResponse:
    """What follows is said first; the name is the signature, and today its date."""
    home, ticket = reverse("holder-home"), own()
    if ticket is None or ticket.assignment is None:
        messages.info(request, say("leave.nothing"))
        return HttpResponseRedirect(home, status=303)
    form = LeaveForm(request.POST or None, provider=ticket.provider, is_own=is_own_name)
    if request.method == "POST" and form.is_valid():
        if isinstance(_taken(request, ticket, form.cleaned_data["why"]), Unassigned):
            messages.success(request, say("leave.done", provider=ticket.provider))
            return HttpResponseRedirect(home, status=303)
        form.add_error(None, say("leave.refused"))
    context = {"ticket": ticket, "form": form, "home": home}
    return render(request, "holder/leave.html", context, status=_WRONG if form.is_bound else 200)


def _taken(request: WorkRequest, ticket: Own, why: str) -> object:
    if ticket.assignment is None:
        raise ValueError("nobody holds the Ticket")
    today = request.unit.on
    asked = Asked(
        assignment=ticket.assignment,
        asker=Asker.HOLDER,
        signed_on=today,
        form_complete=True,
        note=why,
    )
    return unassign(asked=asked)
