"""Protected on a day, since when, until when, and why it ended (CDR-01 to CDR-05; TPR-05, 08 to 11)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from portal.policy.protection import medical_review, periods_of_protection, protected, standing
from portal.policy.ticket_use import Cause, spans, use_on
from portal.policy.use_facts import UseFacts
from tests.policy.progress import day, failure, held, inactive, month, used

pytestmark = pytest.mark.row("H1", "D13")


def stretches(use: UseFacts) -> list[tuple[str, str, str | None]]:
    """Each stretch of protection: its first day, its first day without, and what ended it."""
    return [
        (str(one.since), str(one.until), one.ended_by and one.ended_by.name)
        for one in periods_of_protection(use)
    ]


FAILED, ON = used(failures=(failure("2025-03-01"),)), "2024-01-15"
STRETCHES = [
    (used(), [(ON, "None", None)]),
    (FAILED, [(ON, "2025-03-31", "FAILED")]),
    (
        used(failures=(failure("2025-03-01", back="2025-08-01"),)),
        [(ON, "2025-03-31", "FAILED"), ("2025-08-01", "None", None)],
    ),
    (used(failures=(failure("2025-03-01", back="2025-03-20"),)), [(ON, "None", None)]),
    (used(failures=(failure("2025-03-01", appealed="2025-03-31"),)), [(ON, "None", None)]),
    (used(failures=(failure("2025-03-01", appealed="2025-04-01"),)), [(ON, "2025-03-31", "FAILED")]),
    (
        used(failures=(failure("2025-03-01", appealed="2025-03-15", decided="2025-05-09", favorable=False),)),
        [(ON, "2025-05-09", "FAILED")],
    ),
    # Social Security can decide before day 30; the failure takes effect on day 30 all the same.
    (
        used(failures=(failure("2025-03-01", appealed="2025-03-05", decided="2025-03-20", favorable=False),)),
        [(ON, "2025-03-31", "FAILED")],
    ),
    (
        used(failures=(failure("2025-03-01", appealed="2025-03-15", decided="2025-05-09", favorable=True),)),
        [(ON, "None", None)],
    ),
    (
        used(failures=(failure("2025-03-01", appealed="2025-04-10", decided="2025-05-09", favorable=True),)),
        [(ON, "2025-03-31", "FAILED"), ("2025-05-09", "None", None)],
    ),
    (
        used(
            failures=(
                failure(
                    "2025-03-01",
                    appealed="2025-04-10",
                    decided="2025-05-09",
                    favorable=False,
                    back="2025-09-01",
                ),
            )
        ),
        [(ON, "2025-03-31", "FAILED"), ("2025-09-01", "None", None)],
    ),
    (used(held(ON, "2025-03-01")), [(ON, "2025-05-31", "NOT_HELD")]),
    (used(held(ON, "2025-03-01"), held("2025-05-20")), [(ON, "None", None)]),
    (used(held(ON, "2025-03-01"), held("2025-05-31")), [(ON, "None", None)]),
    (
        used(held(ON, "2025-03-01"), held("2025-06-15")),
        [(ON, "2025-05-31", "NOT_HELD"), ("2025-06-15", "None", None)],
    ),
    (used(held(ON, "2025-03-01", "lost-contact")), [(ON, "2025-03-01", "NOT_HELD")]),
    (used(held(ON, "2025-03-01", kind="cost-reimbursement")), [(ON, "2025-05-31", "NOT_HELD")]),
    (used(held(ON, "2025-03-01")._replace(reason=None)), [(ON, "2025-03-01", "EXTENSION_NOT_KNOWN")]),
    (
        used(inactivities=(inactive("2025-04-10", "2025-07-02"),)),
        [(ON, "2025-05-01", "INACTIVE"), ("2025-08-01", "None", None)],
    ),
    # Active again before it began: never inactive.
    (used(inactivities=(inactive("2025-04-10", "2025-04-12"),)), [(ON, "None", None)]),
    # A Ticket that is unassigned while inactive gets no extension, and is in use when assigned again.
    (
        used(held(ON, "2025-06-10"), held("2025-06-20"), inactivities=(inactive("2025-04-10"),)),
        [(ON, "2025-05-01", "INACTIVE"), ("2025-06-20", "None", None)],
    ),
    # From failed progress to inactive: no.
    (
        used(failures=(failure("2025-03-01", back="2025-08-01"),), inactivities=(inactive("2025-04-10"),)),
        [(ON, "2025-03-31", "FAILED"), ("2025-08-01", "None", None)],
    ),
    # A failed review stays in effect over a new assignment, and ends an extension.
    (
        used(held(ON, "2025-05-01"), held("2025-05-20"), failures=FAILED.failures),
        [(ON, "2025-03-31", "FAILED")],
    ),
    (used(held(ON, "2025-03-10"), failures=FAILED.failures), [(ON, "2025-03-31", "FAILED")]),
    (used(terminated_in=month("2025-05")), [(ON, "2025-05-01", "TERMINATED")]),
    (used(died_on=day("2025-05-10")), [(ON, "2025-05-11", "DIED")]),
    (used(terminated_in=month("2025-05"), died_on=day("2025-04-10")), [(ON, "2025-04-11", "DIED")]),
    (
        used(
            held(ON, "2024-03-01"),
            held("2024-09-01", "2025-01-01", "lost-contact"),
            held("2025-02-01"),
            inactivities=(inactive("2025-03-10", "2025-04-10"),),
        ),
        [
            (ON, "2024-05-31", "NOT_HELD"),
            ("2024-09-01", "2025-01-01", "NOT_HELD"),
            ("2025-02-01", "2025-04-01", "INACTIVE"),
            ("2025-05-01", "None", None),
        ],
    ),
    # Assigned and taken out on one day, within the extension of another: it goes on.
    (
        used(held(ON, "2025-03-01"), held("2025-03-10", "2025-03-10", "lost-contact")),
        [(ON, "2025-05-31", "NOT_HELD")],
    ),
    # The extension that follows the second stretch prolongs that one.
    (
        used(held(ON, "2025-03-01"), held("2025-06-15", "2025-09-01")),
        [(ON, "2025-05-31", "NOT_HELD"), ("2025-06-15", "2025-12-01", "NOT_HELD")],
    ),
    # Inactive from the very day on which the failed review is no longer in effect: it did not begin during it.
    (
        used(failures=(failure("2025-03-01", back="2025-05-01"),), inactivities=(inactive("2025-04-10"),)),
        [(ON, "2025-03-31", "FAILED")],
    ),
    # Assigned and taken out on one day: never held.
    (used(held(ON, ON)), []),
    (UseFacts(), []),
]


@pytest.mark.parametrize(("use", "expected"), STRETCHES)
def test_every_stretch_of_protection(use, expected):
    assert stretches(use) == expected


@pytest.mark.parametrize(("use", "expected"), STRETCHES)
def test_each_day_answers_as_the_stretches_say(use, expected):
    days = {day(ON), day("2026-01-20"), *(one.since for one in spans(use))}
    for on in sorted({one + timedelta(days=step) for one in days for step in (-1, 0, 1, 29)}):
        within = any(since <= str(on) < until for since, until, _ in expected)
        answer, now = protected(use, on), standing(use, on)
        if now.protected is None:
            assert answer.outcome == "ask"
            assert answer.primary.needs == "the reason the Ticket was taken out of assignment"
        else:
            assert (answer.outcome == "grant") is within is now.protected is use_on(use, on).in_use
        assert now.since is None or now.since <= on
        assert now.until is None or on < now.until


@pytest.mark.parametrize(
    ("use", "on", "failing", "true_from"),
    [
        (FAILED, "2025-04-01", {"no-failed-progress-review-in-effect"}, None),
        (used(), "2024-01-14", {"ticket-assigned-or-extended-on-the-day"}, "2024-01-15"),
        (UseFacts(), "2024-01-14", {"ticket-assigned-or-extended-on-the-day"}, None),
        # Assigned and taken out on 10 June: from that day on it is not held.
        *(
            (
                used(held(ON, "2025-03-01"), held("2025-06-10", "2025-06-10"), held("2025-06-15")),
                asked,
                {"ticket-assigned-or-extended-on-the-day"},
                "2025-06-15",
            )
            for asked in ("2025-06-01", "2025-06-10")
        ),
        (
            used(held(ON, "2025-03-01"), held("2025-06-15")),
            "2025-06-01",
            {"ticket-assigned-or-extended-on-the-day"},
            "2025-06-15",
        ),
        (
            used(inactivities=(inactive("2025-04-10", "2025-07-02"),)),
            "2025-07-31",
            {"ticket-not-inactive-on-the-day"},
            "2025-08-01",
        ),
        (
            used(inactivities=(inactive("2025-02-10"),), failures=(failure("2025-03-01"),)),
            "2025-04-10",
            {"ticket-not-inactive-on-the-day", "no-failed-progress-review-in-effect"},
            None,
        ),
        (
            used(held(ON, "2025-03-01"), failures=FAILED.failures, died_on=day("2025-08-01")),
            "2025-09-01",
            {
                "ticket-valid-on-the-day",
                "ticket-assigned-or-extended-on-the-day",
                "no-failed-progress-review-in-effect",
            },
            None,
        ),
    ],
)
def test_every_check_that_fails_is_named(use, on, failing, true_from):
    answer = protected(use, day(on))
    failed = [one for one in answer.checks if one.state == "failed"]
    assert {one.test.name for one in failed} == failing
    assert true_from is None or str(failed[0].true_from) == true_from
    assert answer.outcome == "refuse"
    assert len(answer.checks) == 4


def test_what_a_person_is_told_of_a_day():
    use = used(held(ON, "2025-03-01"), held("2025-06-15"))
    now = standing(use, day("2025-04-01"))
    assert (str(now.since), str(now.until), now.why, now.then) == (
        ON,
        "2025-05-31",
        Cause.EXTENSION,
        Cause.NOT_HELD,
    )
    gap = standing(use, day("2025-06-14"))
    assert (gap.protected, str(gap.since), str(gap.until), gap.then) == (
        False,
        "2025-05-31",
        "2025-06-15",
        Cause.HELD,
    )
    before = standing(use, day("2024-01-01"))
    assert (before.protected, before.since, str(before.until), before.then) == (False, None, ON, Cause.HELD)
    assert standing(UseFacts(), day("2024-01-01")) == (False, None, None, Cause.NEVER_USED, None)
    joined = used(held(ON, "2025-03-01"), held("2025-05-20"))
    assert standing(joined, day("2024-06-01"))[:3] == (True, day(ON), None)
    assert standing(use, day("2026-01-01"))[:3] == (True, day("2025-06-15"), None)


def test_spans_leave_no_gap_and_never_repeat():
    for use, _ in STRETCHES:
        found = spans(use)
        for one, after in pairwise(found):
            assert one.until == after.since
            assert one.day != after.day
        assert all(use_on(use, one.since) == one.day for one in found)
        assert not found or found[-1].until is None


@pytest.mark.parametrize(
    ("begun", "outcome"),
    [
        ("2024-01-14", "grant"),
        ("2024-01-15", "refuse"),
        ("2025-03-30", "refuse"),
        ("2025-03-31", "grant"),
        (None, "ask"),
    ],
)
def test_a_medical_review_goes_on_if_it_was_begun_before_use_and_is_not_begun_in_it(begun, outcome):
    answer = medical_review(FAILED, None if begun is None else day(begun))
    assert answer.outcome == outcome
    assert "work" in answer.notes[0]
    if outcome == "refuse":
        assert str(answer.primary.true_from) == "2025-03-31"


def test_a_medical_review_in_an_extension_that_is_not_known_asks_for_the_reason():
    use = used(held(ON, "2025-03-01")._replace(reason=None))
    assert (
        medical_review(use, day("2025-03-01")).primary.needs
        == "the reason the Ticket was taken out of assignment"
    )
    assert medical_review(use, day("2025-05-31")).outcome == "grant"
