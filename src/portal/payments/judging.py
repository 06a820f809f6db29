"""Asking the policy about claims: facts gathered, rules run, nothing written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from portal.kernel.unit import current
from portal.payments.claims import Claim, claim_of
from portal.payments.facts import Facts, gather
from portal.payments.models import PaymentRequest
from portal.policy.core import Decision, Month
from portal.policy.disclosed import shown_to_provider
from portal.policy.payment import decide
from portal.policy.payment_facts import parse


class Judged(NamedTuple):
    """A decision with the facts it was made on, both as the policy's JSON."""

    facts: Facts
    decision: Decision
    answer: dict[str, Any]

    @property
    def shown(self) -> dict[str, Any]:
        """The answer as the asking provider may see it."""
        return shown_to_provider(self.decision, parse(self.facts))


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


def replay(facts: Facts) -> Judged:
    """The decision on stored facts."""
    decision = decide(parse(facts))
    return Judged(facts, decision, decision.to_json())


def paid_month(decision: Decision, claimed: Month) -> Month:
    """The month a granted payment is for: that of attainment, where the claim names a later one."""
    return decision.month or claimed
