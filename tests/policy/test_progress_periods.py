"""Progress periods, counted month by month with every pause (TPR-01, TPR-10, TPR-11; RA-06, RA-07)."""

import pytest

from portal.policy.progress_periods import NOT_ASSIGNED_FIRST, STOPPED, count, next_review_from
from portal.policy.ticket_use import Cause
from portal.policy.use_facts import UseFacts
from tests.policy.progress import failure, held, inactive, month, months, used

pytestmark = pytest.mark.row("C7", "D13")


def spans(use: UseFacts, through: str = "2027-12") -> list[tuple[str, str, int]]:
    """Each period by its first and last counted month, and how many are counted."""
    found = count(use, month(through)).periods
    return [(str(one.months[0]), str(one.months[-1]), len(one.months)) for one in found]


def left_out(use: UseFacts, through: str = "2027-12") -> dict[str, str]:
    """The months that do not count, with the reason."""
    return {str(one.month): str(one.why) for one in count(use, month(through)).months if one.period is None}


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (used(), [("2024-02", "2025-01", 12), ("2025-02", "2026-01", 12)]),
        # The first of a month is in the assignment month still.
        (used(held("2024-02-01")), [("2024-03", "2025-02", 12), ("2025-03", "2026-01", 11)]),
        (
            used(held("2024-01-15", kind="cost-reimbursement")),
            [("2024-02", "2025-01", 12), ("2025-02", "2026-01", 12)],
        ),
        (
            used(inactivities=(inactive("2024-03-10", "2024-06-02"),)),
            [("2024-02", "2025-04", 12), ("2025-05", "2026-01", 9)],
        ),
        (used(inactivities=(inactive("2024-03-10"),)), [("2024-02", "2024-03", 2)]),
        (
            used(held("2024-01-15", "2024-07-10"), held("2024-09-05")),
            [("2024-02", "2025-03", 12), ("2025-04", "2026-01", 10)],
        ),
        # Without an extension July is not in use to its last day.
        (
            used(held("2024-01-15", "2024-07-10", "lost-contact"), held("2024-09-05")),
            [("2024-02", "2025-04", 12), ("2025-05", "2026-01", 9)],
        ),
        (
            used(held("2024-01-15", "2024-07-10", "lost-contact"), held("2024-07-10")),
            [("2024-02", "2025-01", 12), ("2025-02", "2026-01", 12)],
        ),
        (
            used(held("2024-01-15", "2024-07-01"), held("2024-07-01")),
            [("2024-02", "2025-01", 12), ("2025-02", "2026-01", 12)],
        ),
        # Assigned again on the first: that month counts; on the second it does not.
        (
            used(held("2024-01-15", "2024-07-01"), held("2024-08-01")),
            [("2024-02", "2025-02", 12), ("2025-03", "2026-01", 11)],
        ),
        (
            used(held("2024-01-15", "2024-07-01"), held("2024-08-02")),
            [("2024-02", "2025-03", 12), ("2025-04", "2026-01", 10)],
        ),
        (used(terminated_in=month("2024-06")), [("2024-02", "2024-05", 4)]),
        (UseFacts(), []),
    ],
)
def test_periods(use, expected):
    assert spans(use, "2026-01") == expected


def test_every_month_left_out_says_why():
    use = used(
        held("2024-01-15", "2024-07-10"),
        held("2024-09-05"),
        inactivities=(inactive("2025-01-20", "2025-02-01"),),
    )
    assert left_out(use, "2025-06") == {
        "2024-08": NOT_ASSIGNED_FIRST,
        "2024-09": NOT_ASSIGNED_FIRST,
        "2025-02": Cause.INACTIVE,
    }
    gone = used(held("2024-01-15", "2024-07-10"), held("2025-01-05"))
    assert left_out(gone, "2025-02") == {
        "2024-08": NOT_ASSIGNED_FIRST,
        "2024-09": NOT_ASSIGNED_FIRST,
        "2024-10": NOT_ASSIGNED_FIRST,
        "2024-11": Cause.NOT_HELD,
        "2024-12": Cause.NOT_HELD,
        "2025-01": Cause.NOT_HELD,
    }


def test_the_clock_stops_at_a_failure_and_the_next_period_opens_after_re_entry():
    failed = used(failures=(failure("2025-03-01"),))
    assert spans(failed) == [("2024-02", "2025-01", 12)]
    assert set(left_out(failed, "2026-02").values()) == {STOPPED}
    back = used(failures=(failure("2025-03-01", back="2025-08-01"),))
    assert spans(back, "2026-12") == [
        ("2024-02", "2025-01", 12),
        ("2025-09", "2026-08", 12),
        ("2026-09", "2026-12", 4),
    ]
    assert list(left_out(back, "2026-02")) == [str(one) for one in months("2025-02", 7)]


@pytest.mark.parametrize(
    ("one", "second"),
    [
        # An appeal in time that is open, and a favorable answer, let the clock run on.
        (failure("2025-03-01", appealed="2025-03-31"), ("2025-02", "2026-01", 12)),
        (
            failure("2025-03-01", appealed="2025-03-31", decided="2025-05-09", favorable=True),
            ("2025-02", "2026-01", 12),
        ),
        # After day 30 the failure is in effect until the answer: March to May are not in use throughout.
        (
            failure("2025-03-01", appealed="2025-04-01", decided="2025-05-09", favorable=True),
            ("2025-02", "2026-04", 12),
        ),
    ],
)
def test_a_review_of_the_decision(one, second):
    assert spans(used(failures=(one,)), "2026-06")[1] == second


@pytest.mark.parametrize(
    "one",
    [
        failure("2025-03-01", appealed="2025-04-01"),
        failure("2025-03-01", appealed="2025-03-31", decided="2025-05-09", favorable=False),
    ],
)
def test_an_appeal_that_is_late_or_lost_does_not_start_the_clock(one):
    assert spans(used(failures=(one,)), "2026-06") == [("2024-02", "2025-01", 12)]


def test_a_failure_of_a_later_period_stops_only_then():
    use = used(failures=(failure("2026-03-01", period=2),))
    assert spans(use) == [("2024-02", "2025-01", 12), ("2025-02", "2026-01", 12)]


def test_what_cannot_be_counted_ends_the_count():
    use = used(held("2024-01-15", "2024-07-10")._replace(reason=None), held("2024-09-05"))
    found = count(use, month("2026-01"))
    assert not found.known
    assert str(found.months[-1].month) == "2024-07"
    assert [len(one.months) for one in found.periods] == [5]
    assert count(used(), month("2026-01")).known


def test_a_period_can_be_reviewed_the_day_after_it():
    found = count(used(), month("2025-03"))
    assert [str(one.review_from) for one in found.periods] == ["2025-02-01", "None"]
    assert found.period(2).months == months("2025-02", 2)
    assert found.period(3) == (3, (), False)


@pytest.mark.parametrize(
    ("use", "through", "expected"),
    [
        (used(), "2024-01", "2025-02-01"),  # no month counts yet
        (used(), "2024-02", "2025-02-01"),
        (used(), "2024-12", "2025-02-01"),
        (used(), "2025-01", "2025-02-01"),  # all twelve are there, the last one runs still
        (used(), "2025-02", "2026-02-01"),
        (used(), "2026-01", "2026-02-01"),  # all twelve of the second
        (used(), "2026-02", "2027-02-01"),
        (used(inactivities=(inactive("2024-03-10", "2024-06-02"),)), "2024-08", "2025-05-01"),
        (used(inactivities=(inactive("2024-03-10"),)), "2024-08", None),
        (used(held("2024-01-15", "2024-07-10")), "2024-08", None),
    ],
)
def test_the_earliest_day_of_the_next_review(use, through, expected):
    day = next_review_from(count(use, month(through)), month(through))
    assert (day and day.isoformat()) == expected
