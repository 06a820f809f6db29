"""A Ticket's state on any day from its moves, whatever their order; it agrees with protection (§3.4, CDR-05)."""

from datetime import date, timedelta

import pytest

from portal.policy.ticket_history import (
    Change,
    extended_on,
    moved_from,
    state_after,
    state_by_moves,
    state_on,
)
from portal.policy.ticket_moves import move_named
from portal.policy.ticket_states import (
    EXTENDED,
    TERMINATED,
    UNASSIGNED,
    UNASSIGNED_FAILED,
    Assigned,
    TicketState,
    Use,
    protected,
)
from portal.policy.ticket_use import use_on
from tests.policy.progress import day, failure, held, inactive, used

pytestmark = pytest.mark.row("D13", "I4", "H1")
U, X, U_F, T = UNASSIGNED, EXTENDED, UNASSIGNED_FAILED, TERMINATED
EN, EN_I, EN_F = (TicketState(Assigned.EN, use) for use in (Use.IN_USE, Use.INACTIVE, Use.FAILED_PROGRESS))
VR, VR_I = (TicketState(Assigned.VREN, use) for use in (Use.IN_USE, Use.INACTIVE))
CR, CR_F = (TicketState(Assigned.CR, use) for use in (Use.IN_USE, Use.FAILED_PROGRESS))
WITH, WITHOUT, WHILE = (
    "unassign-with-extension",
    "unassign-without-extension",
    "unassign-while-not-in-use",
)


def entered(*moves: tuple[str, str]) -> list[Change]:
    """A history, each move entered after the one before, from where the Ticket then stood on the day."""
    history: list[Change] = []
    for place, (name, on) in enumerate(moves, start=1):
        after = move_named(name).leads_to(moved_from(history, name, day(on)) or U)
        assert after is not None, (name, on)
        history.append(Change(day(on), place, name, after))
    return history


def test_the_history_is_read_by_day():
    history = [
        Change(day("2025-03-04"), 1, "assign", EN),
        Change(day("2025-07-10"), 2, WITH, X),
        Change(day("2025-07-10"), 3, "assign-to-agency", VR),
        Change(day("2025-09-01"), 4, "make-inactive", VR_I),
    ]
    for on, expected in (
        ("2025-03-03", None),
        ("2025-03-04", EN),
        ("2025-07-09", EN),
        ("2025-07-10", VR),
        ("2025-08-31", VR),
        ("2025-12-15", VR_I),
    ):
        assert state_on(history[::-1], day(on)) == expected
    assert (state_after(history), state_after([])) == (VR_I, None)


def test_a_case_backdated_behind_the_end_of_the_extension_that_it_was_opened_in():
    """Unassigned on 1 March; the end is entered on 31 May, and then a case whose IPE was signed on 20 May."""
    history = entered(
        ("assign", "2024-01-15"),
        (WITH, "2025-03-01"),
        ("extension-ends", "2025-05-31"),
        ("open-case", "2025-05-20"),
    )
    for on, expected in (("2025-05-19", X), ("2025-05-20", CR), ("2025-05-31", CR), ("2025-12-15", CR)):
        assert state_on(history, day(on)) == expected
    assert state_after(history) == CR
    assert extended_on(history) is None


def test_a_case_opened_after_the_extension_leaves_the_days_between_without_use():
    history = entered(
        ("assign", "2024-01-15"),
        (WITH, "2025-03-01"),
        ("extension-ends", "2025-05-31"),
        ("open-case", "2025-06-15"),
    )
    for on, expected in (("2025-05-30", X), ("2025-05-31", U), ("2025-06-14", U), ("2025-06-15", CR)):
        assert state_on(history, day(on)) == expected


def test_an_extension_is_over_on_the_91st_day_whoever_enters_it():
    history = entered(("assign", "2024-01-15"), (WITH, "2025-03-01"))
    assert [state_on(history, day(on)) for on in ("2025-05-30", "2025-05-31")] == [X, U]
    assert state_by_moves(history, day("2025-05-31")) == X
    assert extended_on(history) == day("2025-03-01")
    assert extended_on((*history, Change(day("2025-05-31"), 3, "extension-ends", U))) is None
    assert extended_on(()) is None


def test_inactive_from_the_next_month_is_overtaken_by_an_unassignment_before_it():
    """Asked for on 10 April to hold from 1 May; taken out on 20 April, while in use."""
    history = entered(("assign", "2024-01-15"), ("make-inactive", "2025-05-01"), (WITH, "2025-04-20"))
    assert [state_on(history, day(on)) for on in ("2025-04-19", "2025-04-20", "2025-05-01")] == [EN, X, X]


@pytest.mark.parametrize(
    ("right", "days"),
    [
        (
            "2025-05-20",
            {"2025-05-19": CR, "2025-05-20": X, "2025-06-01": X, "2025-08-18": X, "2025-08-19": U},
        ),
        (
            "2025-07-01",
            {"2025-06-01": CR, "2025-06-30": CR, "2025-07-01": X, "2025-09-29": X, "2025-09-30": U},
        ),
    ],
)
def test_a_corrected_closing_was_never_on_the_wrong_day(right, days):
    history = entered(
        ("open-case", "2024-09-01"),
        ("close-case", "2025-06-01"),
        ("extension-ends", "2025-08-31"),
        ("correct-closing", right),
    )
    assert {on: state_on(history, day(on)) for on in days} == days


def test_a_correction_of_a_closing_can_be_corrected():
    history = entered(
        ("open-case", "2024-09-01"),
        ("close-case", "2025-06-01"),
        ("correct-closing", "2025-05-20"),
        ("correct-closing", "2025-07-01"),
    )
    assert [state_on(history, day(on)) for on in ("2025-05-20", "2025-06-30", "2025-07-01")] == [CR, CR, X]


@pytest.mark.parametrize("back", ["2025-06-01", "2025-06-10"])
def test_a_closing_taken_back_leaves_the_case_open_all_the_time(back):
    history = entered(("open-case", "2024-09-01"), ("close-case", "2025-06-01"), ("reopen-case", back))
    assert [state_on(history, day(on)) for on in ("2025-05-31", "2025-06-01", "2025-12-15")] == [CR] * 3


def test_a_failure_learned_of_after_the_unassignment_leaves_it_unassigned_and_not_in_use():
    """Taken out on 10 March with the extension; a failed review that took effect on 5 March is entered later."""
    history = entered(("assign", "2024-01-15"), (WITH, "2025-03-10"), ("fail-progress-review", "2025-03-05"))
    assert [state_on(history, day(on)) for on in ("2025-03-04", "2025-03-05", "2025-03-10")] == [
        EN,
        EN_F,
        U_F,
    ]


def test_put_back_in_use_later_than_thought_an_unassignment_while_not_in_use_stays_one():
    history = entered(
        ("assign", "2024-01-15"),
        ("make-inactive", "2025-03-01"),
        (WHILE, "2025-06-10"),
        ("make-active", "2025-05-01"),
    )
    assert [state_on(history, day(on)) for on in ("2025-04-30", "2025-05-01", "2025-06-10")] == [EN_I, EN, U]


def test_terminated_is_terminated():
    history = entered(("assign", "2024-01-15"), (WITHOUT, "2025-03-10"), ("terminate", "2025-02-01"))
    assert [state_on(history, day(on)) for on in ("2025-01-31", "2025-02-01", "2025-03-10")] == [EN, T, T]


# The same life as moves and as facts: what the tickets room shows and what protection says are one (CDR-05).
FAILED_FROM_31_MARCH = failure("2025-03-01")
LIVES = {
    "reassigned-with-a-failed-review-in-effect": (
        entered(
            ("assign", "2024-01-15"),
            ("fail-progress-review", "2025-03-31"),
            (WHILE, "2025-05-10"),
            ("assign", "2025-06-01"),
        ),
        used(held("2024-01-15", "2025-05-10"), held("2025-06-01"), failures=(FAILED_FROM_31_MARCH,)),
    ),
    "and-put-back-in-use": (
        entered(
            ("assign", "2024-01-15"),
            ("fail-progress-review", "2025-03-31"),
            (WHILE, "2025-05-10"),
            ("assign", "2025-06-01"),
            ("reinstate", "2025-08-01"),
        ),
        used(
            held("2024-01-15", "2025-05-10"),
            held("2025-06-01"),
            failures=(failure("2025-03-01", back="2025-08-01"),),
        ),
    ),
    "the-failure-takes-effect-in-the-extension": (
        entered(
            ("assign", "2024-01-15"),
            (WITH, "2025-03-10"),
            ("fail-progress-review", "2025-03-31"),
            ("open-case", "2025-06-01"),
        ),
        used(
            held("2024-01-15", "2025-03-10"),
            held("2025-06-01", kind="cost-reimbursement"),
            failures=(FAILED_FROM_31_MARCH,),
        ),
    ),
    "entered-with-the-notice-and-unassigned-before-it-took-effect": (
        entered(
            ("assign", "2024-01-15"),
            ("fail-progress-review", "2025-03-31"),
            (WITH, "2025-03-10"),
            ("assign", "2025-06-01"),
        ),
        used(held("2024-01-15", "2025-03-10"), held("2025-06-01"), failures=(FAILED_FROM_31_MARCH,)),
    ),
    "back-in-use-within-the-extension": (
        entered(
            ("assign", "2024-01-15"),
            (WITH, "2025-03-10"),
            ("fail-progress-review", "2025-03-31"),
            ("reinstate", "2025-05-02"),
        ),
        used(held("2024-01-15", "2025-03-10"), failures=(failure("2025-03-01", back="2025-05-02"),)),
    ),
    "back-in-use-after-the-extension-would-have-ended": (
        entered(
            ("assign", "2024-01-15"),
            (WITH, "2025-03-10"),
            ("fail-progress-review", "2025-03-31"),
            ("reinstate", "2025-07-01"),
            ("assign", "2025-07-15"),
        ),
        used(
            held("2024-01-15", "2025-03-10"),
            held("2025-07-15"),
            failures=(failure("2025-03-01", back="2025-07-01"),),
        ),
    ),
    "a-pause-does-not-outlast-a-failure": (
        entered(
            ("assign", "2024-01-15"),
            ("make-inactive", "2025-03-01"),
            ("fail-progress-review", "2025-03-31"),
            ("reinstate", "2025-08-01"),
        ),
        used(
            held("2024-01-15"),
            inactivities=(inactive("2025-02-10"),),
            failures=(failure("2025-03-01", back="2025-08-01"),),
        ),
    ),
    "a-case-with-a-failed-review-closed": (
        entered(
            ("open-case", "2024-01-15"),
            ("fail-progress-review", "2025-03-31"),
            ("close-case", "2025-05-10"),
            ("assign-to-agency", "2025-05-20"),
        ),
        used(
            held("2024-01-15", "2025-05-10", kind="cost-reimbursement"),
            held("2025-05-20", kind="VREN"),
            failures=(FAILED_FROM_31_MARCH,),
        ),
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_room_and_protection_agree_on_every_day(name):
    history, facts = LIVES[name]
    for ordinal in range(date(2024, 1, 15).toordinal(), date(2025, 12, 15).toordinal()):
        on = date.fromordinal(ordinal)
        state, told = state_on(history, on), use_on(facts, on)
        assert state is not None
        assert (state.assigned is not Assigned.NONE, protected(state)) == (told.held, told.in_use), on


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2025-03-30", EN),
        ("2025-03-31", EN_F),
        ("2025-05-10", U_F),
        ("2025-06-01", EN_F),
        ("2025-07-31", EN_F),
        ("2025-08-01", EN),
    ],
)
def test_a_failed_review_stays_in_effect_over_reassignment(on, state):
    history, facts = LIVES["and-put-back-in-use"]
    assert state_on(history, day(on)) == state
    assert protected(state) is use_on(facts, day(on)).in_use


def test_after_the_reassignment_nothing_protects_until_the_failure_is_lifted():
    _, facts = LIVES["reassigned-with-a-failed-review-in-effect"]
    later = day("2025-06-01") + timedelta(days=400)
    assert (use_on(facts, later).held, use_on(facts, later).in_use) == (True, False)


@pytest.mark.parametrize(("back", "began"), [("2025-06-08", day("2025-03-10")), ("2025-06-09", None)])
def test_put_back_in_use_a_ticket_is_in_its_extension_through_the_ninetieth_day(back, began):
    history = entered(
        ("assign", "2024-01-15"),
        (WITH, "2025-03-10"),
        ("fail-progress-review", "2025-03-31"),
        ("reinstate", back),
    )
    assert extended_on(history) == began
