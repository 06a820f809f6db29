"""Going back in use, and asking for the decision to be reviewed (TPR-05, TPR-09)."""

import pytest

from portal.policy.progress_facts import ReentryRequest
from portal.policy.progress_reentry import LATE, appeal, may_reenter, reentry, window
from tests.policy.progress import benefit, completed, day, earned, facts, failure, held, months, term, used

pytestmark = pytest.mark.row("C7", "H2")

SINCE = "2024-10-01"  # day 30 of a notice of 1 September
FAILED = failure("2024-09-01")
NO_CASH = (benefit("2020-01", None, "suspended-for-work"),)


def asked(period: int = 1, on: str = "2025-02-05", written: bool | None = True, **other):
    given = {"use": used(failures=(FAILED._replace(period=period),)), "benefits": NO_CASH} | other
    return facts(period, on, (), reentry=ReentryRequest(day(on), written), **given)


@pytest.mark.parametrize(
    ("period", "count", "gross", "outcome"),
    [
        (1, 3, "1110", "grant"),
        (1, 2, "1110", "refuse"),
        (2, 6, "1110", "grant"),
        (2, 5, "1110", "refuse"),
        (3, 9, "1550", "grant"),
        (4, 8, "1550", "refuse"),
        (5, 6, "1550", "grant"),
        (9, 6, "1550", "grant"),
        (9, 5, "1550", "refuse"),
    ],
)
def test_the_requirement_of_the_failed_period(period, count, gross, outcome):
    assert may_reenter(asked(period, earnings=earned("2024-02", count, gross))).outcome == outcome


@pytest.mark.parametrize(
    ("first", "outcome"),
    [("2024-01", "refuse"), ("2024-02", "grant"), ("2024-11", "refuse"), ("2025-01", "refuse")],
)
def test_the_twelve_months_before_the_month_of_the_request(first, outcome):
    assert may_reenter(asked(earnings=earned(first, 3, "1160"))).outcome == (
        "grant" if first == "2024-11" else outcome
    )


def test_the_window():
    assert window(day("2025-02-05")) == months("2024-02", 12)
    assert window(day("2025-02-28")) == window(day("2025-02-01"))


@pytest.mark.parametrize(("period", "outcome"), [(1, "grant"), (2, "refuse")])
def test_a_ged_after_the_first_review_only(period, outcome):
    assert may_reenter(asked(period, completed=(completed("ged", "2024-12-20"),))).outcome == outcome


def test_study_and_the_combination_count_too():
    mixed = asked(earnings=earned("2024-12", 1, "1110"), terms=(term("2024-12-15", "48/5"),))
    assert may_reenter(mixed).outcome == "grant"


@pytest.mark.parametrize(
    ("case", "failing"),
    [
        (asked(use=used()), "failed-review-of-this-period-is-in-effect"),
        (asked(use=used(failures=(FAILED._replace(period=2),))), "failed-review-of-this-period-is-in-effect"),
        (asked(use=used(failures=(failure("2025-02-01"),))), "failed-review-of-this-period-is-in-effect"),
        (asked(written=False), "reentry-is-asked-for-in-writing"),
        (asked(earnings=()), "missed-requirement-is-now-met"),
    ],
)
def test_what_stands_against_it(case, failing):
    if failing != "missed-requirement-is-now-met":
        case = case._replace(earnings=earned("2024-11", 3, "1160"))
    answer = may_reenter(case)
    assert answer.outcome == "refuse"
    assert [one.test.name for one in answer.checks if one.state == "failed"] == [failing]


def test_what_is_not_known_is_asked_for():
    done = earned("2024-11", 3, "1160")
    assert may_reenter(asked(written=None, earnings=done)).primary.needs == "the written request"
    assert may_reenter(asked(earnings=done)._replace(reentry=None)).primary.needs == "the written request"
    no_record = may_reenter(asked(5, earnings=earned("2024-02", 6, "1700"), benefits=()))
    assert no_record.outcome == "ask"
    assert "cash benefit" in no_record.primary.needs


def test_the_dates_of_a_re_entry():
    assigned = reentry(used(), day("2025-02-05"))
    assert assigned == ("I-1", day("2025-02-05"), day("2026-02-05"), months("2025-03", 1)[0])
    gone = used(held("2024-01-15", "2024-06-01", "lost-contact"))
    assert reentry(gone, day("2025-02-05")).notice == "I-2"


@pytest.mark.parametrize(("on", "outcome"), [("2025-03-31", "grant"), ("2025-04-01", "refuse")])
def test_a_review_of_the_decision_holds_it_off_through_day_30(on, outcome):
    answer = appeal(failure("2025-03-01"), day(on))
    assert answer.outcome == outcome
    assert answer.notes == (() if outcome == "grant" else (LATE,))
