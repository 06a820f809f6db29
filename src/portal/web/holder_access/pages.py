"""Inviting a Ticketholder, telling the code, taking the invitation back, ending the account."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.kernel.numbers import read_number
from portal.policy.roles import Permission
from portal.tickets.holders.facts import Access, accesses_of
from portal.tickets.holders.reach import Reached, number_known_as, number_of, reached
from portal.tickets.models import HolderAccess
from portal.tickets.services.holder_access import end_access, invite_holder, take_back
from portal.tickets.services.look_up import TooMany, by_ssn
from portal.web.holder.texts import LANGUAGES
from portal.web.holder_access.forms import EndForm, FindHolderForm, InviteForm
from portal.web.pages import WorkRequest, page
from portal.web.people.steps import Step, VersionForm, run, see

_METHODS = ["GET", "HEAD", "POST"]
NOBODY = "Nobody has this number. Check it and try again."
State = HolderAccess.State


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
    return render(
        request, "holder_access/find.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@page(Permission.INVITE_TICKETHOLDERS, "to see a Ticketholder's account")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    """What was invited, proved and ended; the code while it is good, for who invited."""
    holder = _within_reach(number)
    found = accesses_of(holder.person)
    may_end = request.actor.may(Permission.WORK_HOLDER_ACCESS)
    context = {
        "holder": holder,
        "now": found[0] if found else None,
        "code": found[0].code if found and _ours(request, found[0]) else "",
        "earlier": found[1:],
        "languages": LANGUAGES,
        "may_invite": not any(one.row.state == State.BOUND for one in found),
        "may_take_back": bool(found and found[0].open and _ours(request, found[0])),
        "may_end": may_end and bool(found) and found[0].row.state in (State.BOUND, State.STOPPED),
        "record": "" if may_end else reverse("ticketholder", args=[number]),
    }
    return render(request, "holder_access/record.html", context)


@page(Permission.INVITE_TICKETHOLDERS, "to invite a Ticketholder to the own account")
@require_http_methods(_METHODS)
def invite(request: WorkRequest, number: str) -> HttpResponse:
    holder = _within_reach(number)
    return run(
        request,
        Step(
            title="Invite this Ticketholder",
            caption=holder.name,
            trail=_trail(number),
            back=_here(number),
            lead="The person gets a link by e-mail. You give the code in another way, so that only the right"
            " person can use the link.",
            make=InviteForm,
            said=lambda typed: [
                ("Ticketholder", holder.name),
                ("E-mail address", typed["email"]),
                ("Language", LANGUAGES[typed["language"]]),
                ("How you give the code", HolderAccess.Given(typed["given"]).label),
            ],
            call=lambda typed: invite_holder(person=holder.person, **typed),
            confirm="Send the invitation",
            success="The invitation is on its way. Now give the person the code on this page.",
            after=lambda answer: _here(number),
        ),
    )


@page(Permission.INVITE_TICKETHOLDERS, "to take an invitation back")
@require_http_methods(_METHODS)
def withdraw(request: WorkRequest, number: str, access: UUID) -> HttpResponse:
    holder, one = _one(number, access)
    return run(
        request,
        Step(
            title="Take the invitation back",
            caption=holder.name,
            trail=_trail(number),
            back=_here(number),
            lead="The link and the code stop working at once.",
            make=lambda data: VersionForm(data, initial={"version": one.row.version}),
            said=lambda typed: [("Ticketholder", holder.name), ("E-mail address", one.email)],
            call=lambda typed: take_back(access=access, version=typed["version"]),
            confirm="Take it back",
            success="The invitation is taken back.",
            after=lambda answer: _here(number),
            version=lambda: _one(number, access)[1].row.version,
            danger=True,
        ),
    )


@page(Permission.WORK_HOLDER_ACCESS, "to end a Ticketholder's account", fresh=True)
@require_http_methods(_METHODS)
def end(request: WorkRequest, number: str, access: UUID) -> HttpResponse:
    holder, one = _one(number, access)
    return run(
        request,
        Step(
            title="End this account",
            caption=holder.name,
            trail=_trail(number),
            back=_here(number),
            lead="The sign-in, the password and all extra security end at once. You can invite the person anew.",
            make=lambda data: EndForm(data, initial={"version": one.row.version}),
            said=lambda typed: [
                ("Ticketholder", holder.name),
                ("E-mail address", one.email),
                ("Why", typed["why"]),
            ],
            call=lambda typed: end_access(access=access, version=typed["version"], why=typed["why"]),
            confirm="End the account",
            success="The account is ended.",
            after=lambda answer: _here(number),
            version=lambda: _one(number, access)[1].row.version,
            danger=True,
        ),
    )


def _within_reach(number: str) -> Reached:
    holder = reached(number)
    if holder is None:
        raise Http404
    return holder


def _one(number: str, access: UUID) -> tuple[Reached, Access]:
    holder = _within_reach(number)
    found = next((one for one in accesses_of(holder.person) if one.row.pk == access), None)
    if found is None:
        raise Http404
    return holder, found


def _ours(request: WorkRequest, one: Access) -> bool:
    return one.row.organisation_id == request.actor.organisation


def _here(number: str) -> str:
    return reverse("holder-account", args=[number])


def _trail(number: str) -> list[tuple[str, str]]:
    return [("The Ticketholder's account", _here(number))]
