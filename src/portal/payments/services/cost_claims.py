"""Putting a claim of costs and its answers on record: facts that are added and superseded (PAY-22; row E9).

Payments staff enter what an agency sent and what Social Security answered; an agency claims, and takes back, itself.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.cost_moves import STATE_WORDS, State, may_move, move_named
from portal.payments.models import Award, CostClaim
from portal.payments.models.cost_claim import STANDING
from portal.payments.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.payments.services.cost_mail import tell_agency
from portal.policy.core import Decision, Month, Outcome
from portal.policy.cost_claim import ClaimFacts, judge_claim, judge_other_answer, judge_reimbursement
from portal.policy.records import MonthSpan
from portal.policy.roles import Permission
from portal.tickets.changed import changed
from portal.tickets.locks import lock_tickets
from portal.tickets.models import Ticket, VrCase

BESIDE = "A network has been granted a payment for a month of it. That payment is judged again, and a person decides."
# What no answer changes.
_STAYS = (
    *("number", "ticket_id", "person_id", "organisation_id", "vr_case", "from_month", "until_month"),
    *("amount_cents", "claimed_on"),
)


class Costs(NamedTuple):
    """A claim as entered: months from the first to the last, in whole cents. `vr_case` is the case's number."""

    ticket: UUID
    vr_case: str
    from_month: Month
    last_month: Month
    amount_cents: int
    claimed_on: date
    source: str


class AgencyClaim(NamedTuple):
    """What an agency claims itself for one of its cases, by the case's number."""

    vr_case: str
    from_month: Month
    last_month: Month
    amount_cents: int


def enter_cost_claim(costs: Costs) -> Answer:
    """Put the claim on record. One that meets a payment to a network is recorded too, and says so."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    person = Ticket.objects.filter(pk=costs.ticket).values_list("person", flat=True).first()
    case = _case(costs.vr_case).filter(person=person).first()
    return NotFound() if case is None else _put_on_record("enter", costs, case)


def foresee_costs(claim: AgencyClaim) -> NotAllowed | NotFound | None:
    """Why the agency's claim could not be put on record now; None where it could."""
    costs = _of_own_case(claim)
    if costs is None:
        return NotFound()
    with as_system():
        _, decision = _judged_new(*costs)
    return NotAllowed(decision.told) if decision.outcome is Outcome.REFUSE else None


def claim_costs(claim: AgencyClaim) -> Answer:
    """An agency's claim of today for a case of its own. What a network is paid is not the agency's to know."""
    costs = _of_own_case(claim)
    if costs is None:
        return NotFound()
    with as_system():
        answer = _put_on_record("claim", *costs)
    return replace(answer, said="") if isinstance(answer, Done) else answer


def withdraw_costs(*, number: str, seen: UUID) -> Answer:
    """An agency takes back a claim of its own that is not answered yet."""
    unit = current()
    own = CostClaim.objects.filter(number=number, organisation=unit.actor.organisation)
    if not unit.actor.may(Permission.CLAIM_COSTS) or not own.exists():
        return NotFound()
    with as_system():
        return _answer(number, seen, "take-back", unit.on, CostClaim.Source.PORTAL)


def answer_cost_claim(*, number: str, seen: UUID, move: str, on: date, source: str) -> Answer:
    """Put an answer to the claim on record, or that it no longer holds. `seen` is the recording the page showed."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    answer = _answer(number, seen, move, on, source)
    if isinstance(answer, Done):
        tell_agency(CostClaim.objects.get(number=number, superseded_at=None))
    return answer


def _of_own_case(claim: AgencyClaim) -> tuple[Costs, VrCase] | None:
    """The claim as of today with its case; None where the case is not the agency's."""
    unit = current()
    case = _case(claim.vr_case).filter(organisation=unit.actor.organisation).first()
    if case is None or not unit.actor.may(Permission.CLAIM_COSTS):
        return None
    with as_system():
        ticket = Ticket.objects.filter(person=case.person_id).latest("sequence")
    return Costs(ticket.pk, *claim, unit.on, CostClaim.Source.PORTAL), case


def _case(number: str) -> QuerySet[VrCase]:
    return VrCase.objects.filter(number=number, superseded_at=None)


def _put_on_record(move: str, costs: Costs, case: VrCase) -> Answer:
    row, decision = _judged_new(costs, case)
    if decision.outcome is Outcome.REFUSE:
        return _refused(row, move, decision)
    return _recorded(row, move, costs.claimed_on, said=BESIDE if decision.outcome is Outcome.REFER else "")


def _judged_new(costs: Costs, case: VrCase) -> tuple[CostClaim, Decision]:
    """The claim as it would stand on record, judged with nobody else at it. A case keeps the day it was opened."""
    _lock(case.person_id)
    row = _entered(costs, case)
    return row, judge_claim(_facts(row, case.opened_on))


def _answer(number: str, seen: UUID, move: str, on: date, source: str) -> Answer:
    person = CostClaim.objects.filter(number=number).values_list("person", flat=True).first()
    if person is None:
        return NotFound()
    _lock(person)
    row = CostClaim.objects.get(number=number, superseded_at=None)
    if row.pk != seen:
        return Changed(row.by_name, row.recorded_at, STATE_WORDS[row.state])
    refused = may_move(row.state, move_named(move), current().actor)
    if refused is not None:
        return NotAllowed(refused.sentence)
    decision = _judged(row, move, on)
    if decision.outcome is Outcome.REFUSE:
        return _refused(row, move, decision)
    said = BESIDE if decision.outcome is Outcome.REFER else ""
    return _recorded(_next(row, move, on, source), move, on, before=row, said=said)


def _lock(person: UUID) -> None:
    """Nobody decides on a payment for the person meanwhile, nor enters another claim."""
    lock_tickets(Ticket.objects.filter(person=person).values_list("pk", flat=True))


def _entered(costs: Costs, case: VrCase) -> CostClaim:
    unit = current()
    return CostClaim(
        id=new_id(),
        number=new_number("CR"),
        ticket_id=costs.ticket,
        person_id=case.person_id,
        organisation_id=case.organisation_id,
        vr_case=case.number,
        from_month=costs.from_month,  # type: ignore[misc]
        until_month=costs.last_month.plus(1),
        amount_cents=costs.amount_cents,
        state=State.CLAIMED,
        claimed_on=costs.claimed_on,
        source=costs.source,
        by=unit.actor.label,
        by_name=unit.actor.name,
        recorded_at=unit.at,
    )


def _next(row: CostClaim, move: str, on: date, source: str) -> CostClaim:
    unit, to = current(), move_named(move).to
    return CostClaim(
        id=new_id(),
        **{name: getattr(row, name) for name in _STAYS},
        state=to,
        answered_on=None if to == State.CLAIMED else on,
        source=source,
        by=unit.actor.label,
        by_name=unit.actor.name,
        recorded_at=unit.at,
    )


def _judged(row: CostClaim, move: str, on: date) -> Decision:
    opened_on = VrCase.objects.values_list("opened_on", flat=True).get(number=row.vr_case, superseded_at=None)
    facts = _facts(row, opened_on)
    if move == "pay":
        return judge_reimbursement(facts, on)
    answered = judge_other_answer(facts, on)
    again = move == "open-again" and answered.outcome is Outcome.GRANT
    return judge_claim(facts) if again else answered


def _facts(row: CostClaim, opened_on: date) -> ClaimFacts:
    """The other claims of the case, and what networks were granted on any Ticket of the person."""
    others = CostClaim.objects.filter(vr_case=row.vr_case, state__in=STANDING, superseded_at=None)
    granted = Award.objects.filter(person=row.person_id, reversed_on=None)
    return ClaimFacts(
        on=current().on,
        opened_on=opened_on,
        from_=row.from_month,
        until=row.until_month,
        cents=row.amount_cents,
        claimed_on=row.claimed_on,
        standing=tuple(
            MonthSpan(one.from_month, one.until_month) for one in others.exclude(number=row.number)
        ),
        granted=tuple([one.month for one in granted]),
    )


def _recorded(row: CostClaim, move: str, on: date, *, said: str, before: CostClaim | None = None) -> Done:
    with as_system():
        if before is not None:
            CostClaim.objects.filter(pk=before.pk).update(superseded_at=current().at)
        row.save(force_insert=True)
    note(
        f"cost-claim-{move}",
        subject_kind="ticket",
        subject=row.ticket_id,
        people=[row.person_id],
        detail={"claim": row.number, "on": on.isoformat(), "beside_a_network_payment": bool(said)},
    )
    changed(row.person_id)
    return Done(row.pk, row.number, row.state, said)


def _refused(row: CostClaim, move: str, decision: Decision) -> NotAllowed:
    note(
        "cost-claim-refused",
        subject_kind="ticket",
        subject=row.ticket_id,
        people=[row.person_id],
        detail={"move": move, "checks": [one.test.name for one in decision.checks if one.state != "held"]},
    )
    return NotAllowed(decision.told)
