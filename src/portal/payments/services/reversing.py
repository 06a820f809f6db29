"""Taking a payment back: the award is reversed, and what was paid is recovered from the next deposits (PAY-19)."""

from uuid import UUID

from portal.kernel import mailing
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Award, PaymentRequest, Recovery, RunLine
from portal.payments.moves import State, move_named
from portal.payments.results import Answer, NotAllowed
from portal.payments.services.locked import done, refuse, take
from portal.payments.services.posting import Account, Posting, post_many, what_for
from portal.payments.services.steps import make_move
from portal.payments.services.tell_phase import TELL_PHASE
from portal.people.reached import employed, readers
from portal.policy.core import Decision, Outcome
from portal.policy.corrections import Cause, recover
from portal.policy.roles import Permission

_BODY = (
    "We took back the payment of request {number}. What was paid for it is kept back of your next deposits as recovery "
    "{recovery}. The portal says why.\n\nSign in to the Ticket Portal and open {number}.\n"
    "This mail was sent by the portal. Please do not answer it."
)


def judged(award: Award, cause: Cause) -> Decision:
    """The law's answer: the whole payment is taken back, and what was due is asked for and granted anew."""
    return recover(cause, award.amount_cents, 0)


def reverse(*, request: UUID, version: int, cause: Cause, reason: str) -> Answer:
    """Take a payment back. What was not paid yet is owed no more; what was paid is recovered."""
    row = take(request, version, "reverse")
    if not isinstance(row, PaymentRequest):
        return row
    award = Award.objects.filter(request=row, reversed_on=None).first()
    refused = "This request has no payment to take back." if award is None else _against(award, cause, reason)
    if award is None or refused:
        return refuse(row, "reverse", NotAllowed(refused), "policy")
    was_paid, award.reversed_on = row.state == State.PAID, current().on
    make_move(row, move_named("reverse"), text=reason.strip(), detail={"cause": cause.value})
    back = Account.RECEIVABLE if was_paid else Account.PAYABLE
    with as_system():
        award.save(update_fields=["reversed_on"])
        post_many(
            [
                Posting(
                    f"reversal/{award.pk}",
                    f"Reversed: {what_for(award)}",
                    award.organisation_id,
                    back,
                    Account.PROGRAM_COST,
                    award.amount_cents,
                    award.pk,
                )
            ]
        )
        if was_paid:
            _recover(row, award, cause, reason.strip())
    enqueue(TELL_PHASE, row.assignment_id)
    return done(row)


def _against(award: Award, cause: Cause, reason: str) -> str:
    """Why the payment stays; "" where nothing stands against taking it back."""
    if not reason.strip():
        return "Say why the payment is taken back. The provider reads it."
    answer = judged(award, cause)
    if answer.outcome is Outcome.REFUSE and answer.primary is not None:
        return f"It does not hold: {answer.primary.test.says} {answer.primary.test.remedy}"
    # In a run that is not finished it is paid or comes back first.
    line = (
        RunLine.objects.filter(award=award, dropped=False)
        .exclude(deposit__state="paid")
        .select_related("run")
        .first()
    )
    if line is not None:
        number = line.run.number
        return (
            f"This payment is in payment run {number}. Cancel the run, or wait until the deposit is answered."
        )
    return ""


def _recover(request: PaymentRequest, award: Award, cause: Cause, reason: str) -> None:
    unit = current()
    row = Recovery(
        id=new_id(),
        number=new_number("RC"),
        organisation_id=award.organisation_id,
        award=award,
        cents=award.amount_cents,
        cause=cause.value,
        reason=reason,
        opened_on=unit.on,
        opened_at=unit.at,
        opened_by=unit.actor.label,
        opened_by_name=unit.actor.name,
    )
    row.save(force_insert=True)
    detail = {"cents": row.cents, "cause": row.cause, "request": request.number}
    note("recovery-opened", subject_kind="recovery", subject=row.pk, people=[award.person_id], detail=detail)
    for reader in readers(employed([award.organisation_id], unit.on), Permission.REQUEST_PAYMENT, None):
        mailing.write_mail(
            key=f"recovery/{row.pk}/{reader.account}",
            account=reader.account,
            address=reader.address,
            subject=f"Recovery {row.number} is opened",
            body=_BODY.format(number=request.number, recovery=row.number),
        )
