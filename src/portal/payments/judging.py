"""Asking the policy about claims: facts gathered, rules run, nothing written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from portal.kernel.unit import current
from portal.payments.claims import Claim, claim_of
from portal.payments.facts import Facts, gather
from portal.payments.models import PaymentRequest
from portal.policy.amounts import FIGURE
from portal.policy.core import Cents, Check, Decision, Month, State
from portal.policy.disclosed import shown_to_provider
from portal.policy.payment import RULE, decide
from portal.policy.payment_facts import parse, parse_beside
from portal.policy.records import PaymentFacts
from portal.policy.replay import replayed


class Judged(NamedTuple):
    """A decision with the facts it was made on, both as the policy's JSON."""

    facts: Facts
    decision: Decision
    answer: dict[str, Any]

    @property
    def shown(self) -> dict[str, Any]:
        """The answer as the asking provider may see it."""
        facts = parse(self.facts)
        provider: str = self.facts["request"]["provider"]
        return dict(shown_to_provider(self.decision, provider, facts))


def judge(
    claims: Sequence[Claim], *, decided_on: date | None = None, known_at: datetime | None = None
) -> list[Judged]:
    """Judge each claim by itself, as of today or of two dates: in force on, known at."""
    return [
        replay(facts) for facts in gather(claims, decided_on=decided_on or current().on, known_at=known_at)
    ]


def judge_request(request: PaymentRequest) -> Judged:
    """Judge a request at this moment."""
    return judge([claim_of(request)])[0]


class Answered(NamedTuple):
    """Facts as they are kept and as the rules read them, with the rules' answer."""

    facts: Facts
    read: PaymentFacts
    decision: Decision


def answer(facts: Facts, known: Answered | None = None) -> Answered:
    """The rules' answer to facts; where `known` is about the very same facts, that one.

    What is read is read once: of facts that are mostly those of `known`, only the rest is.
    """
    if known is not None and known.facts == facts:
        return known
    read = parse(facts) if known is None else parse_beside(facts, known.facts, known.read)
    return Answered(facts, read, decide(read))


def replay(facts: Facts) -> Judged:
    """The decision on stored facts."""
    decision = replayed(RULE, facts)
    return Judged(facts, decision, decision.to_json())


def paid_month(decision: Decision, claimed: Month) -> Month:
    """The month the payment is for: that of attainment, where the claim names a later one."""
    month = dict(_price(decision).facts).get("month")
    return month if isinstance(month, Month) else claimed


def share_place(facts: Facts, month: Month) -> int:
    """Which part of a divided payment this provider's is, counted from 1 in the order of numbers; 0 is the whole."""
    asks, provider = facts["request"]["asks"], facts["request"]["provider"]
    for one in facts["allocations"]:
        if (one["kind"], one["month"]) == (asks, str(month)) and provider in one["shares"]:
            return sorted(one["shares"]).index(provider) + 1
    return 0


def amount_of(decision: Decision) -> int | None:
    """What the payment amounts to in whole cents, also where a person has yet to decide; None without a figure."""
    if decision.amount is not None:
        return decision.amount
    price = _price(decision)
    if price.state is not State.HELD or price.figure is None:
        return None
    facts = dict(price.facts)
    if isinstance(share := facts.get("share_amount"), Cents):
        return int(share)
    if "phase_1_left" in facts:
        return sum(
            _whole(facts[f"{part}_left"]) * _whole(facts[f"{part}_each"]) for part in ("phase_1", "phase_2")
        )
    return price.figure.cents


def _price(decision: Decision) -> Check:
    """The check of the figure, which every payment decision has, as its last (RATE-01)."""
    return next(check for check in reversed(decision.checks) if check.test is FIGURE)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"not a whole number: {value!r}")
    return int(value)
