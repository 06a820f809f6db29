"""A claim of costs beside payments to networks: never both for one period (PAY-22; row E9)."""

from datetime import date

import pytest

from portal.policy.core import State
from portal.policy.cost_claim import judge_claim, judge_network, judge_other_answer, judge_reimbursement
from tests.policy.cost_claims import GOOD, WRONG, month, span

pytestmark = pytest.mark.row("E9")


def test_a_good_claim_is_put_on_record() -> None:
    assert judge_claim(GOOD).outcome == "grant"
    beside = (span("2024-10", "2025-01"), span("2025-04", None))
    assert judge_claim(GOOD._replace(standing=beside)).outcome == "grant"
    assert judge_claim(GOOD._replace(claimed_on=GOOD.on)).outcome == "grant"


def test_the_months_are_told_by_the_first_and_the_last() -> None:
    told = {one.test.name: dict(one.facts) for one in judge_claim(GOOD).checks}
    for name in ("months-claimed-in-order", "months-claimed-have-begun", "months-not-claimed-already"):
        assert told[name] == {"from": month("2025-01"), "last_month": month("2025-03")}


@pytest.mark.parametrize(("changed", "failing"), WRONG)
def test_each_thing_that_is_wrong(changed, failing) -> None:
    answer = judge_claim(GOOD._replace(**changed))
    assert answer.outcome == "refuse"
    assert [one.test.name for one in answer.checks if one.state is State.FAILED] == [failing]


@pytest.mark.parametrize(
    ("granted", "both"),
    [("2024-12", False), ("2025-01", True), ("2025-03", True), ("2025-04", False)],
)
def test_a_network_s_payment_in_the_period_is_left_to_a_person_and_bars_the_reimbursement(
    granted, both
) -> None:
    facts = GOOD._replace(granted=(month(granted), month("2020-01")))
    entered, paid = judge_claim(facts), judge_reimbursement(facts, facts.on)
    assert (entered.outcome, paid.outcome) == (("refer", "refuse") if both else ("grant", "grant"))
    if both:
        assert dict(entered.primary.facts)["granted_for"] == (month(granted),)
        assert paid.primary.test.name == "not-both-for-one-period"


@pytest.mark.parametrize(
    ("reimbursed", "outcome"),
    [
        ((), "grant"),
        ((span("2024-11", "2025-01"), span("2025-02", "2025-03")), "grant"),
        ((span("2024-11", "2025-02"),), "refuse"),
        ((span("2025-01", "2025-02"),), "refuse"),
        ((span("2024-01", None),), "refuse"),
        ((span("2025-02", None),), "grant"),
    ],
)
def test_what_was_reimbursed_bars_a_network_s_payment_for_the_month(reimbursed, outcome) -> None:
    assert judge_network(month("2025-01"), reimbursed).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (date(2025, 2, 28), "refuse"),
        (date(2025, 3, 1), "grant"),
        (date(2025, 12, 15), "grant"),
        (date(2025, 12, 16), "refuse"),
    ],
)
def test_an_answer_is_not_ahead_nor_before_the_claim(day, outcome) -> None:
    assert judge_reimbursement(GOOD, day).outcome == outcome
    assert judge_other_answer(GOOD, day).outcome == outcome
