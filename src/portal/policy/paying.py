"""Paying out what is owed to a provider: may it be paid today, and what is kept back of it (PAY-19, PAY-23, EVD-09)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from portal.policy.core import Decision, decide
from portal.policy.records import Standing
from portal.policy.standing import bank_of, hold_of, sam_of

VERSION = "2025-12"


class Kept(NamedTuple):
    """What is kept back of a payment for one recovery, in whole cents."""

    recovery: str
    cents: int


def may_be_paid(standing: Standing | None, on: date) -> Decision:
    """May what is owed to this provider be paid out on that day?

    What stands against it is asked for: what is owed waits, and is not denied. The agreement is judged when a payment
    is requested; what was granted is paid after it has ended.
    """
    return decide("paying-out", VERSION, (hold_of(standing, on), sam_of(standing, on), bank_of(standing)))


def kept_back(owed: int, open_recoveries: Sequence[Kept]) -> tuple[Kept, ...]:
    """What is kept back of `owed` cents, of what is still open of each recovery, in their order.

    Never more than is owed: what is left open is kept back of the next payment. Raises ValueError for amounts below
    zero.
    """
    if owed < 0 or any(one.cents < 0 for one in open_recoveries):
        raise ValueError("amounts are 0 or more")
    kept = []
    for one in open_recoveries:
        cents = min(one.cents, owed)
        owed -= cents
        if cents:
            kept.append(Kept(one.recovery, cents))
    return tuple(kept)
