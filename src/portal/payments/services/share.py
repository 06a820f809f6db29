"""Dividing one payment among providers, with a reason, and withdrawing that (PAY-17). The rules compute the parts."""

from collections.abc import Collection
from math import lcm
from typing import NamedTuple
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

_NOT_WITHDRAWN = tuple(one for one in State if one is not State.WITHDRAWN)


def share(*, request: UUID, place: int, shares: Shares, reason: str) -> Answer:
    """Divide the payment of an undecided request. `place` is that of the division the page was made from, 0 of none."""
    found = _held(request, place, "share")
    if not isinstance(found, _Held):
        return found
    if refused := found.stands.refused(shares, reason):
        return refuse(found.row, "share", NotAllowed(refused), "policy")
    out_of = lcm(*(share.denominator for share in shares.values()))
    _enter(found, {str(key): int(share * out_of) for key, share in shares.items()}, out_of, reason)
    _note(found, "payment-shared", {"out_of": out_of})
    for other in _resting_on_it(found.row):
        enqueue(JUDGE_AGAIN, other)
    return done(found.row)


def withdraw_share(*, request: UUID, place: int, reason: str) -> Answer:
    """Withdraw the division of an undecided request's payment. What was granted by it stays as it is."""
    found = _held(request, place, "withdraw-share")
    if not isinstance(found, _Held):
        return found
    if refused := found.stands.not_withdrawn(current().actor.label, reason):
        return refuse(found.row, "withdraw-share", NotAllowed(refused), "policy")
    _enter(found, {}, 1, reason)
    _note(found, "payment-share-withdrawn", {})
    for other in _resting_on_it(found.row, (*UNDECIDED, State.DENIED)):
        enqueue(JUDGE_AGAIN, other)
    return done(found.row)


class _Held(NamedTuple):
    """A locked request with the division that stands."""

    row: PaymentRequest
    stands: Sharing


def _held(request: UUID, place: int, move: str) -> "_Held | Answer":
    ticket = PaymentRequest.objects.filter(pk=request).values_list("ticket_id", flat=True).first()
    if ticket is None or not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return NotFound()
    lock_ticket(ticket)
    row = PaymentRequest.objects.select_for_update().get(pk=request)
    if row.state not in UNDECIDED:
        return refuse(row, move, NotAllowed(decided(row)), "state")
    stands = sharing_of(row)
    if stands.place != place:
        return refuse(row, move, Changed(stands.by_name, stands.at, "shared otherwise"), "version")
    return _Held(row, stands)


def decided(row: PaymentRequest) -> str:
    """Why the payment of a decided request is not shared."""
    return (
        f"This request is {STATE_WORDS[row.state]}. A payment is shared while its request is open. Where it was paid"
        " and should have been shared, have it taken back, and share what is asked for anew."
    )


def _enter(found: _Held, parts: dict[str, int], out_of: int, reason: str) -> None:
    unit, row, stands = current(), found.row, found.stands
    entered = Allocation(
        id=new_id(),
        ticket_id=row.ticket_id,
        person_id=row.person_id,
        kind=stands.kind,
        month=stands.month,  # type: ignore[misc]
        place=stands.place + 1,
        shares=parts,
        out_of=out_of,
        reason=reason.strip(),
        by=unit.actor.label,
        by_name=unit.actor.name,
        on=unit.on,
        at=unit.at,
    )
    with as_system():
        entered.save(force_insert=True)


def _note(found: _Held, kind: str, detail: dict[str, int]) -> None:
    stands = found.stands
    note(
        kind,
        subject_kind="payment-request",
        subject=found.row.pk,
        people=[found.row.person_id],
        detail={"kind": stands.kind, "month": str(stands.month), "place": stands.place + 1, **detail},
    )


def _resting_on_it(row: PaymentRequest, states: Collection[State] = _NOT_WITHDRAWN) -> list[UUID]:
    """Requests for this kind of payment on the Ticket, the oldest first; what was withdrawn rests on nothing."""
    asked = PaymentRequest.objects.filter(ticket=row.ticket_id, asks=row.asks, state__in=states)
    return list(asked.order_by("submitted_on", "id").values_list("id", flat=True))
