"""A decision beside the answer on the record as it is known now: what counts as another answer (row L6)."""

import pytest

from portal.policy.core import Decision, Outcome
from portal.policy.rejudging import (
    FactChange,
    Settled,
    due,
    fact_changes,
    facts_now,
    is_another,
    settlements,
    with_benefits_of,
)

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
    "allocations": [],
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


def test_a_denial_is_opened_again_a_payment_comes_back_or_is_corrected_anything_may_stand():
    stands, back, corrected = (Settled.STANDS,), Settled.RECOVER, Settled.CORRECTED
    for denied, paid, is_due, offered in (
        (True, None, None, (Settled.STANDS, Settled.REOPENED)),
        (False, None, None, stands),
        (False, 185000, 185000, stands),
        (False, 185000, 0, (*stands, back)),
        (False, 185000, None, (*stands, back)),
        (False, 185000, 178800, (*stands, corrected)),
        (False, 178800, 185000, (*stands, corrected)),
    ):
        assert settlements(denied=denied, paid=paid, due=is_due) == offered


@pytest.mark.row("E5")
def test_the_right_to_benefits_stays_as_it_was_known_a_death_does_not():
    then = {
        "beneficiary": {"died_on": None, "benefits": ["a"]},
        "ticket": {"terminations": [{"month": "2025-03", "cause": "medical"}], "vr_cases": []},
        "earnings": [JANUARY],
    }
    death = {"month": "2025-02", "cause": "death"}
    now = {
        "beneficiary": {"died_on": "2025-01-09", "benefits": ["b"]},
        "ticket": {"terminations": [{"month": "2025-01", "cause": "retirement"}, death], "vr_cases": ["c"]},
        "earnings": [FEBRUARY],
    }
    assert with_benefits_of(then, now) == {
        "beneficiary": {"died_on": "2025-01-09", "benefits": ["a"]},
        "ticket": {"terminations": [then["ticket"]["terminations"][0], death], "vr_cases": ["c"]},
        "earnings": [FEBRUARY],
    }


def test_what_is_due_is_said_by_grant_and_refusal_only():
    grant = Decision("payment", "1", Outcome.GRANT, 185000, None, (), ())
    assert due(grant) == 185000
    assert due(grant._replace(outcome=Outcome.REFUSE, amount=None)) == 0
    assert due(grant._replace(outcome=Outcome.REFER, amount=None)) is None
    assert due(grant._replace(outcome=Outcome.ASK, amount=None)) is None
