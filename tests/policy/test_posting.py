"""Posting a month of earnings: each thing that is wrong, and what is right at the edge (EVD-07; row E3)."""

from typing import Any

import pytest

from portal.policy.core import Month
from portal.policy.posting import TESTS, judge_posting
from tests.policy.postings import FEBRUARY, GOOD, WRONG

pytestmark = pytest.mark.row("E3")


def test_a_good_one_is_posted() -> None:
    answer = judge_posting(GOOD)
    assert answer.outcome == "grant"
    assert tuple(one.test for one in answer.checks) == TESTS


@pytest.mark.parametrize(
    ("changed", "failing"),
    WRONG,
)
def test_each_thing_that_is_wrong(changed: dict[str, Any], failing: str) -> None:
    answer = judge_posting(GOOD._replace(**changed))
    assert answer.outcome == "refuse"
    assert [one.test.name for one in answer.checks if one.state == "failed"] == [failing]


@pytest.mark.parametrize(
    "changed",
    [
        {"month": Month.parse("2025-12")},
        {"employer": "", "source": "ssa-record"},
        {"employer": "", "source": "tax-record"},
        {"employer": "", "kind": "pension"},
        {"employer": "", "kind": "self-employment"},
        {"source": "beneficiary", "proven": False},
        {"replaces": True, "replaced_month": FEBRUARY},
    ],
)
def test_what_is_right_at_the_edge(changed: dict[str, Any]) -> None:
    assert judge_posting(GOOD._replace(**changed)).outcome == "grant"


def test_who_paid_is_said_as_nobody_where_nobody_is_named() -> None:
    [named] = [one for one in judge_posting(GOOD).checks if one.test.name == "wages-name-who-paid"]
    assert dict(named.facts)["employer"] == "Acme Bakery"
