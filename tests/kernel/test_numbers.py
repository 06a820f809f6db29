"""Public numbers and primary keys."""

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.ids import new_id
from portal.kernel.numbers import ALPHABET, new_number, number_from, read_number


def test_a_number_reads_back_as_typed_or_as_said():
    number = number_from("PR", 123456789)
    assert re.fullmatch(r"PR-[0-9A-Z]{4}-[0-9A-Z]{4}", number)
    assert read_number(number.lower().replace("-", " ")) == number
    assert read_number(new_number("PR")) is not None


@given(st.integers(0, 32**7 - 1), st.integers(2, 9), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(value, place, character):
    number = number_from("PR", value)
    letters = list(number.replace("-", ""))
    if letters[place] == character:
        return
    letters[place] = character
    assert read_number("".join(letters)) is None


def test_letters_that_look_alike_are_read_as_the_one_in_use():
    number = number_from("PR", 1)
    assert read_number(number.replace("0", "O").replace("1", "I")) == number


@pytest.mark.parametrize("typed", ["", "PR", "PR-1234", "PR-1234-12345", "not a number"])
def test_what_is_no_number(typed):
    assert read_number(typed) is None


def test_keys_are_version_7_and_grow():
    keys = [new_id() for _ in range(100)]
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {uuid.RFC_4122}
    assert len(set(keys)) == 100
