"""The account of a Ticketholder: from the record, by who holds the Ticket, and for Beneficiary Support."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.actor import Wall
from portal.kernel.numbers import read_number
from portal.policy.roles import Permission
from portal.tickets.holders.reach import number_known_as, number_of, reached
from portal.tickets.services.holder_access import invite_holder
from portal.tickets.services.look_up import TooMany, by_ssn
from portal.web.holder_access.forms import FindHolderForm
from portal.web.holder_access.subject import Subject, end_page, invite_page, record_page, take_back_page
from portal.web.pages import WorkRequest, page
from portal.web.people.steps import see

_METHODS = ["GET", "HEAD", "POST"]
NOBODY = "Nobody has this number. Check it and try again."


@page(Permission.READ_HOLDER_ACCESS, "to help a Ticketholder with the own account")
@require_http_methods(_METHODS)
def find(request: WorkRequest) -> HttpResponse:
    """Beneficiary Support finds the person who calls; misses are counted as everywhere."""
    form = FindHolderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["who"]
        number = read_number(typed)
        found = number_known_as(number) if number else by_ssn(typed, number_of)
        if isinstance(found, str):
            return see(reverse("holder-account", args=[found]))
        form.add_error("who", found.sentence if isinstance(found, TooMany) else NOBODY)
    status = 422 if request.method == "POST" else 200
    return render(request, "holder_access/find.html", {"form": form}, status=status)


@page(Permission.INVITE_TICKETHOLDERS, "to see a Ticketholder's account")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    return record_page(request, _subject(request, number))


@page(Permission.INVITE_TICKETHOLDERS, "to invite a Ticketholder to the own account")
@require_http_methods(_METHODS)
def invite(request: WorkRequest, number: str) -> HttpResponse:
    return invite_page(request, _subject(request, number))


@page(Permission.INVITE_TICKETHOLDERS, "to take an invitation back")
@require_http_methods(_METHODS)
def withdraw(request: WorkRequest, number: str, access: UUID) -> HttpResponse:
    return take_back_page(request, _subject(request, number), access)


@page(Permission.WORK_HOLDER_ACCESS, "to end a Ticketholder's account", fresh=True)
@require_http_methods(_METHODS)
def end(request: WorkRequest, number: str, access: UUID) -> HttpResponse:
    return end_page(request, _subject(request, number), access)


def _subject(request: WorkRequest, number: str) -> Subject:
    holder = reached(number)
    if holder is None:
        raise Http404
    if request.actor.wall is Wall.STAFF:
        trail = [("Ticketholders' accounts", reverse("staff-holders"))]
    else:
        trail = [
            ("Ticketholders", reverse("ticketholders")),
            (number, reverse("ticketholder", args=[number])),
        ]
    call = partial(invite_holder, person=holder.person)
    return Subject(holder.person, holder.name, "holder-account", number, trail, call)
