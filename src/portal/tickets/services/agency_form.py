"""What Form SSA-1365 brings about: a cost-reimbursement case, or an assignment in the State's elected system (C6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel import decisions
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.assignment import EntryFacts
from portal.policy.core import Decision, Outcome
from portal.policy.disclosed import shown_to_organisation
from portal.policy.facts_json import to_json
from portal.policy.roles import Permission
from portal.policy.signatures import SignatureFacts, latest
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.vr_case import FormFacts, change_until, judge_form
from portal.tickets.assignability import judge
from portal.tickets.facts import OnRecord, asking, on_record
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Termination, VrCase
from portal.tickets.results import Assigned, NotAssigned, NotDone, Refused, VrCaseOpened
from portal.tickets.services.assign import SignedPlan, assign, without_names
from portal.tickets.services.assign import foresee as foresee_assignment
from portal.tickets.services.move import move_ticket

NOT_YOURS = "Your role does not include State VR agency forms. Ask your agency's administrator."
LOST = (
    "A case was opened for this person, or the Ticket was assigned, while you worked on the form. Nothing was done. "
    "Check assignability to see where the Ticket stands now."
)


@dataclass(frozen=True, slots=True)
class AgencyForm:
    """The form's facts. `case` is the agency's file: what comes of the form takes its ID, or names it.

    `vr_eligible` is the agency's own finding that the person is eligible for its services. `entered_on` is the day that
    counts as the entry, where the form came in on paper; else it is today.
    """

    case: UUID
    person: UUID
    organisation: UUID
    ipe_signed_on: date | None
    goal_stated: bool
    elects_assignment: bool | None
    existing_plan: bool | None
    both_agree: bool | None
    vr_eligible: bool | None
    signatures: SignatureFacts
    entered_on: date | None = None

    @property
    def on(self) -> date:
        """The day on which the form is judged."""
        return self.entered_on or current().on

    @property
    def plan(self) -> SignedPlan:
        """The form as an assignment is made from it: the IPE was agreed on the day it was signed."""
        facts = EntryFacts(self.signatures, self.ipe_signed_on, may_assign=None, plan_stored=True)
        return SignedPlan(self.case, self.person, self.organisation, facts, self.vr_eligible)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What `take_form` would answer today, as the agency may see it; `granted` where every decision is met."""

    decisions: tuple[dict[str, Any], ...]
    granted: bool


def foresee(*, form: AgencyForm) -> Foreseen | None:
    """The decisions if the form were submitted today; None for who may not. Reads only."""
    record = on_record([form.person]).get(form.person)
    if record is None or not _may(form):
        return None
    facts, decision = _judge(form, record)
    shown, granted = (_shown(decision, facts),), decision.outcome is Outcome.GRANT
    if not form.elects_assignment:
        return Foreseen(shown, granted)
    seen = foresee_assignment(plan=form.plan)
    if seen is None:
        return None
    return Foreseen((*shown, seen.assignability, seen.entry), granted and seen.assignable and seen.enterable)


def take_form(*, form: AgencyForm) -> VrCaseOpened | Assigned | NotDone:
    """Open the case, or assign the Ticket, as the form says. Locks the Ticket until the unit ends.

    Refusals are stored and noted too.
    """
    record = on_record([form.person]).get(form.person)
    if record is None or not _may(form):
        return NotDone(NOT_YOURS)
    hold_ticket(form.person)
    # Read again, now that nobody else moves it.
    record = on_record([form.person])[form.person]
    facts, decision = _judge(form, record)
    with as_system():
        decisions.store(
            facts={"form": to_json(facts), "on": form.on.isoformat()},
            answer=decision.to_json(),
            subject_kind="case",
            subject=form.case,
            person=form.person,
        )
    if decision.outcome is not Outcome.GRANT:
        return _refused(
            form, NotDone(f"This is not met: {decision.told}", (_shown(decision, facts), *_beside(form)))
        )
    if not form.elects_assignment:
        return _case_of(form, record)
    answer = assign(plan=form.plan, entered_on=form.entered_on)
    if isinstance(answer, NotAssigned):
        return NotDone(answer.sentence, (_shown(decision, facts), *answer.decisions))
    return answer


def hold_ticket(person: UUID) -> None:
    """Wait until this unit is the only one that decides on the person's Ticket, or on the person without one.

    Taken before the lock of any file about the person.
    """
    record = on_record([person]).get(person)
    lock_ticket(record.ticket.pk if record and record.ticket else person)


def _judge(form: AgencyForm, record: OnRecord) -> tuple[FormFacts, Decision]:
    on = form.on
    asked = asking(form.plan.organisation, vr_eligible=form.vr_eligible)
    facts = FormFacts(
        asked.provider.organisation,
        form.ipe_signed_on,
        form.goal_stated,
        form.elects_assignment,
        form.existing_plan,
        form.both_agree,
        without_names(form.signatures),
        assignments=record.facts.assignments,
        cases=record.facts.vr_cases,
    )
    if form.elects_assignment:
        answer = judge(record, asked.provider, latest(form.signatures) or on).decision.outcome
        known = {Outcome.GRANT: True, Outcome.REFUSE: False}
        facts = facts._replace(ticket_assignable=known.get(answer))
    return facts, judge_form(facts, on)


def _may(form: AgencyForm) -> bool:
    """For its own agency, or for any as the mail room."""
    actor = current().actor
    own = actor.organisation == form.organisation and actor.may(Permission.WORK_VR_CASES)
    return own or actor.may(Permission.WORK_MAIL_ROOM)


def _shown(decision: Decision, facts: FormFacts) -> dict[str, Any]:
    return dict(shown_to_organisation(decision, facts.agency))


def _beside(form: AgencyForm) -> tuple[dict[str, Any], ...]:
    """What the rules of an assignment say of the form: every failed rule is told, not the first."""
    seen = foresee_assignment(plan=form.plan) if form.elects_assignment else None
    return (seen.assignability, seen.entry) if seen else ()


def _refused(form: AgencyForm, answer: NotDone) -> NotDone:
    note(
        "agency-form-refused",
        subject_kind="case",
        subject=form.case,
        people=[form.person],
        detail={"checks": [one["primary"]["name"] for one in answer.decisions if one["primary"]]},
    )
    return answer


def _case_of(form: AgencyForm, record: OnRecord) -> VrCaseOpened | NotDone:
    if form.ipe_signed_on is None:
        raise ValueError("the day of the IPE was judged to be there")
    answer = open_case(
        case=form.case,
        person=form.person,
        organisation=form.plan.organisation,
        day=form.ipe_signed_on,
        record=record,
        cause="Form SSA-1365",
    )
    return _refused(form, answer) if isinstance(answer, NotDone) else answer


def open_case(
    *,
    case: UUID,
    person: UUID,
    organisation: UUID,
    day: date,
    record: OnRecord,
    cause: str,
    by_name: str = "",
) -> VrCaseOpened | NotDone:
    """Move the Ticket, where there is one that lives, and write the case from the day of its IPE, judged before.

    Called under the Ticket's lock. The database holds one case at a time. `by_name`: who sent the file it came in.
    """
    row = VrCase(
        number=new_number("VC"),
        person_id=person,
        organisation_id=organisation,
        case=case,
        ipe_signed_on=day,
        opened_on=day,
        by_name=by_name or current().actor.name,
        recorded_at=current().at,
    )
    ticket = live_ticket(record)
    try:
        with transaction.atomic():
            if ticket is not None:
                moved = move_ticket(
                    ticket=ticket,
                    move="open-case",
                    facts=MoveFacts(By.AGENCY, day),
                    effective_on=day,
                    organisation=row.organisation_id,
                    cause=cause,
                )
                if isinstance(moved, Refused):
                    return NotDone(moved.sentence)
            with as_system():
                row.save(force_insert=True)
    except IntegrityError:
        return NotDone(LOST)
    note(
        "vr-case-opened",
        subject_kind="case",
        subject=case,
        people=[person],
        detail={"number": row.number, "opened_on": day.isoformat()},
    )
    return VrCaseOpened(row.number, day, change_until(day))


def live_ticket(record: OnRecord) -> UUID | None:
    """The Ticket that a case moves: none where there is none, or where it has terminated."""
    if record.ticket is None:
        return None
    with as_system():
        ended = Termination.objects.filter(ticket=record.ticket, superseded_at=None).exists()
    return None if ended else record.ticket.pk
