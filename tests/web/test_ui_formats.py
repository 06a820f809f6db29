"""How values are written, and how what people type is read."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policy.core import Month
from portal.web.ui import formats
from portal.web.ui.typed import read_cents, read_day, read_month, read_ssn


@pytest.mark.parametrize(
    ("cents", "shown"),
    [(185000, "$1,850.00"), (5, "$0.05"), (0, "$0.00"), (-123456, "-$1,234.56"), (None, "—")],
)
def test_money(cents, shown):
    assert formats.money(cents) == shown


def test_months_days_and_instants():
    assert formats.month(Month.parse("2025-02")) == formats.month("2025-02") == "February 2025"
    assert formats.day(date(2025, 12, 15)) == formats.day("2025-12-15") == "December 15, 2025"
    assert formats.instant(datetime(2025, 12, 15, 4, 59, tzinfo=UTC)) == "December 14, 2025, 11:59 p.m. ET"
    assert formats.instant(datetime(2025, 7, 1, 16, 5, tzinfo=UTC)) == "July 1, 2025, 12:05 p.m. ET"
    with pytest.raises(ValueError, match="time zone"):
        formats.instant(datetime(2025, 12, 15, 4, 59))  # noqa: DTZ001 -- the point of the test
    with pytest.raises(ValueError, match="not a"):
        formats.month("2025-13")
    with pytest.raises(ValueError, match="not a date"):
        formats.day("yesterday")


def test_a_masked_ssn_shows_four_digits_and_a_broken_one_none():
    assert formats.ssn("900012345") == "900-01-2345"
    assert formats.ssn_masked("900-01-2345") == "***-**-2345"
    assert formats.ssn_masked("9000") == formats.ssn_masked("") == "***-**-****"


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, "1 byte"),
        (640, "640 bytes"),
        (12_400, "12 KB"),
        (999_600, "1.0 MB"),
        (1_240_000, "1.2 MB"),
        (None, "—"),
    ],
)
def test_size(count, shown):
    assert formats.size(count) == shown


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("900-01-2345", "900012345"),
        (" 900 01 2345 ", "900012345"),
        ("900\u201101\u20112345", "900012345"),
        ("90001234", None),
        ("9000123456", None),
        ("٩٠٠٠١٢٣٤٥", None),
        ("900a12345", None),
    ],
)
def test_reading_an_ssn(typed, digits):
    assert read_ssn(typed) == digits


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1,160.00", 116000),
        ("$1160", 116000),
        (" $ 0.05 ", 5),
        ("1160.5", None),
        ("11,60", None),
        ("1.160,00", None),
        ("-5", None),
        ("", None),
        ("1e3", None),
        ("\u0665", None),
    ],
)
def test_reading_money(typed, cents):
    assert read_cents(typed) == cents


@given(st.integers(min_value=0, max_value=99_999_999))
def test_money_shown_can_be_typed_again(cents):
    assert read_cents(formats.money(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("02/2025", "2025-02"),
        ("2-2025", "2025-02"),
        ("2025-02", "2025-02"),
        ("Feb 2025", "2025-02"),
        ("Sept. 2025", "2025-09"),
        ("february, 2025", "2025-02"),
        ("13/2025", None),
        ("00/2025", None),
        ("02/25", None),
        ("Febr2025", None),
        ("Jux 2025", None),
        ("02/1899", None),
    ],
)
def test_reading_a_month(typed, month):
    assert read_month(typed) == (Month.parse(month) if month else None)


@given(st.integers(min_value=1900 * 12, max_value=2199 * 12 + 11).map(Month))
def test_every_way_of_writing_a_month_reads_the_same(month):
    ways = [
        str(month),
        f"{month.number}/{month.year}",
        formats.month(month),
        formats.month(month)[:3] + f" {month.year}",
    ]
    assert [read_month(way) for way in ways] == [month] * 4


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/15/2025", date(2025, 12, 15)),
        ("2-1-2025", date(2025, 2, 1)),
        ("2025-12-15", date(2025, 12, 15)),
        ("02/30/2025", None),
        ("15/12/2025", None),
        ("12/15/25", None),
        ("2025-1-5", None),
        ("12/15/0025", None),
    ],
)
def test_reading_a_day(typed, day):
    assert read_day(typed) == day
