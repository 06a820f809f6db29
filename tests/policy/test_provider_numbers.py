"""The shapes of EIN, PID and UEI."""

import pytest

from portal.policy.provider_numbers import read_ein, read_pid, read_uei

pytestmark = [pytest.mark.row("L2")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12-3456789", "123456789"),
        ("12 3456789", "123456789"),
        ("123456789", "123456789"),
        ("12345678", None),
        ("1234567890", None),
        ("12-345678A", None),
        ("00-3456789", None),
        ("07-3456789", None),
        ("97-3456789", None),
        ("98-3456789", "983456789"),
        ("\uff11\uff12-3456789", None),
        ("", None),
    ],
)
def test_an_ein_is_nine_digits_with_a_prefix_in_use(typed, read):
    assert read_ein(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ABCDEF123456", "ABCDEF123456"),
        ("abcd-ef12-3456", "ABCDEF123456"),
        ("1BCDEF12345Z", "1BCDEF12345Z"),
        ("0BCDEF123456", None),
        ("OBCDEF123456", None),
        ("ABCDEF12345O", None),
        ("IBCDEF123456", None),
        ("ABCDEF12345I", None),
        ("ABCDEF12345", None),
        ("ABCDEF1234567", None),
        ("ABCDEF12345É", None),
    ],
)
def test_a_uei_is_twelve_letters_and_digits_without_o_i_or_a_zero_in_front(typed, read):
    assert read_uei(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("p000123", "P000123"),
        ("P 00-0123", "P000123"),
        ("ABCD", "ABCD"),
        ("ABC", None),
        ("A" * 15, "A" * 15),
        ("A" * 16, None),
        ("P00_123", None),
    ],
)
def test_a_pid_is_four_to_fifteen_letters_and_digits(typed, read):
    assert read_pid(typed) == read
