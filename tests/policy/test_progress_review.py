"""What each period asks for, and how work and study are measured against it (TPR-02, 03, 04, 05; T-09)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from portal.policy.core import Cents
from portal.policy.progress import decide, review
from portal.policy.progress_requirements import levels_of, requirement
from portal.policy.records import MonthSpan
from portal.policy.tables.figures import SGA_NON_BLIND, TRIAL_WORK_LEVEL
from portal.policy.tables.parameters import PROGRESS
from tests.policy.progress import (
    EVIDENCE,
    REPLY,
    benefit,
    completed,
    earned,
    facts,
    held,
    month,
    months,
    term,
    used,
    years,
)

pytestmark = pytest.mark.row("C7")

NO_CASH = (benefit("2010-01", "2024-02"), benefit("2024-02", None, "suspended-for-work"))
# Written from TPR-02's table by hand: months, level, without cash, study, what completes it, whether it combines.
TABLE = {
    1: (3, TRIAL_WORK_LEVEL, False, Fraction(3, 5), {"ged", "high-school-diploma"}, True),
    2: (6, TRIAL_WORK_LEVEL, False, Fraction(3, 4), set(), True),
    3: (
        9,
        SGA_NON_BLIND,
        False,
        Fraction(1),
        {"technical-program", "two-year-degree", "four-year-degree"},
        True,
    ),
    4: (9, SGA_NON_BLIND, False, Fraction(1), set(), True),
    5: (6, SGA_NON_BLIND, True, Fraction(1), {"four-year-degree"}, False),
    6: (6, SGA_NON_BLIND, True, None, {"four-year-degree"}, False),
    7: (6, SGA_NON_BLIND, True, None, set(), False),
    8: (6, SGA_NON_BLIND, True, None, set(), False),
    19: (6, SGA_NON_BLIND, True, None, set(), False),
}


@pytest.mark.parametrize("number", TABLE)
def test_the_table(number):
    assert requirement(number)[1:] == TABLE[number]
    assert requirement(number).number == number


def test_there_is_no_period_before_the_first():
    with pytest.raises(ValueError, match="no period 0"):
        requirement(0)


@pytest.mark.parametrize(
    ("period", "gross", "count", "outcome"),
    [
        (1, "1110.00", 3, "grant"),
        (1, "1109.99", 3, "refuse"),
        (1, "1110.00", 2, "refuse"),
        (2, "1110.00", 6, "grant"),
        (2, "1110.00", 5, "refuse"),
        (3, "1550.00", 9, "grant"),
        (3, "1549.99", 9, "refuse"),
        (3, "1550.00", 8, "refuse"),
        (4, "1550.00", 9, "grant"),
        (4, "1550.00", 8, "refuse"),
        (5, "1550.00", 6, "grant"),
        (5, "1550.00", 5, "refuse"),
        (6, "1550.00", 6, "grant"),
        (7, "1550.00", 6, "grant"),
        (8, "1550.00", 6, "grant"),
        (8, "1549.99", 6, "refuse"),
    ],
)
def test_work_alone(period, gross, count, outcome):
    case = facts(period, earnings=earned("2024-02", count, gross), benefits=NO_CASH)
    assert decide(case).outcome == outcome


def test_each_month_by_its_own_year():
    last = earned("2024-12", 2, "1110") + earned("2024-03", 1, "1110")
    assert decide(facts(earnings=last)).outcome == "refuse"
    reached = earned("2025-01", 1, "1160") + earned("2024-03", 2, "1110")
    assert decide(facts(earnings=reached)).outcome == "grant"


def test_work_before_and_after_the_period_counts_for_nothing():
    around = earned("2024-01", 1, "3000") + earned("2024-02", 2, "3000") + earned("2025-02", 3, "3000")
    assert review(facts(earnings=around)).measure.work.reached == months("2024-02", 2)


def test_work_in_a_month_that_does_not_count_counts_for_nothing():
    use = used(held("2024-01-15", "2024-07-10"), held("2024-09-05"))
    case = facts(1, "2025-05-01", (), use=use, earnings=earned("2024-07", 3, "3000"))
    assert review(case).measure.work.reached == months("2024-07", 1)


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        (NO_CASH, "grant"),
        ((benefit("2010-01", "2024-03"), benefit("2024-03", None, "suspended-for-work")), "refuse"),
        ((benefit("2010-01", None, "suspended-other"),), "grant"),
        ((*NO_CASH, benefit("2024-07", "2024-08", title="T16")), "refuse"),
        ((), "ask"),
        ((benefit("2024-02", "2024-07", "suspended-for-work"),), "ask"),
    ],
)
def test_the_fifth_period_counts_months_without_cash(statuses, outcome):
    answer = decide(facts(5, earnings=earned("2024-02", 6, "1700"), benefits=statuses))
    assert answer.outcome == outcome
    if outcome == "ask":
        assert "whether a cash benefit was paid for 2024-0" in answer.primary.needs


def test_a_cash_benefit_does_not_matter_before_the_fifth_period():
    assert decide(facts(4, earnings=earned("2024-02", 9, "1700"), benefits=())).outcome == "grant"


@pytest.mark.parametrize(
    ("period", "what", "outcome"),
    [
        (1, "ged", "grant"),
        (1, "high-school-diploma", "grant"),
        (1, "four-year-degree", "refuse"),
        (2, "ged", "refuse"),
        (3, "technical-program", "grant"),
        (3, "two-year-degree", "grant"),
        (3, "four-year-degree", "grant"),
        (4, "four-year-degree", "refuse"),
        (5, "two-year-degree", "refuse"),
        (5, "four-year-degree", "grant"),
        (6, "four-year-degree", "grant"),
        (7, "four-year-degree", "refuse"),
    ],
)
def test_what_is_completed(period, what, outcome):
    assert decide(facts(period, completed=(completed(what, "2025-01-31"),))).outcome == outcome


@pytest.mark.parametrize("on", ["2024-01-31", "2025-02-01"])
def test_completed_outside_the_period(on):
    assert decide(facts(completed=(completed("ged", on),))).outcome == "refuse"


@pytest.mark.parametrize(
    ("period", "worked", "credits", "outcome"),
    [
        # Of 24 credits a year: the first period asks for 14.4, the second for 18, the third to fifth for 24.
        (1, 0, "72/5", "grant"),
        (1, 0, "14", "refuse"),
        (1, 1, "48/5", "grant"),
        (1, 1, "234/25", "refuse"),
        (1, 2, "24/5", "grant"),
        (1, 2, "479/100", "refuse"),
        (2, 0, "18", "grant"),
        (2, 3, "9", "grant"),
        (2, 3, "36/5", "refuse"),
        (3, 0, "24", "grant"),
        (3, 6, "8", "grant"),
        (3, 6, "7", "refuse"),
        (4, 8, "8/3", "grant"),
        (5, 0, "24", "grant"),
        (5, 5, "23", "refuse"),
        (6, 0, "240", "refuse"),
        (6, 5, "240", "refuse"),
        (7, 5, "240", "refuse"),
    ],
)
def test_study_alone_and_with_work(period, worked, credits, outcome):
    given = {"earnings": earned("2024-02", worked, "1700"), "terms": (term("2024-12-15", credits),)}
    assert decide(facts(period, benefits=NO_CASH, **given)).outcome == outcome


def test_terms_at_schools_with_other_years_are_added():
    half_each = (term("2024-05-31", "36/5"), term("2024-12-15", "9", "30"))
    assert decide(facts(terms=half_each)).outcome == "grant"
    outside = (term("2024-01-31", "36/5"), term("2025-02-01", "9", "30"))
    assert review(facts(terms=outside)).measure.study_share == 0


def test_shares_are_exact_and_shown():
    found = review(facts(earnings=earned("2024-02", 1, "1110"), terms=(term("2024-12-15", "48/5"),)))
    assert (found.measure.work_share, found.measure.study_share) == (Fraction(1, 3), Fraction(2, 3))
    shown = found.decision.to_json()["checks"][1]
    assert shown["facts"]["share_of_work"] == "1/3"
    assert shown["facts"]["levels"] == [[2024, "1110.00"], [2025, "1160.00"]]
    assert shown["figure"]["amount"] == "1160.00"


@pytest.mark.parametrize(("percent", "outcome"), [(0, "refuse"), (10, "grant")])
def test_a_tolerance_once_it_is_confirmed(percent, outcome):
    settings = replace(PROGRESS, progress_variance_percent=percent)
    nearly = facts(earnings=earned("2024-02", 2, "1110"), terms=(term("2024-12-15", "7/2"),))
    assert decide(nearly, settings=settings).outcome == outcome
    # Required hours lose their fraction: 14.4 become 14.
    assert decide(facts(terms=(term("2024-12-15", "14"),)), settings=settings).outcome == outcome
    share = review(facts(terms=(term("2024-12-15", "14"),)), settings=settings).measure.study_share
    assert share == (Fraction(35, 36) if percent == 0 else 1)


def test_the_tolerance_ends_where_it_ends():
    settings = replace(PROGRESS, progress_variance_percent=10)
    at = facts(2, terms=(term("2024-12-15", "81/5"),))
    below = facts(2, terms=(term("2024-12-15", "16191/1000"),))
    assert decide(at, settings=settings).outcome == "grant"
    assert decide(below, settings=settings).outcome == "refuse"


def test_blind_people_are_held_to_the_amount_of_everybody_unless_the_parameter_says_otherwise():
    case = facts(3, earnings=earned("2024-02", 9, "1550"), blind=(MonthSpan(month("2020-01"), None),))
    assert decide(case).outcome == "grant"
    blind = replace(PROGRESS, progress_blind_level=True)
    assert decide(case, settings=blind).outcome == "refuse"
    assert decide(case._replace(blind=()), settings=blind).outcome == "grant"
    for spans, level in (
        ((MonthSpan(month("2024-02"), month("2024-03")),), 259000),
        ((MonthSpan(month("2024-03"), None),), 155000),
        ((MonthSpan(month("2020-02"), month("2024-02")),), 155000),
    ):
        assert levels_of(requirement(3), months("2024-02", 1), spans, settings=blind) == (
            (2024, Cents(level)),
        )
    assert levels_of(requirement(2), months("2024-02", 1), case.blind, settings=blind) == (
        (2024, Cents(111000)),
    )


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        (earned("2024-04", 1, "900", REPLY), "ask"),
        (earned("2024-04", 1, "1110", REPLY), "grant"),
        # Two employers on one record are added; the reply has to reach the level by itself.
        (earned("2024-04", 1, "500") + earned("2024-04", 1, "1300", EVIDENCE), "grant"),
    ],
)
def test_sources_that_stand_on_both_sides_of_the_level(more, outcome):
    answer = decide(facts(earnings=earned("2024-02", 3, "1110") + more))
    assert answer.outcome == outcome
    if outcome == "ask":
        assert answer.primary.needs == "which earnings of 2024-04 are right"


def test_two_employers_of_one_source_are_added():
    two = earned("2024-02", 3, "600") + earned("2024-02", 3, "510")
    assert decide(facts(earnings=two)).outcome == "grant"


def test_what_is_no_work_does_not_count_and_two_jobs_are_added():
    for kind in ("pension", "paid-training", "other-not-work"):
        assert decide(facts(earnings=earned("2024-02", 3, "3000", kind=kind))).outcome == "refuse"
    assert decide(facts(earnings=earned("2024-02", 3, "1110", kind="self-employment"))).outcome == "grant"
    jobs = earned("2024-02", 3, "600") + earned("2024-02", 3, "510", EVIDENCE, employer="Bakery")
    assert decide(facts(earnings=jobs)).outcome == "grant"


def test_a_doubt_that_cannot_change_the_answer_is_not_asked_about():
    doubtful = earned("2024-02", 1, "1200") + earned("2024-02", 1, "900", REPLY)
    assert decide(facts(earnings=doubtful)).outcome == "refuse"
    sure = doubtful + earned("2024-03", 3, "1110")
    assert decide(facts(earnings=sure)).outcome == "grant"


def test_a_year_without_figures_is_said():
    use = used(held("2025-01-15"))
    case = facts(
        1, "2026-06-01", (), use=use, earnings=earned("2025-11", 2, "3000") + earned("2026-01", 1, "3000")
    )
    # The period ends in January 2026, whose trial work level is not loaded.
    answer = decide(case)
    assert answer.outcome == "ask"
    assert answer.primary.needs == "rate not loaded for 2026"
    assert answer.primary.to_json()["facts"]["levels"] == [[2025, "1160.00"], [2026, None]]


def test_a_period_that_runs_waits_and_says_until_when():
    answer = decide(facts(1, "2025-01-31", (), use=years(1)))
    over, made, _ = answer.checks
    assert (answer.outcome, over.state, str(over.true_from), made.needs) == (
        "ask",
        "failed",
        "2025-02",
        "the rest of the period",
    )
    assert decide(facts(1, "2025-02-01", (), use=years(1))).checks[0].state == "held"
    early = decide(facts(1, "2024-06-30", (), use=years(1))).checks[0]
    assert str(early.true_from) == "2025-02"
    second = decide(facts(2, "2024-06-30", (), use=years(1))).checks[0]
    assert (second.state, second.true_from) == ("failed", None)


def test_progress_made_early_is_told_though_the_period_runs():
    found = review(facts(1, "2024-06-30", (), use=years(1), earnings=earned("2024-02", 3, "1110")))
    assert [one.state for one in found.decision.checks] == ["failed", "held", "held"]
    assert (found.decision.outcome, found.step) == ("ask", None)


def test_months_that_cannot_be_counted_are_asked_for():
    use = used(held("2024-01-15", "2024-07-10")._replace(reason=None), held("2024-09-05"))
    answer = decide(facts(1, "2025-05-01", (), use=use))
    assert (answer.outcome, answer.primary.state) == ("ask", "unknown")
    assert "extension" in answer.primary.needs
