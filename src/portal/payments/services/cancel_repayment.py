"""A check or wire that the bank did not honor, or that was entered wrongly, counts no more (PAY-19, E5)."""

from uuid import UUID

from portal.kernel.results import Answer, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import CanceledRepayment, Repayment
from portal.payments.recoveries import canceled, recovery_record
from portal.payments.services.posting import Account, Posting, post_many
from portal.payments.services.run_steps import one_at_a_time
from portal.people.services.mail_people import mail_people
from portal.policy.core import Outcome, in_dollars
from portal.policy.repayment import may_be_canceled
from portal.policy.roles import Permission

_BODY = (
    "Your {how} of {amount} for recovery {number} does not count any more: it was not honored, or it was recorded "
    "wrongly. {left} is open and kept back of your next deposits. The portal says why.\n\n"
    "Sign in to the Ticket Portal and open Remittances.\n"
    "This mail was sent by the portal. Please do not answer it."
)


def cancel_repayment(*, recovery: str, repayment: UUID, reason: str) -> Answer:
    """Cancel what was recorded. Waits for a run that is being gathered: what is open of a recovery is settled there."""
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    one_at_a_time()
    found = recovery_record(recovery)
    row = next((one for one in found.repayments if one.pk == repayment), None) if found else None
    if found is None or row is None:
        return NotFound()
    stands = canceled(row) is None
    decision = may_be_canceled(row.by if stands else None, current().actor.label, reason)
    if decision.outcome is not Outcome.GRANT:
        detail = {"check": decision.primary.test.name if decision.primary else ""}
        note("repayment-not-canceled", subject_kind="recovery", subject=row.recovery_id, detail=detail)
        return NotAllowed(f"Not so: {decision.told}", decision)
    _write(row, recovery, reason.strip(), found.row.open + row.cents)
    return Done(row.recovery_id, recovery, "open")


def _write(row: Repayment, recovery: str, reason: str, left: int) -> None:
    unit = current()
    with as_system():
        CanceledRepayment(
            repayment=row,
            organisation_id=row.organisation_id,
            reason=reason,
            on=unit.on,
            at=unit.at,
            by=unit.actor.label,
            by_name=unit.actor.name,
        ).save(force_insert=True)
        says = f"The {row.get_how_display()} for recovery {recovery} was canceled"
        post_many(
            [
                Posting(
                    f"repayment-canceled/{row.pk}",
                    says,
                    row.organisation_id,
                    Account.RECEIVABLE,
                    Account.CASH,
                    row.cents,
                    row.recovery.award_id,
                )
            ]
        )
        mail_people(
            row.organisation_id,
            Permission.REQUEST_PAYMENT,
            key=f"repayment-canceled/{row.pk}",
            subject=f"Recovery {recovery}: a payment of yours does not count",
            body=_BODY.format(
                how=row.get_how_display(),
                amount=in_dollars(row.cents),
                number=recovery,
                left=in_dollars(left),
            ),
        )
    detail = {"cents": row.cents, "left": left}
    note("repayment-canceled", subject_kind="recovery", subject=row.recovery_id, detail=detail)
