"""“Your Ticket”: where it is, what protects from a medical review, and what waits (mission rows H1, H3)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.casework.models import SignedForm
from portal.casework.own import OwnForm, own_forms
from portal.policy.roles import Permission
from portal.tickets.own import Own, own, own_name
from portal.tickets.services.holder_access import choose_language
from portal.web.holder.page import holder_page
from portal.web.holder.texts import LANGUAGES, say
from portal.web.pages import WorkRequest


@holder_page(Permission.READ_OWN_TICKET, "to see one's own Ticket")
@require_safe
def home(request: WorkRequest) -> HttpResponse:
    ticket = own()
    context = {
        "name": own_name(),
        "ticket": ticket,
        "standing": _standing(ticket) if ticket else "",
        "review": _review(ticket) if ticket else "",
        "waiting": [(one, _waits(one)) for one in own_forms() if one.waits],
    }
    return render(request, "holder/home.html", context)


@holder_page(Permission.READ_OWN_TICKET, "to choose the language")
@require_POST
def speak(request: WorkRequest) -> HttpResponse:
    """Another language from now on, on every page of the Ticketholder; back to the page where it was chosen."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        choose_language(language=wanted)
    home_path, here = reverse("holder-home"), request.POST.get("here", "")
    return HttpResponseRedirect(here if here.startswith(home_path) else home_path, status=303)


def _waits(one: OwnForm) -> str:
    amends = one.kind == SignedForm.Kind.AMENDMENT
    return say("home.waits_amendment" if amends else "home.waits_sign", provider=one.provider)


def _standing(ticket: Own) -> str:
    told = ticket.told
    return say(f"standing.{told.standing}", provider=ticket.provider, through=told.through)


def _review(ticket: Own) -> str:
    told = ticket.told
    if not told.protected:
        return say("review.unprotected")
    return (
        say("review.protected-through", through=told.through)
        if told.through
        else say("review.protected-open")
    )
