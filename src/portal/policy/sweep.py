"""The sweep of posted earnings for payments nobody asked for (EVD-06, EVD-09; decisions.md, "Not available").

A provider is swept while its standing lets it be paid. Of what could be claimed on a Ticket with it, the sweep claims
what can be paid or needs a person, and one payment of each kind that is not available; all else it leaves.
"""

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy import standing
from portal.policy.available import Claimable, what_can_be_claimed
from portal.policy.case import Case
from portal.policy.core import Decision, Month, Outcome
from portal.policy.core import decide as draw
from portal.policy.records import PAYMENT_KINDS, PaymentFacts
from portal.policy.tables.parameters import IN_FORCE, PolicySettings

RULE = "sweep"
VERSION = "2025-12"
ORIGIN = "sweep"
# Excluded, excluded, exhausted, not open: what the provider is told without having asked.
NOT_AVAILABLE = frozenset({"DEN-09", "DEN-10", "DEN-11", "DEN-13"})


class Follows(StrEnum):
    """What the sweep does about a payment it has found."""

    CLAIM = "claim"
    NOT_AVAILABLE = "not-available"
    LEAVE = "leave"


class Found(NamedTuple):
    """A payment for a month that was reached and that nobody was paid for, as if asked for on the day."""

    kind: str
    month: Month
    decision: Decision
    follows: Follows
    missing: tuple[str, ...]


def may_be_swept(facts: PaymentFacts, *, settings: PolicySettings = IN_FORCE) -> Decision:
    """Are claims made for this provider by the sweep? A grant where agreement, hold, SAM and bank let it be paid.

    Of the facts only the provider's standing counts, and of their request whose it is and on which day.
    """
    case = Case(facts, settings)
    checks = (standing.agreement(case), standing.hold(case), standing.sam(case), standing.bank(case))
    return draw(RULE, VERSION, checks)


def what_is_swept(
    facts: PaymentFacts,
    provider: str,
    on: date,
    *,
    said: Collection[str] = (),
    settings: PolicySettings = IN_FORCE,
) -> list[Found]:
    """Every payment of a month that was reached, with what follows; `on` is the sweep's day.

    In the order in which payments follow one another: Phase 1, Phase 2, outcomes, each by month. `said`: the kinds of
    which an earlier sweep has claimed what was not granted.
    """
    claimable = what_can_be_claimed(facts, provider, on, origin=ORIGIN, settings=settings)
    reached = sorted(_reached(claimable), key=lambda one: (PAYMENT_KINDS.index(one[0].kind), one[1]))
    return list(_followed(reached, set(said)))


def _reached(claimable: list[Claimable]) -> Iterator[tuple[Claimable, Month]]:
    for one in claimable:
        if one.month is not None:
            yield one, one.month


def _followed(reached: list[tuple[Claimable, Month]], said: set[str]) -> Iterator[Found]:
    """What is not available is said once for each kind, of its first month."""
    for one, month in reached:
        follows = _follows(one.decision)
        if follows is Follows.NOT_AVAILABLE:
            follows = Follows.LEAVE if one.kind in said else follows
            said.add(one.kind)
        yield Found(one.kind, month, one.decision, follows, one.missing)


def _follows(decision: Decision) -> Follows:
    if decision.outcome in (Outcome.GRANT, Outcome.REFER):
        return Follows.CLAIM
    if decision.outcome is Outcome.REFUSE and decision.denial in NOT_AVAILABLE:
        return Follows.NOT_AVAILABLE
    return Follows.LEAVE
