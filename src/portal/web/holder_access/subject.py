"""The pages about a person's account, from the Ticketholder's record or from a case: the same steps, other addresses."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.kernel.actor import Wall
from portal.people.results import Answer
from portal.policy.roles import Permission
from portal.tickets.holders.facts import Access, accesses_of
from portal.tickets.models import HolderAccess
from portal.tickets.services.holder_access import end_access, take_back
from portal.web.holder.texts import LANGUAGES
from portal.web.holder_access.forms import EndForm, InviteForm
from portal.web.pages import WorkRequest
from portal.web.people.steps import Step, VersionForm, run

State = HolderAccess.State


class Subject(NamedTuple):
    """Whose account it is about. `prefix` begins the names of the addresses, `number` stands in them.

    `trail` are the breadcrumbs before the page; `invite` is the service that may invite this person.
    """

    person: UUID
    name: str
    prefix: str
    number: str
    trail: Sequence[tuple[str, str]]
    invite: Callable[..., Answer]

    @property
    def here(self) -> str:
        return reverse(self.prefix, args=[self.number])

    def step(self, name: str, *more: UUID) -> str:
        """The address of one of its steps."""
        return reverse(f"{self.prefix}-{name}", args=[self.number, *more])


def record_page(request: WorkRequest, about: Subject) -> HttpResponse:
    """What was invited, proved and ended; the code while it is good, for who invited.

    A provider sees its own invitations, and of others' only that there is an account.
    """
    every = accesses_of(about.person)
    staff = request.actor.wall is Wall.STAFF
    found = [one for one in every if staff or _ours(request, one)]
    now = found[0] if found else None
    ours = now is not None and _ours(request, now)
    ended = now is not None and now.row.state in (State.BOUND, State.STOPPED)
    bound = any(one.row.state == State.BOUND for one in every)
    context: dict[str, Any] = {
        "about": about,
        "now": now,
        "code": now.code if now and ours else "",
        "earlier": found[1:],
        "elsewhere": bound and not any(one.row.state == State.BOUND for one in found),
        "invite": "" if bound else about.step("invite"),
        "take_back": about.step("take-back", now.row.pk) if now and ours and now.open else "",
        "end": about.step("end", now.row.pk)
        if now and ended and request.actor.may(Permission.WORK_HOLDER_ACCESS)
        else "",
    }
    return render(request, "holder_access/record.html", context)


def invite_page(request: WorkRequest, about: Subject) -> HttpResponse:
    return run(
        request,
        Step(
            title="Invite this Ticketholder",
            caption=about.name,
            trail=_trail(about),
            back=about.here,
            lead="The person gets a link by e-mail. You give the code in another way, so that only the right"
            " person can use the link.",
            make=InviteForm,
            said=lambda typed: [
                ("Ticketholder", about.name),
                ("E-mail address", typed["email"]),
                ("Language", LANGUAGES[typed["language"]]),
                ("How you give the code", HolderAccess.Given(typed["given"]).label),
            ],
            call=lambda typed: about.invite(**typed),
            confirm="Send the invitation",
            success="The invitation is on its way. Now give the person the code on this page.",
            after=lambda answer: about.here,
        ),
    )


def take_back_page(request: WorkRequest, about: Subject, access: UUID) -> HttpResponse:
    one = _one(request, about, access)
    return run(
        request,
        Step(
            title="Take the invitation back",
            caption=about.name,
            trail=_trail(about),
            back=about.here,
            lead="The link and the code stop working at once.",
            make=lambda data: VersionForm(data, initial={"version": one.row.version}),
            said=lambda typed: [("Ticketholder", about.name), ("E-mail address", one.email)],
            call=lambda typed: take_back(access=access, version=typed["version"]),
            confirm="Take it back",
            success="The invitation is taken back.",
            after=lambda answer: about.here,
            version=lambda: _one(request, about, access).row.version,
            danger=True,
        ),
    )


def end_page(request: WorkRequest, about: Subject, access: UUID) -> HttpResponse:
    one = _one(request, about, access)
    return run(
        request,
        Step(
            title="End this account",
            caption=about.name,
            trail=_trail(about),
            back=about.here,
            lead="The sign-in, the password and all extra security end at once. You can invite the person anew.",
            make=lambda data: EndForm(data, initial={"version": one.row.version}),
            said=lambda typed: [
                ("Ticketholder", about.name),
                ("E-mail address", one.email),
                ("Why", typed["why"]),
            ],
            call=lambda typed: end_access(access=access, version=typed["version"], why=typed["why"]),
            confirm="End the account",
            success="The account is ended.",
            after=lambda answer: about.here,
            version=lambda: _one(request, about, access).row.version,
            danger=True,
        ),
    )


def _one(request: WorkRequest, about: Subject, access: UUID) -> Access:
    """One invitation that the reader may know of; 404 for any other."""
    staff = request.actor.wall is Wall.STAFF
    for one in accesses_of(about.person):
        if one.row.pk == access and (staff or _ours(request, one)):
            return one
    raise Http404


def _ours(request: WorkRequest, one: Access) -> bool:
    return one.row.organisation_id == request.actor.organisation


def _trail(about: Subject) -> list[tuple[str, str]]:
    return [*about.trail, ("Account", about.here)]
