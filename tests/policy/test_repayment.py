"""What a provider pays back itself: no more than is open, in time, each check once (PAY-19)."""

from datetime import date

import pytest

from portal.policy.core import State
from portal.policy.repayment import RepaymentFacts, may_be_canceled, may_be_recorded

pytestmark = pytest.mark.row("E5")
TODAY = date(2025, 12, 15)
FACTS = RepaymentFacts(date(2025, 12, 1), 1850_00, 1850_00, date(2025, 12, 10), there=False)


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({}, set()),
        ({"cents": 1}, set()),
        ({"cents": 1850_01}, {"repayment-is-no-more-than-is-open"}),
        ({"cents": 0}, {"repayment-is-no-more-than-is-open"}),
        ({"open_cents": 0}, {"repayment-is-no-more-than-is-open"}),
        ({"received_on": date(2025, 12, 1)}, set()),
        ({"received_on": TODAY}, set()),
        ({"received_on": date(2025, 11, 30)}, {"repayment-came-after-the-recovery-was-opened"}),
        ({"received_on": date(2025, 12, 16)}, {"repayment-came-after-the-recovery-was-opened"}),
        ({"there": True}, {"repayment-is-recorded-once"}),
    ],
)
def test_what_may_be_recorded(changes, failed):
    decision = may_be_recorded(FACTS._replace(**changes), TODAY)
    assert {one.test.name for one in decision.checks if one.state is not State.HELD} == failed
    assert (decision.outcome == "grant") is not bool(failed)


def test_a_check_that_is_there_already_is_the_first_reason_and_amounts_are_said():
    decision = may_be_recorded(FACTS._replace(there=True, cents=1850_01), TODAY)
    assert decision.primary.test.name == "repayment-is-recorded-once"
    said = decision.checks[-1].to_json()["facts"]
    assert said == {"received": "1850.01", "still_open": "1850.00"}


@pytest.mark.parametrize(
    ("recorded_by", "by", "reason", "failed"),
    [
        ("Andy", "Olga", "The bank did not honor it.", []),
        ("Andy", "Andy", "The bank did not honor it.", ["repayment-canceled-by-another-person"]),
        ("Andy", "Olga", " ", ["cancellation-of-a-repayment-gives-a-reason"]),
        (None, "Olga", "The bank did not honor it.", ["repayment-stands"]),
    ],
)
def test_another_person_cancels_what_counts_with_a_reason(recorded_by, by, reason, failed):
    decision = may_be_canceled(recorded_by, by, reason)
    assert [one.test.name for one in decision.checks if one.state is State.FAILED] == failed
    assert (decision.outcome == "grant") is (failed == [])
    assert (decision.told == "") is (failed == [])
