"""Dividing one payment among providers, with a reason (PAY-17). The rules compute what each is paid."""

from math import lcm
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.outbox import enqueue
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Allocation, PaymentRequest
from portal.payments.moves import STATE_WORDS, UNDECIDED, State
from portal.payments.results import Answer, Changed, NotAllowed, NotFound
from portal.payments.services.judge_again import JUDGE_AGAIN
from portal.payments.services.locked import done, refuse
from portal.payments.sharing import Shares, Sharing, sharing_of
from portal.policy.roles import Permission
from portal.tickets.locks import lock_ticket


def share(*, request: UUID, place: int, shares: Shares, reason: str) -> Answer:
    """Divide the payment of an undecided request. `place` is that of the division the page was made from, 0 of none."""
    ticket = PaymentRequest.objects.filter(pk=request).values_list("ticket_id", flat=True).first()
    if ticket is None or not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    lock_ticket(ticket)
    row = PaymentRequest.objects.select_for_update().get(pk=request)
    if row.state not in UNDECIDED:
        return refuse(row, "share", NotAllowed(decided(row)), "state")
    stands = sharing_of(row)
    if stands.place != place:
        return refuse(row, "share", Changed(stands.by_name, stands.at, "shared otherwise"), "version")
    if refused := stands.refused(shares, reason):
        return refuse(row, "share", NotAllowed(refused), "policy")
    _enter(row, stands, shares, reason.strip())
    return done(row)


def decided(row: PaymentRequest) -> str:
    """Why the payment of a decided request is not shared."""
    return (
        f"This request is {STATE_WORDS[row.state]}. A payment is shared while its request is open. Where it was paid"
        " and should have been shared, have it taken back, and share what is asked for anew."
    )


def _enter(row: PaymentRequest, stands: Sharing, shares: Shares, reason: str) -> None:
    unit, out_of = current(), lcm(*(share.denominator for share in shares.values()))
    entered = Allocation(
        id=new_id(),
        ticket_id=row.ticket_id,
        person_id=row.person_id,
        kind=stands.kind,
        month=stands.month,  # type: ignore[misc]
        place=stands.place + 1,
        shares={str(key): int(share * out_of) for key, share in shares.items()},
        out_of=out_of,
        reason=reason,
        by=unit.actor.label,
        by_name=unit.actor.name,
        on=unit.on,
        at=unit.at,
    )
    with as_system():
        entered.save(force_insert=True)
    note(
        "payment-shared",
        subject_kind="payment-request",
        subject=row.pk,
        people=[row.person_id],
        detail={"kind": stands.kind, "month": str(stands.month), "place": entered.place, "out_of": out_of},
    )
    for other in _resting_on_it(row):
        enqueue(JUDGE_AGAIN, other)


def _resting_on_it(row: PaymentRequest) -> list[UUID]:
    """Every request for this kind of payment on the Ticket, the oldest first; what was withdrawn rests on nothing."""
    asked = PaymentRequest.objects.filter(ticket=row.ticket_id, asks=row.asks).exclude(state=State.WITHDRAWN)
    return list(asked.order_by("submitted_on", "id").values_list("id", flat=True))
