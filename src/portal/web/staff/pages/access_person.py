"""What the access desk records of a person, or ends: clearance, training, departure, roles, access."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.people.facts import Employee
from portal.people.results import Answer
from portal.people.services import ending, standing
from portal.people.services.factors import reset_factors
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.people import words
from portal.web.people.forms import ClearanceForm, FactorsForm, LeaverForm, ReasonForm, TrainingForm
from portal.web.people.steps import Step, Typed, VersionForm, run, see
from portal.web.staff.pages.access import any_person


class Recording(NamedTuple):
    """A page about a person: its form, what it says back, the service it calls. `working`: only while at work."""

    title: str
    form: type[VersionForm]
    said: Callable[[Typed], list[tuple[str, object]]]
    call: Callable[[Employee, Typed], Answer]
    confirm: str
    success: str
    danger: bool = False
    working: bool = False


def _said_of_clearance(typed: Typed) -> list[tuple[str, object]]:
    ends = "Not favorable: the person's access ends now"
    return [
        ("Determination", "Favorable" if typed["favourable"] else ends),
        ("Day of the determination", typed["decided_on"]),
        ("Last good day", typed["expires_on"] if typed["favourable"] else None),
    ]


RECORDING: dict[str, Recording] = {
    "clearance": Recording(
        "Record a clearance",
        ClearanceForm,
        _said_of_clearance,
        lambda row, typed: standing.record_clearance(
            account=row.account,
            favourable=typed["favourable"],
            decided_on=typed["decided_on"],
            expires_on=typed["expires_on"],
        ),
        "Record the determination",
        "The determination is recorded.",
    ),
    "training": Recording(
        "Record a training taken elsewhere",
        TrainingForm,
        lambda typed: [("Completed on", typed["completed_on"])],
        lambda row, typed: standing.record_training(account=row.account, completed_on=typed["completed_on"]),
        "Record the training",
        "The training is recorded.",
    ),
    "left": Recording(
        "Report that this person left",
        LeaverForm,
        lambda typed: [("Last day worked", typed["last_day_worked"]), ("Why", typed["reason"])],
        lambda row, typed: ending.report_departure(
            employment=row.employment,
            version=typed["version"],
            last_day_worked=typed["last_day_worked"],
            reason=typed["reason"],
        ),
        "Report the departure",
        "The departure is reported.",
        danger=True,
        working=True,
    ),
    "factors": Recording(
        "Remove all extra security",
        FactorsForm,
        lambda typed: [
            (
                "What is removed",
                "Passkeys, authenticator app, mobile, recovery codes"
                f"{', the password' if typed['password'] else ''}; the living sign-in ends",
            ),
            ("What the person gets", "An e-mail with a link to set up extra security again"),
            ("How you made sure", typed["how"]),
            ("Why", typed["reason"]),
        ],
        lambda row, typed: reset_factors(
            account=row.account, how=typed["how"], reason=typed["reason"], password=typed["password"]
        ),
        "Remove all extra security",
        "The extra security is removed.",
        danger=True,
        working=True,
    ),
    "revoke": Recording(
        "End this person's access now",
        ReasonForm,
        lambda typed: [
            ("What ends", "Roles, the living sign-in and open invitations"),
            ("Why", typed["reason"]),
        ],
        lambda row, typed: ending.revoke(
            employment=row.employment, version=typed["version"], reason=typed["reason"]
        ),
        "End the access now",
        "The access has ended.",
        danger=True,
        working=True,
    ),
}


@page(Permission.WORK_ACCESS_DESK, "to record something of a person's access", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: WorkRequest, employment: UUID, step: str) -> HttpResponse:
    """One page of the table above."""
    row, recording = any_person(employment), RECORDING[step]
    here = reverse("access-person", args=[employment])
    gone = row.ended_on is not None and row.ended_on <= request.unit.on
    if request.method != "POST" and gone and recording.working:
        return see(here)

    def make(data: QueryDict | None) -> forms.Form:
        form = recording.form(data, initial={"version": row.version})
        if isinstance(form, ClearanceForm | TrainingForm):
            form.limit(request.unit.on)
        elif isinstance(form, LeaverForm):
            form.limit(row.started_on)
        return form

    about: list[tuple[str, object]] = [
        ("Person", row.name),
        ("Organization", row.organisation_name),
        ("Roles", words.role_words(row.roles) or "No portal access"),
    ]
    return run(
        request,
        Step(
            title=recording.title,
            caption=row.name,
            trail=[("People with access", reverse("access-people")), (row.name, here)],
            back=here,
            make=make,
            said=lambda typed: [*about, *recording.said(typed)],
            call=lambda typed: recording.call(row, typed),
            confirm=recording.confirm,
            success=recording.success,
            after=lambda answer: here,
            version=lambda: any_person(employment).version,
            danger=recording.danger,
        ),
    )
