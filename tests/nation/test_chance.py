"""Numbers, names and SSNs of people who do not exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.numbers import number_from, read_number
from portal.kernel.vault import well_formed_ssn
from portal.nation.chance import RESERVED, SSNS, Chance, Numbers, Ssns
from portal.nation.names import FAMILY, GIVEN, full_name

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(SEEDS, st.integers(min_value=0, max_value=SSNS - 1))
def test_an_ssn_is_never_one_that_could_have_been_issued(seed: int, serial: int) -> None:
    digits = Ssns(seed).of(serial)
    assert len(digits) == 9
    assert 900 <= int(digits[:3]) <= 999
    assert 1 <= int(digits[3:5]) <= 49
    assert 1 <= int(digits[5:]) <= 9999
    assert well_formed_ssn(digits)


@given(SEEDS, st.sets(st.integers(min_value=0, max_value=SSNS - 1), min_size=2, max_size=50))
def test_different_people_have_different_ssns(seed: int, serials: set[int]) -> None:
    ssns = Ssns(seed)
    assert len({ssns.of(serial) for serial in serials}) == len(serials)


def test_there_are_no_more_ssns_than_that() -> None:
    with pytest.raises(ValueError, match="not that many"):
        Ssns(1).of(SSNS)


def test_public_numbers_differ_read_back_and_leave_the_reserved_ones_free() -> None:
    numbers = Numbers(1)
    given_out = [numbers.next("TT") for _ in range(20_000)]
    assert len(set(given_out)) == len(given_out)
    assert {read_number(number) for number in given_out} == set(given_out)
    assert not {number_from("TT", value) for value in range(RESERVED)} & set(given_out)


def test_ids_rise_and_depend_on_seed_and_part() -> None:
    ids = [Chance(1, "people").id() for _ in range(2)]
    assert ids[0] == ids[1]
    chance = Chance(1, "people")
    row = [chance.id() for _ in range(100)]
    assert row == sorted(row)
    assert len(set(row)) == 100
    assert {item.version for item in row} == {7}
    assert Chance(2, "people").id() != ids[0] != Chance(1, "rows").id()


def test_names_have_no_doubles_in_their_lists_and_few_among_people() -> None:
    assert len(set(GIVEN)) == len(GIVEN) >= 150
    assert len(set(FAMILY)) == len(FAMILY) >= 150
    names = [full_name(serial, 17) for serial in range(30_000)]
    latin = [name for serial, name in enumerate(names) if serial % 50 != 49]
    assert len(set(latin)) == len(latin)
    assert any(not name.isascii() and not name[0].isascii() for name in names)
    assert len(full_name(40_000, 17).split()) == 3
