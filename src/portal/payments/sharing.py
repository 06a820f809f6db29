"""Dividing one payment among the providers that held its Ticket: what stands, and what a division comes to (PAY-17)."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from portal.payments.facts import Facts
from portal.payments.judging import judge_request, paid_month
from portal.payments.models import Allocation, Award, PaymentRequest
from portal.people.models import Organisation
from portal.policy.allocation import ADD_UP, allocate, withdraw
from portal.policy.core import Month, Outcome
from portal.policy.duplicates import ONCE
from portal.policy.payment_facts import parse
from portal.policy.sharing import each_part, may_have_a_share

Shares = Mapping[UUID, Fraction]
_PAID = (
    "A payment for this has been granted already, so it cannot be shared any more. Have that payment taken back first,"
    " with the cause that it is divided among providers."
)


class Holder(NamedTuple):
    """A provider that has held the Ticket."""

    id: UUID
    number: str
    name: str


class Sharing(NamedTuple):
    """The payment of an undecided request: for which month, who may have a share, and the division that stands.

    `place` counts what was entered; without `shares` nothing was, or the last division was withdrawn.
    """

    facts: Facts
    kind: str
    month: Month
    holders: tuple[Holder, ...]
    place: int
    shares: Shares
    reason: str
    by: str
    by_name: str
    at: datetime | None
    granted: bool

    def refused(self, shares: Shares, reason: str) -> str:
        """Why the payment cannot be divided so, in a sentence; "" where it can."""
        if self.granted:
            return _PAID
        decision = allocate(self._by_number(shares), [one.number for one in self.holders], reason)
        if decision.outcome is Outcome.GRANT or decision.primary is None:
            return ""
        if decision.primary.test is ADD_UP:
            return f"The shares add up to {sum(shares.values())}. {decision.told}"
        return decision.told

    def not_withdrawn(self, by: str, reason: str) -> str:
        """Why somebody cannot withdraw the division, in a sentence; "" where it can be done."""
        decision = withdraw(self.by if self.shares else None, by, reason)
        return f"Not so: {decision.told}" if decision.told else ""

    def parts(self, shares: Shares) -> dict[UUID, int | None]:
        """What each provider would be paid, in whole cents; None while the whole is not known."""
        found = each_part(parse(self.facts), self._by_number(shares))
        return {
            one.id: None if found is None else found[one.number] for one in self.holders if one.id in shares
        }

    def _by_number(self, shares: Shares) -> dict[str, Fraction]:
        """Who never held the Ticket has no number here, and is named by its ID."""
        numbers = {one.id: one.number for one in self.holders}
        return {numbers.get(key, str(key)): share for key, share in shares.items()}


def sharing_of(request: PaymentRequest) -> Sharing:
    """What an undecided request's payment may be divided into, as the record is known now. Four queries."""
    judged = judge_request(request)
    month = paid_month(judged.decision, request.claim_month)
    numbers = may_have_a_share(parse(judged.facts))
    found = {one.number: one for one in Organisation.objects.filter(number__in=numbers)}
    divided = [one for one in allocations_of(request.ticket_id, request.asks) if one.month == month]
    last = divided[-1] if divided else None
    granted = Award.objects.filter(ticket=request.ticket_id, kind=request.asks, reversed_on=None)
    if request.asks not in ONCE:
        granted = granted.filter(month=month)  # type: ignore[misc]
    return Sharing(
        facts=judged.facts,
        kind=request.asks,
        month=month,
        holders=tuple(Holder(found[one].pk, one, found[one].name) for one in numbers),
        place=last.place if last else 0,
        shares=shares_of(last) if last else {},
        reason=last.reason if last else "",
        by=last.by if last else "",
        by_name=last.by_name if last else "",
        at=last.at if last else None,
        granted=granted.exists(),
    )


def allocations_of(ticket: UUID, kind: str) -> list[Allocation]:
    """The divisions of payments of a kind on a Ticket; of one payment's, the last counts."""
    return list(Allocation.objects.filter(ticket=ticket, kind=kind).order_by("at", "place"))


def shares_of(row: Allocation) -> dict[UUID, Fraction]:
    """The shares as they were entered."""
    return {UUID(key): Fraction(part, row.out_of) for key, part in row.shares.items()}
