"""A statement laid over what is known, beside the same month by month."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.policy.core import Month
from portal.policy.statements import Spell, laid_over

pytestmark = [pytest.mark.row("L1")]
FIRST, LAST = Month.parse("2024-01"), Month.parse("2025-01")
DAYS = [None, date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]


@st.composite
def spells(draw):
    """Spells that follow one another, as they stand on record."""
    found, at = [], FIRST
    while at < LAST and draw(st.booleans()):
        at = at.plus(draw(st.integers(0, 3)))
        until = at.plus(draw(st.integers(1, 5)))
        found.append(Spell(at, until, draw(st.sampled_from("ABC")), draw(st.sampled_from(DAYS)), object()))
        at = until
    return found


@st.composite
def statements(draw):
    from_ = FIRST.plus(draw(st.integers(0, 8)))
    until = draw(st.sampled_from([None, *(from_.plus(n) for n in range(1, 6))]))
    return Spell(from_, until, draw(st.sampled_from("ABC")), draw(st.sampled_from(DAYS[1:])))


def spell(text):
    """Like "2024-01 2024-04 A"; a dash is no end."""
    from_, until, value = text.split()
    return Spell(Month.parse(from_), None if until == "-" else Month.parse(until), value)


@pytest.mark.parametrize(
    ("known", "stated", "expected"),
    [
        # Inside, from the first month on, to the last month, and all of it: no piece without a month is left.
        (
            ["2024-01 2024-05 A"],
            "2024-02 2024-04 B",
            ["2024-01 2024-02 A", "2024-02 2024-04 B", "2024-04 2024-05 A"],
        ),
        (["2024-01 2024-05 A"], "2024-01 2024-02 B", ["2024-01 2024-02 B", "2024-02 2024-05 A"]),
        (["2024-01 2024-05 A"], "2024-04 2024-05 B", ["2024-01 2024-04 A", "2024-04 2024-05 B"]),
        (["2024-01 2024-05 A"], "2024-01 2024-05 B", ["2024-01 2024-05 B"]),
        # The same of a spell without an end.
        (["2024-01 - A"], "2024-02 2024-04 B", ["2024-01 2024-02 A", "2024-02 2024-04 B", "2024-04 - A"]),
        (["2024-01 - A"], "2024-04 - B", ["2024-01 2024-04 A", "2024-04 - B"]),
        # Two that follow one another, in whatever order they are read.
        (
            ["2024-03 - C", "2024-01 2024-03 A"],
            "2024-02 2024-04 B",
            ["2024-01 2024-02 A", "2024-02 2024-03 B", "2024-03 2024-04 B", "2024-04 - C"],
        ),
    ],
)
def test_piece_by_piece(known, stated, expected):
    assert laid_over(map(spell, known), spell(stated)) == [spell(one) for one in expected]


def of(month, rows):
    return [one for one in rows if one.from_ <= month and (one.until is None or month < one.until)]


@given(spells(), statements())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_month_by_month(known, stated):
    after = laid_over(known, stated)
    for number in range(40):
        month = FIRST.plus(number)
        before, now = of(month, known), of(month, after)
        assert len(now) <= 1
        named = bool(of(month, [stated]))
        newer = bool(before) and before[0].stated_on is not None and before[0].stated_on > stated.stated_on
        expected = [stated.value] if named and not newer else [one.value for one in before]
        assert [one.value for one in now] == expected


@given(spells(), statements())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_said_again_it_changes_nothing(known, stated):
    once = laid_over(known, stated)
    assert laid_over(once, stated) == once


@given(spells(), statements())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_not_named_is_the_same_row(known, stated):
    after = laid_over(known, stated)
    for spell in known:
        if all(not of(month, [stated]) for month in map(FIRST.plus, range(40)) if of(month, [spell])):
            assert any(one is spell for one in after)


@given(spells(), statements())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_over_makes_nothing_where_nothing_is(known, stated):
    after = laid_over(known, stated, lambda value: None if value is None else "Z")
    for number in range(40):
        month = FIRST.plus(number)
        assert bool(of(month, known)) == bool(of(month, after))
