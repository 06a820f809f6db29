"""Which determinations are drawn, who may review one, and what the answers come to (row E6)."""

import pytest

from portal.policy.core import Outcome
from portal.policy.quality import Answered, agrees, drawn, may_review, more_than, percent
from tests.policy.casework import failing

pytestmark = pytest.mark.row("E6")


def test_the_same_seed_draws_the_same_sample_another_seed_another_one():
    subjects = [str(number) for number in range(2000)]
    first = [one for one in subjects if drawn(one, "seed/1", 0.05)]
    assert first == [one for one in subjects if drawn(one, "seed/1", 0.05)]
    assert 60 < len(first) < 140
    assert set(first) != {one for one in subjects if drawn(one, "seed/2", 0.05)}
    assert not any(drawn(one, "seed/1", 0) for one in subjects)
    assert all(drawn(one, "seed/1", 1) for one in subjects)


def test_what_lies_at_the_rate_is_not_below_it():
    """The hash of "seed/1/820" is a fraction that a rate can be, to the last digit."""
    fraction = 8_605_423_831_350_028_288 / 2**64
    assert not drawn("820", "seed/1", fraction)
    assert drawn("820", "seed/1", fraction + 2**-53)


def test_another_person_reviews_and_once():
    assert may_review("andy", "olga", reviewed=False).outcome is Outcome.GRANT
    assert may_review("system", "olga", reviewed=False).outcome is Outcome.GRANT
    assert failing(may_review("olga", "olga", reviewed=False)) == {"reviewed-by-another-person"}
    assert failing(may_review("andy", "olga", reviewed=True)) == {"not-reviewed-yet"}


def test_a_denial_for_another_reason_is_another_answer():
    assert agrees(Answered("approve"), Answered("approve"))
    assert agrees(Answered("deny", "DEN-04"), Answered("deny", "DEN-04"))
    assert not agrees(Answered("deny", "DEN-04"), Answered("deny", "DEN-09"))
    assert not agrees(Answered("approve"), Answered("deny", "DEN-04"))


def test_a_share_of_nothing_is_no_share():
    assert percent(0, 0) is None
    assert [percent(part, 3) for part in range(4)] == [0, 33, 67, 100]


@pytest.mark.row("E2")
def test_more_than_is_judged_by_the_counts_and_the_figure_itself_is_not_more():
    assert more_than(0, 0, 95) is None
    assert more_than(19, 20, 95) is False
    assert more_than(20, 20, 95) is True
    assert more_than(951, 1000, 95) is True and percent(951, 1000) == 95
    assert more_than(949, 1000, 95) is False and percent(949, 1000) == 95
    assert more_than(0, 3, 0) is False
