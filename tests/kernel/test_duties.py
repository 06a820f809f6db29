"""Duties: rows that agree with the facts, claimed by one person at a time (rows J5, L13)."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel import duties
from portal.kernel.actor import SYSTEM
from portal.kernel.duties import Claimed, Due, Taken
from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.kernel.workdays import is_working_day, working_days_after

pytestmark = pytest.mark.row("L13")
KINDS = {"decide", "answer"}


def due(subject, kind="decide", on=date(2025, 12, 30)):
    return Due(kind, subject, None, None, on)


def open_kinds(subject):
    return sorted(Duty.objects.filter(subject=subject, closed_at=None).values_list("kind", "due_on"))


def test_settling_opens_moves_and_closes(database, unit_as):
    subject = new_id()
    with unit_as(SYSTEM):
        assert duties.settle(subject, KINDS, [due(subject)])
        assert open_kinds(subject) == [("decide", date(2025, 12, 30))]
        assert not duties.settle(subject, KINDS, [due(subject)])
        assert duties.settle(subject, KINDS, [due(subject, on=date(2026, 1, 5))])
        assert open_kinds(subject) == [("decide", date(2026, 1, 5))]
        assert duties.settle(subject, KINDS, [due(subject, "answer")])
        assert open_kinds(subject) == [("answer", date(2025, 12, 30))]
        assert duties.settle(subject, KINDS, [])
        assert open_kinds(subject) == []
        assert Duty.objects.filter(subject=subject).count() == 2


def test_other_subjects_and_kinds_are_left_alone(database, unit_as):
    one, other = new_id(), new_id()
    with unit_as(SYSTEM):
        duties.settle(one, {"elsewhere"}, [due(one, "elsewhere")])
        duties.settle(other, KINDS, [due(other)])
        duties.settle(one, KINDS, [])
        assert open_kinds(one) == [("elsewhere", date(2025, 12, 30))]
        assert open_kinds(other) == [("decide", date(2025, 12, 30))]


def test_the_second_to_claim_is_told_who_has_it(database, unit_as):
    subject, ann, ben = new_id(), new_id(), new_id()
    with unit_as(SYSTEM):
        duties.settle(subject, KINDS, [due(subject)])
        row = Duty.objects.get(subject=subject)
        assert duties.give(duty=row.id, version=0, account=ann, name="Ann") == Claimed(row.id, 1)
        assert duties.give(duty=row.id, version=0, account=ben, name="Ben") == Taken("Ann", settled=False)
        assert Duty.objects.get(pk=row.id).claimed_by == ann
        duties.settle(subject, KINDS, [])
        assert duties.give(duty=row.id, version=2, account=ben, name="Ben") == Taken("Ann", settled=True)


def test_a_moved_date_keeps_who_has_claimed(database, unit_as):
    subject, ann = new_id(), new_id()
    with unit_as(SYSTEM):
        duties.settle(subject, KINDS, [due(subject)])
        row = Duty.objects.get(subject=subject)
        duties.give(duty=row.id, version=0, account=ann, name="Ann")
        duties.settle(subject, KINDS, [due(subject, on=date(2026, 2, 2))])
        assert [line.claimed_by for line in duties.open_on(subject)] == [ann]


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2025, 12, 15), 0, date(2025, 12, 15)),
        (date(2025, 12, 15), 1, date(2025, 12, 16)),
        (
            date(2025, 12, 24),
            1,
            date(2025, 12, 26),
        ),  # Christmas; the 26th closed by order only is a working day
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2025, 12, 19), 1, date(2025, 12, 22)),
        (date(2025, 1, 17), 1, date(2025, 1, 21)),  # Martin Luther King Jr. Day
        (date(2021, 1, 19), 1, date(2021, 1, 20)),  # Inauguration Day is a working day here
        (date(2025, 12, 15), 10, date(2025, 12, 30)),
    ],
)
def test_working_days(start, count, expected):
    assert working_days_after(start, count) == expected


@given(st.dates(date(2008, 7, 21), date(2060, 1, 1)), st.integers(1, 30))
def test_working_days_are_counted_one_by_one(start, count):
    days = [working_days_after(start, n) for n in range(count + 1)]
    assert all(earlier < later for earlier, later in pairwise(days))
    assert all(is_working_day(day) for day in days[1:])
