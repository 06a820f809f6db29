"""Paying out what is owed: what stands against it, and what is kept back of it (PAY-19, PAY-23, EVD-09)."""

from datetime import date, timedelta

import pytest

from portal.policy.core import Outcome
from portal.policy.paying import Kept, kept_back, may_be_paid
from portal.policy.records import Hold, Standing

pytestmark = [pytest.mark.row("E5"), pytest.mark.row("L11")]

DAY = date(2025, 12, 15)
TOMORROW = DAY + timedelta(days=1)


def standing(**other):
    plain = {"sam_registered_until": TOMORROW, "bank_current": True}
    return Standing(**{**plain, **other})


def hold(since, until=None):
    return standing(holds=(Hold(since, until, "a review"),))


@pytest.mark.parametrize(
    ("of", "primary"),
    [
        (standing(), None),
        (hold(TOMORROW), None),
        (hold(DAY - timedelta(days=9), DAY), None),
        (hold(DAY, TOMORROW), "provider-not-on-hold"),
        (hold(DAY), "provider-not-on-hold"),
        (standing(sam_registered_until=DAY), "sam-registration-active"),
        (standing(sam_registered_until=None), "sam-registration-active"),
        (standing(bank_current=False), "bank-data-current"),
        (standing(bank_current=None), "bank-data-current"),
        (None, "provider-not-on-hold"),
        # An agreement that has ended does not stop what was granted.
        (standing(agreement=()), None),
    ],
)
def test_what_is_owed_waits_and_is_never_refused(of, primary):
    answer = may_be_paid(of, DAY)
    assert answer.outcome is (Outcome.GRANT if primary is None else Outcome.ASK)
    assert (answer.primary.test.name if answer.primary else None) == primary
    assert len(answer.checks) == 3


@pytest.mark.parametrize(
    ("owed", "open_ones", "kept"),
    [
        (1000, [], []),
        (1000, [("a", 400)], [("a", 400)]),
        (1000, [("a", 400), ("b", 700), ("c", 1)], [("a", 400), ("b", 600)]),
        (1000, [("a", 1000)], [("a", 1000)]),
        (1000, [("a", 1001)], [("a", 1000)]),
        (1000, [("a", 0), ("b", 1)], [("b", 1)]),
        (0, [("a", 5)], []),
    ],
)
def test_recoveries_are_kept_back_in_their_order_and_never_more_than_is_owed(owed, open_ones, kept):
    assert kept_back(owed, [Kept(*one) for one in open_ones]) == tuple(Kept(*one) for one in kept)


def test_amounts_below_zero_are_no_amounts():
    for owed, open_ones in ((-1, []), (1, [Kept("a", -1)])):
        with pytest.raises(ValueError, match="0 or more"):
            kept_back(owed, open_ones)
