"""Earnings Inquiry Requests: begun as a draft about several people, judged row by row, submitted once (row C4)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.earnings import parameters
from portal.earnings.asking import MayAsk, judge_chosen, judge_typed, own_assignments
from portal.earnings.duties import KINDS, duties_for
from portal.earnings.models import Inquiry, InquiryRow
from portal.earnings.moves import DRAFT, may_move, move_named
from portal.earnings.sealing import seal_content
from portal.earnings.services.inquiry_mail import write_receipt
from portal.kernel import drafts
from portal.kernel.drafts import Closed, Conflict, Kept
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.models import Draft
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.results import NotAllowed
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Employment
from portal.policy.core import Decision, Outcome
from portal.providers.models import Provider
from portal.tickets.locks import lock_tickets
from portal.tickets.models import Assignment
from portal.tickets.services.look_up import Miss, TooMany, by_ssn

FORM = "earnings-inquiry"
FORM_NAME = "Earnings Inquiry Request (SSA-1396)"
FORM_VERSION = "2025-12"
FORGET = "earnings.forget_draft"
NO_TICKET = "That beneficiary does not have a Ticket assigned with your organization"
NOBODY = "Enter at least one Ticketholder."
TOO_MANY = (
    f"One inquiry is about {parameters.MOST_ROWS} Ticketholders at most. Submit a second one for the others."
)
NOT_NOW = "The record has changed since. See what is said at each Ticketholder, then check again."


class Typed(NamedTuple):
    """A row as typed: nine digits and the date of assignment."""

    ssn: str
    assigned_on: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A row as judged. `sentence` is there where the number finds nobody of the organisation, or none may be tried."""

    assignment: UUID | None
    sentence: str = ""
    decision: Decision | None = None

    @property
    def granted(self) -> bool:
        return self.decision is not None and self.decision.outcome is Outcome.GRANT


@dataclass(frozen=True, slots=True)
class Submitted:
    """The inquiry is submitted; `number` is the one to quote."""

    inquiry: UUID
    number: str


def start() -> UUID | NotAllowed:
    """A new draft; one of the actor's that nobody has written in yet is gone on with."""
    actor = current().actor
    refused = may_move(DRAFT, move_named("submit"), actor)
    if refused is not None or actor.organisation is None or actor.account is None:
        return NotAllowed(refused.sentence if refused else "")
    untouched = Draft.objects.filter(
        form=FORM,
        organisation=actor.organisation,
        state=Draft.State.OPEN,
        revision=0,
        started_by=actor.account,
    )
    there = untouched.values_list("pk", flat=True).first()
    if there is not None:
        return there
    return drafts.start(form=FORM, form_version=FORM_VERSION, person=None, subject=None, answers={}).id


def judge_rows(rows: Sequence[Typed]) -> list[Judged]:
    """Each row judged by itself, in order. A number that finds nobody counts as a refused look-up."""
    return [_judged(row) for row in rows]


def cancel(*, draft: UUID, revision: int) -> Kept | Conflict | Closed:
    """Give the draft up; what was typed in it is destroyed with its key."""
    answer = drafts.cancel(draft=draft, revision=revision)
    if isinstance(answer, Kept):
        enqueue(FORGET, draft)
    return answer


def submit(
    *, draft: UUID, revision: int, chosen: Sequence[UUID], shown: Sequence[Sequence[tuple[str, str]]]
) -> Submitted | Conflict | Closed | NotAllowed:
    """Submit the draft as it stood at `revision`, about the assignments `chosen`; `shown` is each row as shown.

    The draft's ID is the idempotency key: submitting twice gives the first number. A refusal leaves the draft open.
    """
    row = drafts.locked(draft)
    if row is not None and row.state == Draft.State.SUBMITTED:
        return _submitted_before(draft) or Closed(row.state)
    refused = drafts.refusal(row, revision)
    if row is None or row.form != FORM or refused is not None:
        return refused or Closed("")
    lock_tickets(
        Assignment.objects.filter(pk__in=chosen, superseded_at=None).values_list("ticket", flat=True)
    )
    judged = judge_chosen(chosen)
    unfit = _unfit(chosen, judged)
    if unfit is not None:
        note("submission-refused", subject_kind="draft", subject=draft)
        return unfit
    inquiry = _written(row, judged, shown)
    drafts.close_submitted(row)
    enqueue(FORGET, draft)
    people = [one.row.person_id for one in judged]
    note(
        "inquiry-submit",
        subject_kind="inquiry",
        subject=inquiry.pk,
        people=people,
        detail={"number": inquiry.number, "rows": len(judged)},
    )
    write_receipt(inquiry, people)
    return Submitted(inquiry.pk, inquiry.number)


def _judged(row: Typed) -> Judged:
    found = by_ssn(row.ssn, lambda person: own_assignments(person) or None)
    if isinstance(found, TooMany):
        return Judged(None, found.sentence)
    if isinstance(found, Miss):
        return Judged(None, NO_TICKET)
    chosen, decision = judge_typed(found, row.assigned_on)
    return Judged(chosen.pk if chosen else None, decision=decision)


def _submitted_before(draft: UUID) -> Submitted | None:
    row = Inquiry.objects.filter(pk=draft).first()
    return None if row is None else Submitted(row.pk, row.number)


def _unfit(chosen: Sequence[UUID], judged: list[MayAsk]) -> NotAllowed | None:
    refused = may_move(DRAFT, move_named("submit"), current().actor)
    if refused is not None:
        return NotAllowed(refused.sentence)
    if not chosen:
        return NotAllowed(NOBODY)
    if len(chosen) > parameters.MOST_ROWS:
        return NotAllowed(TOO_MANY)
    bad = next((one for one in judged if one.decision.outcome is not Outcome.GRANT), None)
    if bad is not None or len(judged) != len(chosen) or len(set(chosen)) != len(chosen):
        return NotAllowed(NOT_NOW, bad.decision if bad else None)
    return None


def _written(row: Draft, judged: list[MayAsk], shown: Sequence[Sequence[tuple[str, str]]]) -> Inquiry:
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("a form is submitted by a person")
    who = Employment.objects.filter(account=unit.actor.account, organisation=row.organisation, ended_on=None)
    inquiry = Inquiry(
        id=row.pk,
        number=new_number("EI"),
        organisation_id=row.organisation,
        form_version=row.form_version,
        ein=Provider.objects.filter(pk=row.organisation).values_list("ein", flat=True).first() or "",
        submitted_by=unit.actor.account,
        submitted_by_name=unit.actor.name,
        submitted_by_title=who.values_list("job_title", flat=True).first() or "",
        submitted_at=unit.at,
        submitted_on=unit.on,
    )
    asked = [
        _row(inquiry, line, one.row, content)
        for line, (one, content) in enumerate(zip(judged, shown, strict=True), 1)
    ]
    with as_system():
        inquiry.save(force_insert=True)
        InquiryRow.objects.bulk_create(asked)
        settle(inquiry.pk, KINDS, duties_for(inquiry))
    return inquiry


def _row(inquiry: Inquiry, line: int, about: Assignment, content: Sequence[tuple[str, str]]) -> InquiryRow:
    row = InquiryRow(
        id=new_id(),
        inquiry=inquiry,
        line=line,
        organisation_id=inquiry.organisation_id,
        person_id=about.person_id,
        assignment=about,
        assigned_on=about.assigned_on,
    )
    row.content = seal_content(row, json.dumps([list(pair) for pair in content]))
    return row
