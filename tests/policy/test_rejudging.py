"""A decision beside the answer on the record as it is known now: what counts as another answer (row L6)."""

import pytest

from portal.policy.rejudging import FactChange, Settled, fact_changes, facts_now, is_another, settlements

pytestmark = pytest.mark.row("L6")
JANUARY, FEBRUARY = {"month": "2025-01", "gross": "1200.00"}, {"month": "2025-02", "gross": "900.00"}
THEN = {
    "decided_on": "2025-06-01",
    "request": {"asks": "P1M1"},
    "payments": [],
    "providers": {"ours": "registered"},
    "beneficiary": {"died_on": None, "benefits": ["a"]},
    "ticket": {},
    "assignments": [],
    "earnings": [JANUARY],
    "evidence": [],
}


def test_the_record_is_that_of_now_the_claim_and_the_payments_are_those_of_then():
    now = {
        **THEN,
        "request": {"asks": "P2"},
        "payments": ["later"],
        "earnings": [FEBRUARY],
        "providers": {"ours": "lapsed", "theirs": "registered"},
    }
    made = facts_now(THEN, now)
    assert made["earnings"] == [FEBRUARY]
    assert (made["request"], made["payments"]) == ({"asks": "P1M1"}, [])
    assert made["providers"] == {"ours": "registered", "theirs": "registered"}


def test_another_answer_is_another_outcome_or_amount():
    grant = {"outcome": "grant", "amount": "1850.00", "denial": None}
    assert not is_another(grant, {**grant, "denial": "x"})
    assert is_another(grant, {**grant, "outcome": "refuse"})
    assert is_another(grant, {**grant, "amount": "1749.00"})


def test_what_left_the_record_and_what_came_onto_it():
    now = {**THEN, "beneficiary": {"died_on": "2025-01-09", "benefits": ["a", "b"]}, "earnings": [FEBRUARY]}
    assert fact_changes(THEN, now) == [
        FactChange("beneficiary", False, {"died_on": None}),
        FactChange("beneficiary", True, {"died_on": "2025-01-09"}),
        FactChange("beneficiary", True, {"benefits": "b"}),
        FactChange("earnings", False, JANUARY),
        FactChange("earnings", True, FEBRUARY),
    ]
    assert fact_changes(THEN, THEN) == []


def test_a_denial_is_opened_again_a_payment_comes_back_anything_may_stand():
    assert settlements(denied=True, granted=False) == (Settled.STANDS, Settled.REOPENED)
    assert settlements(denied=False, granted=True) == (Settled.STANDS, Settled.RECOVER)
    assert settlements(denied=False, granted=False) == (Settled.STANDS,)
