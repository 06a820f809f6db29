"""Taking a payment back: the award is reversed, and what was paid is recovered from the next deposits (PAY-19)."""

from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Award, PaymentRequest, Recovery, RunLine
from portal.payments.moves import Move, State, move_named
from portal.payments.results import Answer, NotAllowed
from portal.payments.services.locked import done, refuse, take
from portal.payments.services.posting import Account, Posting, post_many, what_for
from portal.payments.services.steps import make_move
from portal.payments.services.tell_phase import TELL_PHASE
from portal.people.services.mail_people import mail_people
from portal.policy.core import Decision, Outcome
from portal.policy.corrections import Cause, recover
from portal.policy.roles import Permission

_BODY = (
    "We took back the payment of request {number}. What was paid for it is kept back of your next deposits as recovery "
    "{recovery}. The portal says why and how much. If the payment was due, ask for it again with what shows that.\n\n"
    "Sign in to the Ticket Portal and open {number}.\n"
    "This mail was sent by the portal. Please do not answer it."
)
_CORRECTED = (
    "We corrected the payment of request {number}. The right amount is paid anew; what was paid before is kept back of "
    "your next deposits as recovery {recovery}, so that you get or give back the difference only. The portal says why "
    "and how much.\n\nSign in to the Ticket Portal and open {number}.\n"
    "This mail was sent by the portal. Please do not answer it."
)


def judged(award: Award, cause: Cause, due: int | None = 0) -> Decision:
    """The law's answer: may what was paid be recovered down to what is due?"""
    return recover(cause, award.amount_cents, due)


def reverse(*, request: UUID, version: int, cause: Cause, reason: str) -> Answer:
    """Take a payment back. What was not paid yet is owed no more; what was paid is recovered."""
    row = take(request, version, "reverse")
    if not isinstance(row, PaymentRequest):
        return row
    award = standing_award(row)
    refused = "This request has no payment to take back." if award is None else against(award, cause, reason)
    if award is None or refused:
        return refuse(row, "reverse", NotAllowed(refused), "policy")
    take_back(row, award, move_named("reverse"), cause, reason)
    return done(row)


def standing_award(request: PaymentRequest) -> Award | None:
    """What was granted for the request and stands."""
    return Award.objects.filter(request=request, reversed_on=None).first()


def take_back(request: PaymentRequest, award: Award, move: Move, cause: Cause, reason: str) -> None:
    """Reverse the award by this move of its locked request; what was paid is recovered. Nothing stands `against` it."""
    was_paid, award.reversed_on = request.state == State.PAID, current().on
    make_move(request, move, text=reason.strip(), detail={"cause": cause.value})
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
            _recover(request, award, cause, reason.strip())
    enqueue(TELL_PHASE, request.assignment_id)


def against(award: Award, cause: Cause, reason: str, due: int | None = 0) -> str:
    """Why the payment stays as it is; "" where nothing stands against taking it back down to `due`."""
    if not reason.strip():
        return "Say why the payment is taken back. The provider reads it."
    answer = judged(award, cause, due)
    if answer.outcome is Outcome.REFUSE:
        return f"It does not hold: {answer.told}"
    return in_a_run(award)


def in_a_run(award: Award) -> str:
    """The run that the award stands in and that is not finished, in a sentence: it is paid or comes back first."""
    line = (
        RunLine.objects.filter(award=award, dropped=False)
        .exclude(deposit__state="paid")
        .select_related("run")
        .first()
    )
    if line is None:
        return ""
    number = line.run.number
    return f"This payment is in payment run {number}. Cancel the run, or wait until the deposit is answered."


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
    body = _CORRECTED if request.state == State.APPROVED else _BODY
    mail_people(
        award.organisation_id,
        Permission.REQUEST_PAYMENT,
        key=f"recovery/{row.pk}",
        subject=f"Recovery {row.number} is opened",
        body=body.format(number=request.number, recovery=row.number),
    )
