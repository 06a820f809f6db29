"""What the addresses of progress reviews name, and what is sent to them: reviews that each provider was asked about."""

from datetime import date
from typing import Any

from portal.kernel import drafts
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Draft, Duty
from portal.kernel.numbers import number_from
from portal.kernel.unit import open_unit
from portal.policy.core import Month
from portal.progress.models import ProgressNotice, ProgressReply, ProgressReview
from portal.progress.services.replying import FORM, FORM_VERSION, REVIEW
from portal.progress.states import Stated
from portal.tickets.models import Assignment
from tests.authorization.casework import DAY
from tests.authorization.tickets import serial_of
from tests.world import LONG_AGO, World

FIRST_LETTER = date(2025, 11, 3)
CONTENT = {"facts": [["Review", "1"]], "texts": ["Tell us about your work."]}
ASSIGNED = date(2024, 1, 10)
MONTHS = [Month(one).first for one in range(Month.parse("2024-02"), Month.parse("2025-02"))]
FAILED_ON = date(2025, 11, 20)
ANSWERS = {name: ["no"] for name in ("work", "ged", "high-school-diploma", "study")}
TO_DECIDE, FAILED, APPEALED, REENTRY = 11, 12, 13, 14
_OF_PROVIDER = ("progress-review", "progress-start", "progress-letter")
_DRAFTS = ("progress-answer", "progress-cancel")
_OF_STAFF = {
    **dict.fromkeys(
        (
            *("staff-progress", "staff-progress-fail", "staff-progress-reply", "staff-progress-take"),
            *("staff-progress-lay-down", "staff-progress-hand-over", "staff-progress-put-off"),
        ),
        TO_DECIDE,
    ),
    "staff-progress-appeal": FAILED,
    "staff-progress-back": FAILED,
    "staff-progress-reviewed": APPEALED,
    "staff-progress-reentry": REENTRY,
}


def enter_progress(
    world: World, assignment: Assignment, serial: int, *, state: str = "asked-provider", **more: Any
) -> ProgressReview:
    """A review with its letters; its provider was asked, and had answered once before."""
    review = world.add(
        ProgressReview(
            number=number_from("TP", serial),
            ticket_id=assignment.ticket_id,
            person_id=assignment.person_id,
            organisation_id=assignment.organisation_id,
            period=1,
            due_on=FIRST_LETTER,
            opened_on=FIRST_LETTER,
            months=MONTHS,
            state=state,
            **more,
        )
    )
    about = {"review": review, "person_id": review.person_id}
    days = {"Q-2": FIRST_LETTER, "Qp2": DAY, "F-2": FAILED_ON}
    codes = ["Q-2", "Qp2", *(["F-2"] if review.decided_on else [])]
    for code in codes:
        world.add(
            ProgressNotice(
                **about,
                organisation_id=assignment.organisation_id if code == "Qp2" else None,
                code=code,
                sent_on=days[code],
                last_day=date(2026, 1, 10),
                content=CONTENT,
                posted_at=LONG_AGO,
            )
        )
    world.add(
        ProgressReply(
            **about,
            id=new_id(),
            number=number_from("TA", serial),
            organisation_id=assignment.organisation_id,
            by="provider",
            received_on=DAY,
            states=Stated().to_json(),
            shown=[["Did the person work?", "No"]],
            entered_by="somebody",
            entered_by_name="Somebody",
            entered_at=LONG_AGO,
        )
    )
    kind, organisation = {
        "asked-provider": ("answer-progress-review", assignment.organisation_id),
        "appealed": ("decide-progress-appeal", None),
    }.get(state, ("decide-progress-review", None))
    world.add(
        Duty(
            kind=kind,
            subject=review.pk,
            organisation=organisation,
            person=review.person_id,
            opened_at=LONG_AGO,
            due_on=date(2026, 1, 10),
        )
    )
    return review


def enter_draft(user: Any, assignment: Assignment, number: str) -> None:
    """What the provider has typed about it, not yet submitted."""
    with open_unit(user, now(), reading=False, page="test"):
        drafts.start(
            form=FORM,
            form_version=FORM_VERSION,
            person=assignment.person_id,
            subject=assignment.pk,
            answers={REVIEW: {"number": [number]}, "answers": ANSWERS},
        )


def enter_program(program: Any) -> None:
    """A review of each provider with a draft, and one in every state that staff have to do with."""
    providers = (program.ours, program.agency, program.theirs)
    for serial, organisation in enumerate(providers, start=1):
        _, _, assignment = program.world.holder(organisation, on=ASSIGNED)
        review = enter_progress(program.world, assignment, serial)
        enter_draft(program.clerk_of(organisation), assignment, review.number)
    decided = {"decided_on": FAILED_ON, "decided_by": "somebody"}
    asked = {"appealed": {"appealed_on": DAY}, "reentry-asked": {"reentry_asked_on": DAY}}
    states = {TO_DECIDE: "to-decide", FAILED: "failed", APPEALED: "appealed", REENTRY: "reentry-asked"}
    for serial, state in states.items():
        _, _, assignment = program.world.holder(program.ours, on=ASSIGNED)
        more = {} if state == "to-decide" else {**decided, **asked.get(state, {})}
        enter_progress(program.world, assignment, serial, state=state, **more)


def arguments(name: str, role: str, relation: str) -> list[Any] | None:
    """What stands in the address; None where it is not about progress reviews."""
    serial = serial_of(role, relation)
    if name in _OF_PROVIDER:
        return [number_from("TP", serial)]
    if name == "progress-receipt-pdf":
        return [number_from("TA", serial)]
    if name in _DRAFTS:
        return [_draft(serial).pk]
    if name == "staff-progress-letter":
        return [number_from("TP", TO_DECIDE), "Q-2"]
    if name == "holder-progress-letter":
        return ["Q-2"]
    return [number_from("TP", _OF_STAFF[name])] if name in _OF_STAFF else None


def sent(name: str, role: str, relation: str, colleague: str) -> dict[str, Any] | None:
    """What a person who fills in the page sends; None where it is not about progress reviews."""
    if "progress-" not in name:
        return None
    answers = {question: values[0] for question, values in ANSWERS.items()}
    once = str(new_id())
    paper = {**answers, "once": once, "received_on": "12/12/2025"}
    duty = Duty.objects.using("loader").filter(kind="decide-progress-review").first()
    return {
        "progress-answer": {**answers, "revision": "0"},
        "progress-cancel": {"revision": "0"},
        "progress-check": {"draft": f"{_draft(serial_of(role, relation)).pk}:0"},
        "staff-progress-fail": {"version": "0"},
        "staff-progress-reply": paper,
        "staff-progress-appeal": {"version": "0", "asked_on": "12/12/2025"},
        "staff-progress-back": paper,
        "staff-progress-reviewed": {"version": "0", "favorable": "yes", "reason": "Two pay slips."},
        "staff-progress-reentry": {"version": "0", "granted": "no", "reason": "One month is missing."},
        "staff-progress-take": {"version": "7"},
        "staff-progress-lay-down": {"version": "7"},
        "staff-progress-hand-over": {"version": "0", "to_account": colleague},
        "staff-progress-put-off": {"version": "0", "until": "12/22/2025", "reason": "A letter comes."},
        "staff-progress-supervise": {"duty": f"{duty.pk}:0", "to_account": colleague} if duty else {},
        "holder-progress-answer": {**answers, "once": once, "action": "send"},
    }.get(name)


def _draft(serial: int) -> Draft:
    review = ProgressReview.objects.using("loader").get(number=number_from("TP", serial))
    return Draft.objects.using("loader").get(form=FORM, person=review.person_id)
