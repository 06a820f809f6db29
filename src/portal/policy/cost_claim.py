"""A State VR agency's claim of costs beside payments to networks: never both for one period (PAY-22; row E9)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from portal.policy.core import Cents, Check, Decision, Facts, Month, Outcome, State, Test, check, decide
from portal.policy.records import MonthSpan

RULE = "claim-of-costs"
VERSION = "2025-12"
_LAW = "20 CFR 411.582, 411.585, 411.587"
_KNOWN = (State.HELD, State.FAILED)
IN_ORDER = Test(
    "months-claimed-in-order",
    "PAY-22",
    _LAW,
    "The last month claimed is not before the first.",
    "Correct the months.",
    states=_KNOWN,
)
IN_CASE = Test(
    "months-not-before-the-case",
    "PAY-22",
    _LAW,
    "The case was open by the first month claimed.",
    "Correct the first month, or choose the other case.",
    states=_KNOWN,
)
OVER = Test(
    "months-claimed-have-begun",
    "PAY-22",
    _LAW,
    "No month is claimed ahead: the last one has begun on the day of the claim.",
    "Correct the last month, or the day.",
    states=_KNOWN,
)
MONEY = Test(
    "costs-claimed", "PAY-22", _LAW, "The claim is of some costs.", "Enter the amount.", states=_KNOWN
)
NEW = Test(
    "months-not-claimed-already",
    "PAY-22",
    _LAW,
    "No other claim of the case stands for one of these months.",
    "Look at the claims above. Withdraw the other one first if this one takes its place.",
    states=_KNOWN,
)
DAY = Test(
    "day-not-ahead-and-in-order",
    "PAY-22",
    _LAW,
    "The day is not ahead, and not before the day of the claim.",
    "Correct the day.",
    states=_KNOWN,
)
NETWORK = Test(
    "no-network-payment-in-the-period",
    "PAY-22",
    _LAW,
    "No employment network has been granted a payment for one of these months.",
    "A person decides who is paid. The payment to the network is judged again.",
    on_fail=Outcome.REFER,
    states=_KNOWN,
)
NOT_BOTH = Test(
    "not-both-for-one-period",
    "PAY-22",
    _LAW,
    "An employment network's payment and a reimbursement of costs are not both made for one period.",
    "Only one of them is paid. Take the other one back first if it was paid wrongly.",
    states=_KNOWN,
)
TESTS = (DAY, IN_ORDER, IN_CASE, OVER, MONEY, NEW, NETWORK, NOT_BOTH)


class ClaimFacts(NamedTuple):
    """A claim of costs for the months [from_, until). `standing`: the case's other claims that stand.

    `granted`: the months of what networks have been granted on the Ticket.
    """

    on: date
    opened_on: date
    from_: Month
    until: Month
    cents: int
    claimed_on: date
    standing: tuple[MonthSpan, ...] = ()
    granted: tuple[Month, ...] = ()


def judge_claim(facts: ClaimFacts) -> Decision:
    """May the claim be put on record? Referred: it may, and a person decides who is paid."""
    said: Facts = (("from", facts.from_), ("last_month", facts.until.plus(-1)))
    met = months_in(facts.granted, facts.from_, facts.until)
    other = any(_meet(one, facts.from_, facts.until) for one in facts.standing)
    checks = (
        check(DAY, facts.claimed_on <= facts.on, (("claimed_on", facts.claimed_on),)),
        check(IN_ORDER, facts.from_ < facts.until, said),
        check(IN_CASE, facts.from_ >= Month.of(facts.opened_on), (*said, ("opened_on", facts.opened_on))),
        check(OVER, facts.until <= Month.of(facts.claimed_on).plus(1), said),
        check(MONEY, facts.cents > 0, (("costs", Cents(facts.cents)),)),
        check(NEW, not other, said),
        check(NETWORK, not met, (*said, ("granted_for", met))),
    )
    return decide(RULE, VERSION, checks)


def judge_reimbursement(facts: ClaimFacts, paid_on: date) -> Decision:
    """May it be put on record that Social Security has paid the claim?"""
    met = months_in(facts.granted, facts.from_, facts.until)
    return decide(RULE, VERSION, (_day(facts, paid_on), check(NOT_BOTH, not met, (("granted_for", met),))))


def judge_other_answer(facts: ClaimFacts, day: date) -> Decision:
    """May it be put on record that the claim was denied or withdrawn?"""
    return decide(RULE, VERSION, (_day(facts, day),))


def judge_network(month: Month, reimbursed: Iterable[MonthSpan]) -> Decision:
    """May a network be granted a payment for this month beside the costs that were reimbursed?"""
    both = any(_meet(one, month, month.plus(1)) for one in reimbursed)
    return decide(RULE, VERSION, (check(NOT_BOTH, not both, (("month", month),)),))


def months_in(months: Iterable[Month], from_: Month, until: Month) -> tuple[Month, ...]:
    """Those of the months that are in [from_, until), each once, in order."""
    return tuple(sorted({one for one in months if from_ <= one < until}))


def _day(facts: ClaimFacts, day: date) -> Check:
    said: Facts = (("day", day), ("claimed_on", facts.claimed_on))
    return check(DAY, facts.claimed_on <= day <= facts.on, said)


def _meet(span: MonthSpan, from_: Month, until: Month) -> bool:
    return span.from_ < until and (span.until is None or from_ < span.until)
