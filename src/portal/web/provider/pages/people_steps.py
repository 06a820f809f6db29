"""What an organisation's administrator does: name a person, change roles, report a departure, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.facts import Employee
from portal.people.models import Designation, Organisation
from portal.people.results import Answer, Done, NotAllowed, NotFound
from portal.people.services import designate as naming
from portal.people.services import ending
from portal.policy.roles import GRANTS, ROLES_AT, Permission, Role
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.people.forms import LeaverForm, NameForm, OptionalReasonForm, RolesForm
from portal.web.people.steps import Step, Typed, run, see
from portal.web.provider.pages.people import own_designation, own_person

_METHODS = ["GET", "HEAD", "POST"]
LAST = (
    "You are taking away the last administrator. Nobody here could name people or report departures then."
    " The access desk is told."
)


@page(Permission.DESIGNATE_PEOPLE, "to name a person for portal access")
@require_http_methods(_METHODS)
def name(request: WorkRequest) -> HttpResponse:
    roles = _roles_here(request)

    def call(typed: Typed) -> Answer:
        return naming.designate(
            named=naming.Named(
                name=typed["name"],
                email=typed["email"],
                job_title=typed["job_title"],
                starts_on=typed["starts_on"],
                roles=tuple(typed["roles"]),
                reason=typed["reason"],
            )
        )

    return run(
        request,
        Step(
            title="Name a person",
            caption=request.actor.organisation_name,
            trail=[("People", reverse("people"))],
            back=reverse("people"),
            lead="Social Security verifies the employment and the clearance, and then opens the access.",
            make=lambda data: NameForm(data, roles=roles),
            said=_said_of_name,
            call=call,
            confirm="Name this person",
            success="",
            after=lambda answer: reverse("people-named-done", args=[answer.number]),
        ),
    )


@page(Permission.DESIGNATE_PEOPLE, "to see that a person was named")
@require_safe
def name_done(request: WorkRequest, number: str) -> HttpResponse:
    row = own_designation(request, number)
    return render(request, "people/named_done.html", {"row": row, "asked": words.asked_for(row)})


@page(Permission.DESIGNATE_PEOPLE, "to change what a person may do in the portal")
@require_http_methods(_METHODS)
def roles(request: WorkRequest, employment: UUID) -> HttpResponse:
    """Roles taken away end at once; any role added goes to the access desk."""
    row = _working(request, employment)
    if isinstance(row, HttpResponse):
        return row
    offered = _roles_here(request)

    def make(data: QueryDict | None) -> RolesForm:
        return RolesForm(data, roles=offered, initial={"roles": row.roles, "version": row.version})

    def call(typed: Typed) -> Answer:
        return _change(row, tuple(typed["roles"]), typed["version"], typed["reason"])

    return run(
        request,
        Step(
            title="Change what this person may do",
            caption=row.name,
            trail=_trail(row),
            back=_record(row),
            make=make,
            said=lambda typed: _said_of_roles(row, typed),
            call=call,
            confirm="Confirm",
            success="Your change is done, or is with the access desk where it adds a role.",
            after=lambda answer: _record(row),
            version=lambda: own_person(request, employment).version,
            context={"warnings": _warnings(request, row)},
        ),
    )


@page(Permission.DESIGNATE_PEOPLE, "to report that a person leaves")
@require_http_methods(_METHODS)
def left(request: WorkRequest, employment: UUID) -> HttpResponse:
    row = _working(request, employment)
    if isinstance(row, HttpResponse):
        return row

    def make(data: QueryDict | None) -> LeaverForm:
        form = LeaverForm(data, initial={"version": row.version})
        form.limit(row.started_on)
        return form

    return run(
        request,
        Step(
            title="Report that this person leaves",
            caption=row.name,
            trail=_trail(row),
            back=_record(row),
            lead="Report it within 24 hours after the last day worked.",
            make=make,
            said=lambda typed: [
                ("Person", row.name),
                ("Last day worked", typed["last_day_worked"]),
                ("Access ends", _ends(request, typed)),
                ("Why", typed["reason"]),
            ],
            call=lambda typed: ending.report_departure(
                employment=row.employment,
                version=typed["version"],
                last_day_worked=typed["last_day_worked"],
                reason=typed["reason"],
            ),
            confirm="Report the departure",
            success="The departure is reported.",
            after=lambda answer: reverse("people"),
            version=lambda: own_person(request, employment).version,
            danger=True,
            context={"warnings": _warnings(request, row)},
        ),
    )


@page(Permission.DESIGNATE_PEOPLE, "to take back the naming of a person")
@require_http_methods(_METHODS)
def withdraw(request: WorkRequest, number: str) -> HttpResponse:
    row = own_designation(request, number)
    here = reverse("people-named", args=[number])
    if request.method != "POST" and row.state not in Designation.OPEN:
        return see(here)
    return run(
        request,
        Step(
            title="Take this back",
            caption=f"{row.number}: {row.name}",
            trail=[("People", reverse("people")), (row.number, here)],
            back=here,
            make=lambda data: OptionalReasonForm(data, initial={"version": row.version}),
            said=lambda typed: [
                ("Person", row.name),
                ("Asked for", words.asked_for(row)),
                ("Why", typed["reason"]),
            ],
            call=lambda typed: naming.withdraw(
                designation=row.pk, version=typed["version"], reason=typed["reason"]
            ),
            confirm="Take it back",
            success="{number} is withdrawn.",
            after=lambda answer: here,
            version=lambda: own_designation(request, number).version,
            danger=True,
        ),
    )


def _change(row: Employee, wanted: tuple[str, ...], version: int, reason: str) -> Answer:
    """What is added goes to the access desk first: where that is refused, nothing is taken away either."""
    now, kept = set(row.roles), tuple(role for role in wanted if role in row.roles)
    if set(wanted) == now and words.state_of(row)[1] == "May work":
        return NotAllowed("Nothing is changed. Tick or untick what should change.")
    answer: Answer = NotFound()
    if set(wanted) - now or set(wanted) == now:
        answer = naming.designate_again(
            employment=row.employment, version=version, roles=wanted, reason=reason
        )
        if not isinstance(answer, Done):
            return answer
    if set(kept) < now:
        return ending.change_roles(employment=row.employment, version=version, roles=kept, reason=reason)
    return answer


def _roles_here(request: WorkRequest) -> frozenset[Role]:
    own = request.actor.organisation
    found = Organisation.objects.filter(pk=own).first() if own else None
    return ROLES_AT[found.kind] if found else frozenset()


def _working(request: WorkRequest, employment: UUID) -> Employee | HttpResponse:
    """The person, still at work; else back to the record, which says since when not."""
    row = own_person(request, employment)
    if row.ended_on is not None and row.ended_on <= request.unit.on:
        if request.method == "POST":
            messages.warning(request, "This person has left already. Nothing was changed.")
        return see(_record(row))
    return row


def _warnings(request: WorkRequest, row: Employee) -> list[str]:
    naming_roles = {str(role) for role in GRANTS[Permission.DESIGNATE_PEOPLE]}
    if naming_roles.isdisjoint(row.roles):
        return []
    others = ending.administrators_of(row.organisation) - {row.account}
    return [] if others else [LAST]


def _said_of_name(typed: Typed) -> list[tuple[str, object]]:
    return [
        ("Name", typed["name"]),
        ("Work e-mail", typed["email"]),
        ("Job title", typed["job_title"]),
        ("First day at work", typed["starts_on"]),
        ("What the person will do in the portal", words.role_words(typed["roles"]) or "No portal access"),
        ("Why", typed["reason"]),
    ]


def _said_of_roles(row: Employee, typed: Typed) -> list[tuple[str, object]]:
    wanted, now = set(typed["roles"]), set(row.roles)
    added, removed = wanted - now, now - wanted
    return [
        ("Person", row.name),
        ("Until now", words.role_words(now) or "No portal access"),
        ("Ends now, at the person's next click", words.role_words(removed) or "nothing"),
        ("Begins when the access desk has decided", words.role_words(added) or _same(wanted, now)),
        ("Why", typed["reason"]),
    ]


def _same(wanted: set[str], now: set[str]) -> str:
    return "access again with the same roles" if wanted == now else "nothing"


def _ends(request: WorkRequest, typed: Typed) -> str:
    last = typed["last_day_worked"]
    return "now" if last <= request.unit.on else f"after {last:%m/%d/%Y}"


def _trail(row: Employee) -> list[tuple[str, str]]:
    return [("People", reverse("people")), (row.name, _record(row))]


def _record(row: Employee) -> str:
    return reverse("person", args=[row.employment])
