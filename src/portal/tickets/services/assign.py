"""Assigning a Ticket from a signed plan: both rules judged under lock, one holder held by the database (row D6)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel import decisions
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.assignment import EntryFacts, Projection, enter, projection
from portal.policy.core import Decision, Outcome
from portal.policy.disclosed import shown_to_organisation
from portal.policy.facts_json import to_json
from portal.policy.roles import Permission
from portal.policy.signatures import SignatureFacts, latest
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.ticket_states import Use
from portal.providers.rights import assigns_directly
from portal.tickets.assignability import Judged, judge
from portal.tickets.course import course
from portal.tickets.facts import Asking, OnRecord, asking, on_record
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Assignment, Person, Sight, VrCase
from portal.tickets.results import Assigned, NotAssigned, Refused
from portal.tickets.services.move import move_ticket

NOT_YOURS_TO_ASSIGN = "Your role does not let you assign this Ticket. Ask your organization's administrator."
NO_TICKET = "This person has no Ticket on record that could be assigned."
LOST = (
    "The Ticket is assigned to another provider for a day that this assignment would cover. Another provider may have "
    "been faster. Check assignability to see where it stands now."
)


@dataclass(frozen=True, slots=True)
class SignedPlan:
    """What an assignment is made from. The assignment takes the ID of the case.

    `vr_eligible` is a State VR agency's finding about the person, asked of it alone. Whether the provider may assign
    by itself (`facts.may_assign`) is looked up here.
    """

    case: UUID
    person: UUID
    organisation: UUID
    facts: EntryFacts
    vr_eligible: bool | None = None


@dataclass(frozen=True, slots=True)
class _Judging:
    """Both decisions on one plan, with what they stand on."""

    record: OnRecord
    asked: Asking
    by: By
    assignability: Judged
    facts: EntryFacts
    entry: Decision


def assign(*, plan: SignedPlan, entered_on: date | None = None) -> Assigned | NotAssigned:
    """Assign the Ticket to the plan's provider, as the later signature and the day of entry say.

    `entered_on` is the day that counts as the entry: today, or the receipt of a plan that Program Integrity reviewed.
    Asked for twice, it is done once. Locks the Ticket until the unit ends. Refusals are stored and noted too.
    """
    by = _by(plan)
    if by is None:
        return NotAssigned(NOT_YOURS_TO_ASSIGN)
    ticket = _ticket(plan.person)
    if ticket is None:
        return _refused(plan, NotAssigned(NO_TICKET))
    lock_ticket(ticket)
    made = _made_before(plan)
    if made is not None:
        return made
    entered = entered_on or current().on
    judging = _judge(plan, by, entered, on_record([plan.person])[plan.person])
    _store(plan, judging, entered)
    against = [
        one for one in (judging.assignability.decision, judging.entry) if one.outcome is not Outcome.GRANT
    ]
    if against:
        return _refused(plan, NotAssigned(f"This is not met: {against[0].told}", _shown(judging)))
    return _assigned(plan, judging, entered)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Both answers if the plan were entered today, as the provider may see them; nothing is written.

    `assignable` and `enterable` say whether each is met, `directly` that the provider has the right to assign, and
    `protects` that the Ticket would be in use: no failed progress review is in effect.
    """

    assignability: dict[str, Any]
    entry: dict[str, Any]
    assignable: bool
    enterable: bool
    directly: bool
    protects: bool


def foresee(*, plan: SignedPlan) -> Foreseen | None:
    """What `assign` would answer today; None for who may not assign. Reads only."""
    by = _by(plan)
    record = on_record([plan.person]).get(plan.person)
    if by is None or record is None:
        return None
    judging = _judge(plan, by, current().on, record)
    first, second = _shown(judging)
    return Foreseen(
        first,
        second,
        judging.assignability.decision.outcome is Outcome.GRANT,
        judging.entry.outcome is Outcome.GRANT,
        bool(judging.facts.may_assign),
        _protects(judging),
    )


def _protects(judging: _Judging) -> bool:
    if judging.record.ticket is None:
        return False
    with as_system():
        stands = course(judging.record.ticket)
    return stands.on(latest(judging.facts.signatures) or current().on).use is not Use.FAILED_PROGRESS


def _by(plan: SignedPlan) -> By | None:
    """In whose name the actor may assign: its own organisation's, or that of any as Program Integrity or from paper."""
    actor = current().actor
    if actor.may(Permission.WORK_PLAN_REVIEWS):
        return By.INTEGRITY
    own = actor.organisation == plan.organisation and actor.may(Permission.ASSIGN_TICKETS)
    if not own and not actor.may(Permission.WORK_MAIL_ROOM):
        return None
    return By.AGENCY if asking(plan.organisation).provider.kind == "SVRA" else By.EN


def _ticket(person: UUID) -> UUID | None:
    record = on_record([person]).get(person)
    return record.ticket.pk if record and record.ticket else None


def _made_before(plan: SignedPlan) -> Assigned | None:
    with as_system():
        row = Assignment.objects.filter(pk=plan.case).select_related("person").first()
    return None if row is None else _answer(row, row.person.number)


def _judge(plan: SignedPlan, by: By, entered: date, record: OnRecord) -> _Judging:
    asked = asking(plan.organisation, vr_eligible=plan.vr_eligible)
    may = by is By.INTEGRITY or assigns_directly(plan.organisation, current().on)
    facts = plan.facts._replace(may_assign=may, signatures=without_names(plan.facts.signatures))
    day = latest(facts.signatures) or current().on
    return _Judging(record, asked, by, judge(record, asked.provider, day), facts, enter(facts, entered))


def without_names(signed: SignatureFacts) -> SignatureFacts:
    """Facts are kept in clear: that a name was printed counts, not which."""
    provider = signed.provider
    if provider is not None and (provider.printed_name or "").strip():
        provider = provider._replace(printed_name="printed")
    return signed._replace(
        holder=signed.holder and signed.holder._replace(printed_name=None), provider=provider
    )


def _store(plan: SignedPlan, judging: _Judging, entered: date) -> None:
    entry = {"entry": to_json(judging.facts), "on": entered.isoformat()}
    with as_system():
        for facts, answer in (
            (judging.assignability.facts, judging.assignability.answer),
            (entry, judging.entry.to_json()),
        ):
            decisions.store(
                facts=facts, answer=answer, subject_kind="assignment", subject=plan.case, person=plan.person
            )


def _shown(judging: _Judging) -> tuple[dict[str, Any], ...]:
    number = judging.asked.provider.organisation
    return judging.assignability.shown, dict(shown_to_organisation(judging.entry, number))


def _refused(plan: SignedPlan, answer: NotAssigned) -> NotAssigned:
    note(
        "assignment-refused",
        subject_kind="assignment",
        subject=plan.case,
        people=[plan.person],
        detail={"checks": [one["primary"]["name"] for one in answer.decisions if one["primary"]]},
    )
    return answer


def _assigned(plan: SignedPlan, judging: _Judging, entered: date) -> Assigned | NotAssigned:
    """Move the Ticket and write the assignment; a writer that took no lock is met by the database."""
    row = _row(plan, judging, entered)
    try:
        with transaction.atomic():
            moved = _move(plan, judging, row)
            if isinstance(moved, Refused):
                return _refused(plan, NotAssigned(moved.sentence, _shown(judging)))
            number = _write(row)
    except IntegrityError:
        return _refused(plan, NotAssigned(LOST))
    note(
        "assignment-made",
        subject_kind="assignment",
        subject=row.pk,
        people=[row.person_id],
        detail={
            "assigned_on": row.assigned_on.isoformat(),
            "payment_base_on": row.payment_base_on.isoformat(),
        },
    )
    return _answer(row, number)


def _row(plan: SignedPlan, judging: _Judging, entered: date) -> Assignment:
    signed = judging.facts.signatures
    if signed.provider is None or signed.holder is None or judging.record.ticket is None:
        raise ValueError("both signatures were judged to be there")
    follows: Projection = projection(signed.provider.signed_on, signed.holder.signed_on, entered)
    return Assignment(
        id=plan.case,
        ticket=judging.record.ticket,
        person_id=plan.person,
        organisation_id=plan.organisation,
        system=judging.asked.system_on(follows.assigned_on),
        provider_signed_on=signed.provider.signed_on,
        holder_signed_on=signed.holder.signed_on,
        entered_on=entered,
        assigned_on=follows.assigned_on,
        payment_base_on=follows.payment_base_on,
        recorded_at=current().at,
    )


def _move(plan: SignedPlan, judging: _Judging, row: Assignment) -> Any:
    """The row of the law's table: an agency's own open case is changed, anything else is assigned."""
    agency = judging.asked.provider.kind == "SVRA"
    own = _own_open_case(plan) if agency else None
    facts = MoveFacts(judging.by, row.assigned_on, acts_for_holder=True if own else None)
    if own is not None:
        facts = facts._replace(ipe_signed_on=own.ipe_signed_on)
    name = "change-to-assignment" if own else "assign-to-agency" if agency else "assign"
    moved = move_ticket(
        ticket=row.ticket_id,
        move=name,
        facts=facts,
        effective_on=row.assigned_on,
        organisation=plan.organisation,
        cause="signed plan",
    )
    if own is not None and not isinstance(moved, Refused):
        own.superseded_at, own.changed_on = current().at, row.assigned_on
        with as_system():
            own.save(update_fields=["superseded_at", "changed_on"])
    return moved


def _own_open_case(plan: SignedPlan) -> VrCase | None:
    with as_system():
        return VrCase.objects.filter(
            person=plan.person, organisation=plan.organisation, closed_on=None, superseded_at=None
        ).first()


def _write(row: Assignment) -> str:
    """The assignment and sight of the person; gives the Ticketholder's number."""
    with as_system():
        row.save(force_insert=True)
        sight = Sight.objects.filter(person=row.person_id, organisation=row.organisation_id).first()
        if sight is None:
            Sight(person_id=row.person_id, organisation_id=row.organisation_id, from_on=row.assigned_on).save(
                force_insert=True
            )
        elif sight.until_on is not None or sight.from_on > row.assigned_on:
            sight.until_on, sight.from_on = None, min(sight.from_on, row.assigned_on)
            sight.save(update_fields=["until_on", "from_on"])
        return Person.objects.values_list("number", flat=True).get(pk=row.person_id)


def _answer(row: Assignment, person_number: str) -> Assigned:
    return Assigned(
        row.pk, person_number, row.assigned_on, row.payment_base_on, row.payment_base_on != row.assigned_on
    )
