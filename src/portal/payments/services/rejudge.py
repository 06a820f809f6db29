"""Judging a decided request again, once a fact about the person has changed, and settling what came out (row L6)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel import decisions, desks
from portal.kernel.duties import Due, settle
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.kernel.workdays import working_days_after
from portal.payments import parameters
from portal.payments.claims import claim_of
from portal.payments.correcting import Correction, correction
from portal.payments.duties import AGAIN, AGAIN_DESK
from portal.payments.facts import gather
from portal.payments.judging import Judged, replay
from portal.payments.models import Determination, PaymentRequest, Rejudged
from portal.payments.moves import STATE_WORDS, State, move_named
from portal.payments.results import Answer, Changed, NotAllowed, NotFound
from portal.payments.services.determine import has_twin, record
from portal.payments.services.locked import done, refuse
from portal.payments.services.reversing import against, in_a_run, take_back
from portal.payments.services.steps import SYSTEM_NAME, make_move
from portal.policy.corrections import Cause
from portal.policy.rejudging import Settled, facts_now, is_another, settlements
from portal.tickets.locks import lock_ticket

GRANTED = (State.APPROVED, State.RELEASED, State.PAID)
DECIDED = (*GRANTED, State.DENIED)
_ELSEWHERE = "You have asked for this payment again in another request, which is open or paid. Let this decision stand."


def compare(row: PaymentRequest) -> None:
    """Judge a decided request again as the record is known now, and put another answer before a person.

    Run by the worker, as the system, with Ticket and request locked. Nothing is decided by it.
    """
    there = _open(row)
    stands = _standing(row) if row.state in DECIDED else None
    judged = _known_now(row, stands) if stands else None
    if stands is None or judged is None or not _matters(row, stands, judged):
        if there is not None:
            _end(there, Settled.GONE, "", by_system=True)
    elif there is None or is_another(there.decision.answer, judged.answer):
        _found(row, stands, judged, there)


def settle_rejudged(*, request: UUID, version: int, settled_as: str, reason: str) -> Answer:
    """Settle a decision that was judged again: it stands, is opened again, or its payment is taken back or corrected."""
    ticket = PaymentRequest.objects.filter(pk=request).values_list("ticket_id", flat=True).first()
    if ticket is None or not current().actor.may(AGAIN_DESK.work):
        return NotFound()
    lock_ticket(ticket)
    row = PaymentRequest.objects.select_for_update().get(pk=request)
    there = _open(row)
    if there is None or there.version != version:
        return refuse(row, "settle", Changed("", None, STATE_WORDS[row.state]), "version")
    if (held := desks.holds(AGAIN_DESK, row.pk)) is not None:
        return refuse(row, "settle", NotAllowed(held), "holder")
    found = correction(there)
    if settled_as not in offered(row, found):
        return refuse(row, "settle", NotAllowed("Choose one of the ways that are offered."), "way")
    if not reason.strip():
        return refuse(row, "settle", NotAllowed("Say why."), "reason")
    if settled_as == Settled.REOPENED and not _open_again(row):
        return refuse(row, "settle", NotAllowed(_ELSEWHERE), "twin")
    moves_money = settled_as in (Settled.RECOVER, Settled.CORRECTED)
    if moves_money and found is not None and (refused := _money(row, found, reason.strip())):
        return refuse(row, "settle", NotAllowed(refused), "policy")
    _end(there, settled_as, reason.strip())
    return done(row)


def offered(row: PaymentRequest, found: Correction | None) -> Sequence[Settled]:
    """The ways in which what is open of this request can be settled."""
    return settlements(
        denied=row.state == State.DENIED,
        paid=found.paid if found is not None and row.state in GRANTED else None,
        due=found.due if found is not None else None,
    )


def _standing(row: PaymentRequest) -> Determination | None:
    """The determination that decided the request as it stands."""
    rows = Determination.objects.filter(request=row, determined__in=("approve", "deny"))
    return rows.select_related("decision").order_by("-at", "-id").first()


def _known_now(row: PaymentRequest, stands: Determination) -> Judged:
    """The rules' answer on the facts in force on the day of the decision, as they are known now."""
    [now] = gather([claim_of(row)], decided_on=stands.decision.decided_on)
    return replay(facts_now(stands.decision.facts, now))


def _matters(row: PaymentRequest, stands: Determination, judged: Judged) -> bool:
    """Is there anything to settle: another answer, not settled before, and not claimed by another request?"""
    if not is_another(stands.decision.answer, judged.answer):
        return False
    if row.state == State.DENIED and has_twin(row):
        return False
    last = (
        Rejudged.objects.filter(determination=stands, settled_as=Settled.STANDS)
        .select_related("decision")
        .order_by("-settled_at")
        .first()
    )
    return last is None or is_another(last.decision.answer, judged.answer)


def _found(row: PaymentRequest, stands: Determination, judged: Judged, there: Rejudged | None) -> None:
    unit = current()
    found = there or Rejudged(request=row, found_on=unit.on, found_at=unit.at)
    with as_system():
        found.determination = stands
        found.decision = decisions.store(
            facts=judged.facts,
            answer=judged.answer,
            subject_kind="payment-request",
            subject=row.pk,
            person=row.person_id,
        )
        if there is not None:
            found.version += 1
        found.save()
        due_on = working_days_after(unit.on, int(parameters.on(parameters.DECIDE_WITHIN, unit.on)))
        settle(row.pk, (AGAIN,), [Due(AGAIN, row.pk, None, row.person_id, due_on)])
    _noted(row, "request-judged-again", {"outcome": judged.decision.outcome})


def _open_again(row: PaymentRequest) -> bool:
    """Back to the analysts; False where the provider has the same claim open or paid."""
    try:
        with transaction.atomic():
            make_move(row, move_named("open-again"))
    except IntegrityError:
        return False
    return True


def _money(row: PaymentRequest, found: Correction, reason: str) -> str:
    """Take the payment back, or put it to what is due (PAY-19); why it stays as it is, or ""."""
    award, more = found.award, found.cause is Cause.LESS_THAN_DUE
    if refused := in_a_run(award) if more else against(award, found.cause, reason, found.due):
        return refused
    if not found.due:
        take_back(row, award, move_named("take-back"), found.cause, reason)
        return ""
    row.amount_cents, row.decided_on = found.due, current().on
    take_back(row, award, move_named("correct"), found.cause, reason)
    record(row, found.judged, determined="approve", told="corrected")
    return ""


def _end(there: Rejudged, settled_as: str, reason: str, *, by_system: bool = False) -> None:
    unit = current()
    there.settled_as, there.reason = settled_as, reason
    there.settled_on, there.settled_at = unit.on, unit.at
    there.by = "system" if by_system else unit.actor.label
    there.by_name = SYSTEM_NAME if by_system else unit.actor.name
    there.version += 1
    with as_system():
        there.save()
        settle(there.request_id, (AGAIN,), [])
    _noted(there.request, "request-settled-again", {"as": settled_as})


def _open(row: PaymentRequest) -> Rejudged | None:
    rows = Rejudged.objects.filter(request=row, settled_at=None)
    return rows.select_related("decision", "determination__decision", "request").first()


def _noted(row: PaymentRequest, kind: str, detail: dict[str, str]) -> None:
    note(kind, subject_kind="payment-request", subject=row.pk, people=[row.person_id], detail=detail)
