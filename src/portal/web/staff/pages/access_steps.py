"""What the access desk does with a designation: its record, who has it, and each move of the table."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.people import queries
from portal.people.facts import Asked, noted, people
from portal.people.models import Designation
from portal.people.moves import STATE_WORDS, may_move, move_named, open_moves
from portal.people.results import Answer
from portal.people.services import desk, standing
from portal.people.services.moving import hands_of
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.people.forms import ClearanceForm, ReasonForm, VerifyForm
from portal.web.people.steps import Step, Typed, VersionForm, run, see
from portal.web.staff.pages.access import any_designation

_METHODS = ["GET", "HEAD", "POST"]


class Moving(NamedTuple):
    """A move's page: its form, what it says back, the service it calls."""

    title: str
    form: type[VersionForm]
    said: Callable[[Typed], list[tuple[str, object]]]
    call: Callable[[Designation, Typed], Answer]
    confirm: str
    success: str
    danger: bool = False


def _said_of_clearance(typed: Typed) -> list[tuple[str, object]]:
    return [
        ("Determination", "Favorable" if typed["favourable"] else "Not favorable: this refuses the access"),
        ("Day of the determination", typed["decided_on"]),
        ("Last good day", typed["expires_on"] if typed["favourable"] else None),
    ]


MOVING: dict[str, Moving] = {
    "verify-employment": Moving(
        "Verify employment",
        VerifyForm,
        lambda typed: [("How it was verified", typed["how"])],
        lambda row, typed: desk.verify_employment(
            designation=row.pk, version=typed["version"], how=typed["how"]
        ),
        "The employment is verified",
        "The employment is verified.",
    ),
    "ask-for-clearance": Moving(
        "Ask for a clearance",
        VersionForm,
        lambda typed: [("Asked for", "today")],
        lambda row, typed: desk.ask_for_clearance(designation=row.pk, version=typed["version"]),
        "I have asked for the clearance",
        "It is on record that the clearance was asked for.",
    ),
    "record-clearance": Moving(
        "Record the clearance",
        ClearanceForm,
        _said_of_clearance,
        lambda row, typed: standing.record_for_designation(
            designation=row.pk,
            version=typed["version"],
            favourable=typed["favourable"],
            decided_on=typed["decided_on"],
            expires_on=typed["expires_on"],
        ),
        "Record the determination",
        "The determination is recorded.",
    ),
    "grant": Moving(
        "Open access",
        VersionForm,
        lambda typed: [],
        lambda row, typed: desk.grant(designation=row.pk, version=typed["version"]),
        "Open access",
        "Access is open. The person gets an e-mail.",
    ),
    "record-without-access": Moving(
        "Record without access",
        VersionForm,
        lambda typed: [],
        lambda row, typed: desk.record_without_access(designation=row.pk, version=typed["version"]),
        "Record without access",
        "The person is on record without portal access.",
    ),
    "refuse": Moving(
        "Refuse",
        ReasonForm,
        lambda typed: [("Why, as the organization reads it", typed["reason"])],
        lambda row, typed: desk.refuse_designation(
            designation=row.pk, version=typed["version"], why=typed["reason"]
        ),
        "Refuse",
        "The designation is refused.",
        danger=True,
    ),
}


@page(Permission.READ_ACCESS_DESK, "to see a person named for portal access")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    row = any_designation(number)
    duty = queries.duty_of(row)
    shown = row.state in Designation.OPEN
    works = request.actor.may(Permission.WORK_ACCESS_DESK)
    mine = duty is not None and duty.claimed_by == request.actor.account
    found = people(Asked(account=row.account_id)).rows if row.account_id else []
    context = {
        "row": row,
        "asked": words.asked_for(row),
        "state": STATE_WORDS[row.state],
        "open": shown,
        "decision": desk.judge(row).to_json() if shown and row.purpose != "no-account" else None,
        "moves": _moves(request, row),
        "duty": duty,
        "mine": mine,
        "may_take": works and duty is not None and duty.claimed_by is None,
        "with_other": works and duty is not None and duty.claimed_by is not None and not mine,
        "employments": found,
        "events": words.events(noted([row.pk])),
    }
    return render(request, "people/desk_designation.html", context)


@page(Permission.WORK_ACCESS_DESK, "to decide on a person's access", fresh=True)
@require_http_methods(_METHODS)
def move(request: WorkRequest, number: str, move: str) -> HttpResponse:
    """One move of the table, with its own form; a move that is not open now leads back to the record."""
    row, moving = any_designation(number), MOVING[move]
    here = reverse("access-designation", args=[number])
    refusal = may_move(row.state, move_named(move), request.actor, row.purpose, hands_of(row))
    if request.method != "POST" and refusal is not None:
        return see(here)

    def make(data: QueryDict | None) -> forms.Form:
        form = moving.form(data, initial={"version": row.version})
        if isinstance(form, ClearanceForm):
            form.limit(request.unit.on)
        return form

    granting = move == "grant" and row.state in Designation.OPEN
    return run(
        request,
        Step(
            title=moving.title,
            caption=f"{row.number}: {row.name}",
            trail=[("People named for portal access", reverse("access-designations")), (row.number, here)],
            back=here,
            make=make,
            said=lambda typed: [*_about(row), *moving.said(typed)],
            call=lambda typed: moving.call(row, typed),
            confirm=moving.confirm,
            success=moving.success,
            after=lambda answer: here,
            version=lambda: any_designation(number).version,
            danger=moving.danger,
            context={
                "about": _about(row),
                "decision": desk.judge(row).to_json() if granting else None,
            },
        ),
    )


def _moves(request: WorkRequest, row: Designation) -> list[tuple[str, str, bool]]:
    """Words, address, and whether it is the step that comes next; `withdraw` is the organisation's own page."""
    first = {"designated": "verify-employment", "verified": "record-clearance", "cleared": "grant"}
    suggested = "record-without-access" if row.purpose == "no-account" else first.get(row.state, "")
    return [
        (one.words, reverse(f"access-{one.name}", args=[row.number]), one.name == suggested)
        for one in open_moves(row.state, request.actor, row.purpose, hands_of(row))
        if one.name in MOVING
    ]


def _about(row: Designation) -> list[tuple[str, object]]:
    return [
        ("Person", row.name),
        ("E-mail", row.email),
        ("Organization", row.organisation.name),
        ("Asked for", words.asked_for(row)),
    ]
