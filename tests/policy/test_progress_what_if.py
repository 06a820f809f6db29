"""What if more had been earned, studied or finished: the facts of a progress review with changes (row I4, TPR-02)."""

from fractions import Fraction

import pytest

from portal.policy.core import Earned, Outcome
from portal.policy.progress import review
from portal.policy.progress_what_if import ProgressChanges, progress_what_if
from portal.policy.what_if import Altered, Impossible, Months
from tests.policy.progress import benefit, completed, earned, facts, month, term

pytestmark = pytest.mark.row("I4")
SPRING = Months(month("2024-02"), month("2024-04"))


def stands(record, changes):
    found = progress_what_if(record, changes)
    assert found.impossible == ()
    return review(found.facts).decision.outcome


@pytest.mark.parametrize(
    ("period", "record", "changes", "outcome"),
    [
        # TWL of 2024 is 1,110 and the first period asks for three months of it.
        (1, {}, {"earned": SPRING, "earned_cents": 1110_00}, Outcome.GRANT),
        (1, {}, {"earned": SPRING, "earned_cents": 1109_99}, Outcome.REFUSE),
        (1, {"earnings": earned("2024-02", 3, "1200")}, {"earned": SPRING}, Outcome.REFUSE),
        # 60 percent of a full-time year of 24 credits are 14.4; two months of work and a third of the study are enough.
        (1, {}, {"term": term("2024-06-01", "14.4")}, Outcome.GRANT),
        (1, {}, {"term": term("2024-06-01", "14.3")}, Outcome.REFUSE),
        (1, {"earnings": earned("2024-02", 2, "1200")}, {"term": term("2024-06-01", "4.8")}, Outcome.GRANT),
        (1, {}, {"term": term("2025-02-01", "24")}, Outcome.REFUSE),
        (1, {}, {"completed": completed("ged", "2024-06-01")}, Outcome.GRANT),
        (2, {}, {"completed": completed("ged", "2024-06-01")}, Outcome.REFUSE),
        # The sixth period counts only months without a cash benefit.
        (
            6,
            {"earnings": earned("2024-02", 6, "2000"), "benefits": (benefit("2020-01"),)},
            {"benefit": Months(month("2024-02"), month("2024-07")), "benefit_status": "suspended-for-work"},
            Outcome.GRANT,
        ),
    ],
)
def test_the_review_is_judged_with_the_change(period, record, changes, outcome):
    before = facts(period, **record)
    assert stands(before, ProgressChanges(**changes)) is outcome


def test_what_was_altered_is_named_and_the_rest_stays():
    before = facts(earnings=earned("2024-02", 1, "900"))
    found = progress_what_if(
        before,
        ProgressChanges(
            earned=Months(month("2024-02"), month("2024-02")),
            earned_cents=1200_00,
            term=term("2024-06-01", "7.5", "30"),
            completed=completed("ged", "2024-07-01"),
        ),
    )
    assert found.altered == (
        Altered(
            "Earnings of February 2024, proven",
            Earned(month("2024-02"), 900_00, 900_00),
            Earned(month("2024-02"), 1200_00, 1200_00),
        ),
        Altered("Term that ended on June 1, 2024", None, "7.5 credits of 30 in a full-time year"),
        Altered("Completed on July 1, 2024", None, "ged"),
    )
    assert (found.facts.use, found.facts.notices, found.facts.period) == (before.use, before.notices, 1)
    assert before.terms == () and found.facts.terms[0].credits == Fraction("7.5")
    again = progress_what_if(found.facts, ProgressChanges(completed=completed("ged", "2024-07-01")))
    assert again.altered == () and again.facts == found.facts
    assert progress_what_if(before, ProgressChanges()) == (before, (), ())


def test_what_cannot_be_is_said_and_the_rest_is_changed():
    changes = ProgressChanges(
        earned=Months(month("2024-03"), month("2024-02")),
        benefit=Months(month("2024-02"), month("2024-02")),
        benefit_status="paid",
        term=term("2024-06-01", "12", "24")._replace(full_time_year=Fraction(0)),
        completed=completed("ged", "2024-07-01"),
    )
    found = progress_what_if(facts(), changes)
    assert found.impossible == (
        Impossible("earned", "February 2024 is before March 2024. Enter a later month."),
        Impossible("benefit", "No benefit is on record for February 2024. Choose other months."),
        Impossible("term_full_time_year", "Enter the credits of a full-time year, more than 0."),
    )
    assert [one.what for one in found.altered] == ["Completed on July 1, 2024"]


def test_one_credit_is_a_full_time_year_where_a_school_counts_so():
    found = progress_what_if(facts(), ProgressChanges(term=term("2024-06-01", "1", "1")))
    assert found.impossible == ()
    assert [one.instead for one in found.altered] == ["1 credits of 1 in a full-time year"]
