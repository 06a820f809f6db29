"""What a Ticket may still bring its provider, should the Ticketholder earn so much from a month on (mission row K2).

The months ahead are run through the ordinary rules, one after the other, each with what the earlier ones brought.
A month whose figure is not loaded has no amount and is left out of the sum: no other year's figure stands in.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from portal.policy.case import Case
from portal.policy.core import Check, Figure, Month, Outcome, State
from portal.policy.dates import DAY
from portal.policy.milestones import attainment, sga
from portal.policy.payment import decide_case
from portal.policy.reconciliation import twelfth_outcome
from portal.policy.records import PHASE_1_KINDS, Payment, PaymentFacts, Request
from portal.policy.tables.figures import TRIAL_WORK_LEVEL
from portal.policy.tables.parameters import IN_FORCE, PolicySettings
from portal.policy.what_if import Changes, Impossible, Months, what_if

ASSUMED = (
    "every month is claimed after it is over, with earnings that are proven and services that are described",
    "the SAM registration and the bank data are current, and nothing is on hold",
    "the Ticket stays assigned to you, and nothing else on record changes",
)
# In the order in which a month brings them: the reconciliation follows the outcome that is the twelfth.
_KINDS = (*PHASE_1_KINDS, "P2", "OUTCOME", "RECONCILIATION")


class Assumed(NamedTuple):
    """Gross earnings of `cents` in each of `months`; cash benefits stop because of work in `stop`, or do not."""

    months: Months
    cents: int
    stop: Month | None = None


class Expected(NamedTuple):
    """A payment of a month. `amount` in whole cents; None with what is `open`: it is in no sum."""

    kind: str
    month: Month
    amount: int | None
    open: str


class Estimate(NamedTuple):
    """Payments in the order of their months. `closed` is what the last month does not bring, each kind with the reason.

    `hidden` are months whose earnings are on record and not for this provider: the estimate leaves them out.
    """

    expected: tuple[Expected, ...]
    closed: tuple[tuple[str, Check], ...]
    hidden: tuple[Month, ...]
    impossible: tuple[Impossible, ...] = ()

    @property
    def cents(self) -> int:
        """The sum of what has an amount."""
        return sum(one.amount for one in self.expected if one.amount is not None)

    @property
    def left_out(self) -> tuple[Month, ...]:
        """The months of which something is in no sum."""
        return tuple(dict.fromkeys(one.month for one in self.expected if one.amount is None))


class _Asks(NamedTuple):
    """Who claims, what day it is today, and by which parameters."""

    provider: str
    on: date
    settings: PolicySettings

    def claim(self, facts: PaymentFacts, kind: str, month: Month) -> Case:
        """The claim of the month, made on the day after it is over, or today."""
        day = max(self.on, month.last + DAY)
        request = Request(self.provider, kind, month, day, "staff", "evidentiary", services_described=True)
        return Case(replace(facts, decided_on=day, request=request), self.settings)


def estimate(
    facts: PaymentFacts, provider: str, on: date, assumed: Assumed, *, settings: PolicySettings = IN_FORCE
) -> Estimate:
    """What the months would bring this provider; a request that `facts` hold is ignored. `on` is today.

    What was reached before these months is not in it: that can be claimed as it is.
    """
    asks = _Asks(provider, on, settings)
    seen, hidden = _seen(_in_order(facts, provider))
    case = asks.claim(seen, "P1M1", assumed.months.first)
    months = Months(max(case.window_from or assumed.months.first, assumed.months.first), assumed.months.last)
    if months.last < months.first:
        return Estimate((), (), hidden)
    changes = Changes(earned=months, earned_cents=assumed.cents)
    if assumed.stop is not None:
        stop = Months(assumed.stop, months.last)
        changes = replace(changes, benefit=stop, benefit_status="suspended-for-work")
    supposed = what_if(case.facts, changes)
    if supposed.impossible:
        return Estimate((), (), hidden, supposed.impossible)
    return _run(supposed.facts, months, asks)._replace(hidden=hidden)


def levels_offered(facts: PaymentFacts, month: Month) -> tuple[Figure, ...]:
    """The trial work level and substantial gainful activity of the month, as far as they are loaded: amounts to try."""
    case = Case(facts, IN_FORCE)
    figures = (TRIAL_WORK_LEVEL.on(month), sga(case, month).on(month))
    return tuple(one for one in figures if one is not None)


def _in_order(facts: PaymentFacts, provider: str) -> PaymentFacts:
    """With what a payment waits for at the provider in order, as `ASSUMED` says. Its agreement is as on record."""
    standing = facts.providers.get(provider)
    if standing is None:
        return facts
    good = replace(standing, holds=(), sam_registered_until=date.max, bank_current=True)
    return replace(facts, providers={**facts.providers, provider: good})


def _seen(facts: PaymentFacts) -> tuple[PaymentFacts, tuple[Month, ...]]:
    """Without another provider's earnings since the first assignment.

    They would count in the windows of the milestones: from the month in which one is reached, tried out month by month,
    anybody could work out what is hidden (row L7). What was earned before the first assignment cannot be tried out.
    """
    since = min((one.assigned_in for one in facts.assignments), default=None)
    if since is None:
        return facts, ()
    rows = [one for one in facts.earnings if one.disclosure == "other-provider" and one.month >= since]
    kept = tuple(one for one in facts.earnings if one not in rows)
    return replace(facts, earnings=kept), tuple(sorted({one.month for one in rows}))


def _run(facts: PaymentFacts, months: Months, asks: _Asks) -> Estimate:
    """Month by month; what a month brings is paid before the next, and counts against the limits in any case."""
    expected: list[Expected] = []
    for month in months.each():
        for kind in _KINDS:
            case = asks.claim(facts, kind, month)
            found = _expected(case) if _is_candidate(case) else None
            if found is not None:
                expected.append(found)
                paid = Payment(asks.provider, kind, month, found.amount or 0, asks.on)
                facts = replace(facts, payments=(*facts.payments, paid))
    there = {one.kind for one in expected} | {(one.kind, one.month) for one in expected}
    closed = []
    for kind in _KINDS[:-1]:
        decision = decide_case(asks.claim(facts, kind, months.last))
        brings = kind in there if kind in PHASE_1_KINDS else (kind, months.last) in there
        if not brings and decision.outcome is Outcome.REFUSE and decision.primary is not None:
            closed.append((kind, decision.primary))
    return Estimate(tuple(expected), tuple(closed), ())


def _is_candidate(case: Case) -> bool:
    """Is this the month for it: the milestone is reached in it, or it lies on the kind's side of the outcome period?"""
    facts, kind, month = case.facts, case.kind, case.month
    taken = [(one.kind, one.month) for one in facts.payments]
    taken += [(one.kind, one.month) for one in facts.open_claims if one.provider == case.provider]
    if kind in ("P2", "OUTCOME"):
        begun = case.outcome_from is not None and month >= case.outcome_from
        return begun is (kind == "OUTCOME") and (kind, month) not in taken
    reached = twelfth_outcome(case) if kind == "RECONCILIATION" else attainment(case, kind).perhaps
    return reached == month and kind not in {one for one, _ in taken}


def _expected(case: Case) -> Expected | None:
    """What the claim brings; None where the rules refuse it."""
    kind, month, decision = case.kind, case.month, decide_case(case)
    if decision.outcome is Outcome.REFUSE:
        return None
    stands_open = [one.needs or one.test.says for one in decision.checks if one.state is not State.HELD]
    return Expected(kind, month, decision.amount, "; ".join(dict.fromkeys(stands_open)))
