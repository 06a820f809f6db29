"""A provider's check or wire for a recovery is recorded: less is kept back of its next deposits (PAY-19, E5)."""

from dataclasses import dataclass
from datetime import date

from portal.kernel.ids import new_id
from portal.kernel.results import Answer, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Recovery, Repayment
from portal.payments.recoveries import RecoveryRow, canceled, recovery_record
from portal.payments.services.posting import Account, Posting, post_many
from portal.payments.services.run_steps import one_at_a_time
from portal.people.services.mail_people import mail_people
from portal.policy.core import Decision, Outcome, in_dollars
from portal.policy.repayment import RepaymentFacts, may_be_recorded
from portal.policy.roles import Permission

_BODY = (
    "We received {amount} for recovery {number}. {left} The portal shows what is kept back of your deposits.\n\n"
    "Sign in to the Ticket Portal and open Remittances.\n"
    "This mail was sent by the portal. Please do not answer it."
)


@dataclass(frozen=True, slots=True)
class Received:
    """A check or wire, in whole cents; `reference` is the number that stands on it."""

    cents: int
    how: str
    reference: str
    received_on: date


def record_repayment(*, recovery: str, received: Received) -> Answer:
    """Record what came in for the recovery of this number. Waits for a run that is being gathered: both settle it."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    one_at_a_time()
    found = recovery_record(recovery)
    if found is None:
        return NotFound()
    row, reference = found.row, " ".join(received.reference.split())
    before = [one for one in found.repayments if (one.how, one.reference) == (received.how, reference)]
    there = any(canceled(one) is None for one in before)
    facts = RepaymentFacts(row.recovery.opened_on, row.open, received.cents, received.received_on, there)
    decision = may_be_recorded(facts, current().on)
    if decision.outcome is not Outcome.GRANT:
        detail = {"check": decision.primary.test.name if decision.primary else ""}
        note("repayment-refused", subject_kind="recovery", subject=row.recovery.pk, detail=detail)
        return NotAllowed(_sentence(decision, row), decision)
    _write(row, received, reference, again=len(before))
    return Done(row.recovery.pk, recovery, "settled" if row.open == received.cents else "open")


def _sentence(decision: Decision, row: RecoveryRow) -> str:
    if decision.primary is None:
        raise ValueError("what is granted needs no reason")
    test = decision.primary.test
    return f"Not so: {test.says} Still open is {in_dollars(row.open)}. {test.remedy}"


def _write(found: RecoveryRow, received: Received, reference: str, again: int) -> None:
    unit, recovery, left = current(), found.recovery, found.open - received.cents
    row = Repayment(
        id=new_id(),
        recovery=recovery,
        organisation_id=recovery.organisation_id,
        cents=received.cents,
        how=received.how,
        reference=reference,
        again=again,
        received_on=received.received_on,
        on=unit.on,
        at=unit.at,
        by=unit.actor.label,
        by_name=unit.actor.name,
    )
    with as_system():
        row.save(force_insert=True)
        says = f"Paid back by {row.get_how_display()} for recovery {recovery.number}"
        post_many(
            [
                Posting(
                    f"repayment/{row.pk}",
                    says,
                    row.organisation_id,
                    Account.CASH,
                    Account.RECEIVABLE,
                    row.cents,
                    recovery.award_id,
                )
            ]
        )
        _tell(recovery, row, left)
    detail = {"cents": row.cents, "how": row.how, "received_on": f"{row.received_on}", "left": left}
    note("recovery-paid-back", subject_kind="recovery", subject=recovery.pk, detail=detail)


def _tell(recovery: Recovery, row: Repayment, left: int) -> None:
    said = (
        f"{in_dollars(left)} is still open and kept back of your next deposits." if left else "It is settled."
    )
    mail_people(
        row.organisation_id,
        Permission.REQUEST_PAYMENT,
        key=f"repayment/{row.pk}",
        subject=f"Recovery {recovery.number}: we received your payment",
        body=_BODY.format(amount=in_dollars(row.cents), number=recovery.number, left=said),
    )
