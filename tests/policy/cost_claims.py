"""Claims of costs, each right or wrong in one way (PAY-22; row E9)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.policy.core import Decision, Month, State
from portal.policy.cost_claim import (
    TESTS,
    ClaimFacts,
    judge_claim,
    judge_network,
    judge_other_answer,
    judge_reimbursement,
)
from portal.policy.records import MonthSpan


def month(text: str) -> Month:
    return Month.parse(text)


def span(from_: str, until: str | None) -> MonthSpan:
    return MonthSpan(month(from_), None if until is None else month(until))


# January to March 2025, claimed on the first day they can be.
GOOD = ClaimFacts(
    on=date(2025, 12, 15),
    opened_on=date(2025, 1, 31),
    from_=month("2025-01"),
    until=month("2025-04"),
    cents=1,
    claimed_on=date(2025, 3, 1),
)
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"claimed_on": date(2025, 12, 16)}, "day-not-ahead-and-in-order"),
    ({"until": month("2025-01")}, "months-claimed-in-order"),
    ({"from_": month("2024-12")}, "months-not-before-the-case"),
    ({"claimed_on": date(2025, 2, 28)}, "months-claimed-have-begun"),
    ({"cents": 0}, "costs-claimed"),
    ({"standing": (span("2025-03", "2025-05"),)}, "months-not-claimed-already"),
    ({"standing": (span("2024-11", "2025-02"),)}, "months-not-claimed-already"),
    ({"standing": (span("2025-03", None),)}, "months-not-claimed-already"),
)
IMPOSSIBLE_OF_COST_CLAIMS = {
    (test.name, State.UNKNOWN): "the claim itself and the record say it, so it is known" for test in TESTS
}


def cost_claim_decisions() -> Iterator[Decision]:
    """Each test of the rule in each state it can have."""
    yield judge_claim(GOOD)
    yield judge_claim(GOOD._replace(granted=(month("2025-02"),)))
    yield judge_reimbursement(GOOD._replace(granted=(month("2025-02"),)), GOOD.on)
    yield judge_other_answer(GOOD, GOOD.claimed_on)
    yield judge_network(month("2025-02"), ())
    for changed, _ in WRONG:
        yield judge_claim(GOOD._replace(**changed))
