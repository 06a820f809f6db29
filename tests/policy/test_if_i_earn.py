"""“If I earn this much”, by the tables: each expectation read from the figures and the requirements by hand (row K2).

2025: trial work level 1,160, substantial work 1,620, of a blind person 2,700. 2026: no trial work level, 1,690.
"""

import pytest

from portal.policy.if_i_earn import Against, ForReview, Step, benefit_on_record, if_i_earn
from portal.policy.records import MonthSpan
from tests.policy.progress import benefit, earned, facts, failure, held, month, used

pytestmark = pytest.mark.row("K2", "H3")


def told(cents, title="T2", **given):
    return if_i_earn(facts(**{"use": used()} | given), cents, title)


@pytest.mark.parametrize(
    ("cents", "trial", "substantial"),
    [
        (0, False, False),
        (1159_99, False, False),
        (1160_00, True, False),
        (1619_99, True, False),
        (1620_00, True, True),
    ],
)
def test_an_amount_reaches_a_level_or_not(cents, trial, substantial):
    found = told(cents)
    assert found.trial == Against(1160_00, trial)
    assert found.substantial == Against(1620_00, substantial)


def test_a_blind_person_is_held_to_the_blind_amount_but_not_in_the_review():
    blind = (MonthSpan(month("2020-01"), None),)
    assert told(2699_99, blind=blind).substantial == Against(2700_00, False)
    since_april = (MonthSpan(month("2025-04"), None),)
    assert told(1620_00, blind=since_april).substantial == Against(2700_00, False)
    third = told(1690_00, blind=blind, on="2026-03-20")
    assert third.substantial == Against(2830_00, False)
    assert third.review is not None and third.review.each == Against(1690_00, True)
    ended = (MonthSpan(month("2020-01"), month("2025-04")),)
    assert told(1620_00, blind=ended).substantial == Against(1620_00, True)


def test_the_running_review_says_how_many_months_it_asks_for_and_how_many_there_are():
    # Assigned in January 2024: the second period runs from February 2025, and asks for six months at the trial level.
    found = told(1160_00, earnings=earned("2025-02", 2, "1200") + earned("2025-01", 1, "1200"))
    assert found.review == ForReview(2, 6, 2, Against(1160_00, True), no_cash=False, study=True)
    assert told(1159_99).review == ForReview(2, 6, 0, Against(1160_00, False), no_cash=False, study=True)


@pytest.mark.parametrize(
    ("assigned", "expected"),
    [
        ("2025-04-02", ForReview(1, 3, 0, Against(1160_00, True), no_cash=False, study=True)),
        ("2024-04-02", ForReview(1, 3, 0, Against(1160_00, True), no_cash=False, study=True)),
        # April is the first month of the second period.
        ("2024-03-02", ForReview(2, 6, 0, Against(1160_00, True), no_cash=False, study=True)),
        ("2023-01-02", ForReview(3, 9, 0, Against(1620_00, False), no_cash=False, study=True)),
        ("2021-01-02", ForReview(5, 6, 0, Against(1620_00, False), no_cash=True, study=True)),
        ("2019-01-02", ForReview(7, 6, 0, Against(1620_00, False), no_cash=True, study=False)),
    ],
)
def test_each_period_asks_for_its_own(assigned, expected):
    assert told(1600_00, use=used(held(assigned))).review == expected


@pytest.mark.parametrize(
    "use",
    [
        used(held("2024-01-15", "2024-06-03")),
        used(failures=(failure("2025-03-01"),)),
        used(held("2024-01-15"))._replace(holdings=()),
    ],
)
def test_while_no_month_counts_there_is_no_review(use):
    assert told(1600_00, use=use).review is None


def test_a_figure_that_is_not_loaded_is_not_known_and_no_earlier_one_stands_in():
    found = told(9000_00, on="2026-01-20")
    assert found.trial == Against(None, None) and found.substantial == Against(1690_00, True)
    assert found.review is not None and found.review.each == Against(None, None)


@pytest.mark.parametrize(
    ("title", "later", "without_cash"), [("T2", 11, 36), ("concurrent", 11, 36), ("T16", 18, 60)]
)
def test_the_steps_are_those_of_the_benefit(title, later, without_cash):
    found = told(1160_00, title)
    assert found.steps == (Step(1, 1), Step(3, 6), Step(6, 12), Step(9, 18))
    assert (found.later, found.without_cash) == (later, without_cash)


def test_the_benefit_on_record_is_that_of_the_month():
    both = (benefit("2020-01"), benefit("2020-01", "2025-04", title="T16"))
    assert benefit_on_record(facts(benefits=both)) == "T2"
    assert benefit_on_record(facts(benefits=both, on="2025-03-20")) == "concurrent"
    assert benefit_on_record(facts()) is None
