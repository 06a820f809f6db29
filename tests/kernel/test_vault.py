"""Sealed data: opened only by its key, in its cell; looked at is noted; destroyed is gone."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connections

from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.ids import new_id
from portal.kernel.unit import NoUnit
from portal.kernel.vault import Sealed
from portal.kernel.vault.index import well_formed_ssn
from portal.kernel.vault.keys import destroy
from portal.kernel.vault.sealing import place
from portal.tickets.models import Person

pytestmark = [pytest.mark.row("B6"), pytest.mark.row("I1")]


def sealed_name(person: Person) -> Sealed:
    return Sealed(person.name, place("tickets_person", "name", person.id), person.id)


def test_showing_opens_and_notes_the_person(world, unit_as):
    person = world.person("Ana Pérez")
    with unit_as(SYSTEM, reading=True) as unit:
        assert vault.show([sealed_name(person)]) == ["Ana Pérez"]
        assert unit.looked_at == {person.id}


def test_matching_opens_and_notes_nobody(world, unit_as):
    person = world.person("Ana Pérez")
    with unit_as(SYSTEM, reading=True) as unit:
        assert vault.match([sealed_name(person)]) == ["Ana Pérez"]
        assert unit.looked_at == set()


def test_nothing_opens_outside_a_unit(world):
    with pytest.raises(NoUnit):
        vault.show([sealed_name(world.person())])


def test_a_ciphertext_moved_to_another_row_or_column_does_not_open(world, unit_as):
    one, other = world.person(), world.person()
    with unit_as(SYSTEM, reading=True):
        for where in (place("tickets_person", "name", other.id), place("tickets_person", "ssn", one.id)):
            with pytest.raises(InvalidTag):
                vault.show([Sealed(one.name, where, one.id)])


def test_a_changed_byte_does_not_open(world, unit_as):
    person = world.person()
    broken = bytearray(person.name)
    broken[-1] ^= 1
    with unit_as(SYSTEM, reading=True), pytest.raises(InvalidTag):
        vault.show([Sealed(bytes(broken), place("tickets_person", "name", person.id), person.id)])


def test_destroying_the_key_destroys_the_data(world, unit_as):
    gone, kept = world.person("Gone"), world.person("Kept")
    assert destroy(vault.IDENTITY, gone.id)
    with unit_as(SYSTEM, reading=True):
        assert vault.show([sealed_name(gone), sealed_name(kept)]) == ["(destroyed)", "Kept"]


def test_many_texts_take_one_query(world, unit_as, django_assert_num_queries):
    people = [world.person() for _ in range(5)]
    with unit_as(SYSTEM, reading=True):
        with django_assert_num_queries(1, connection=connections["keys"]):
            vault.show([sealed_name(person) for person in people])


def test_a_person_is_found_by_ssn_and_the_number_is_nowhere_in_clear(world):
    person = world.person(ssn="900014321")
    assert vault.find_person("900014321") == person.id
    assert vault.find_person("900014322") is None
    with connections["keys"].cursor() as cursor:
        cursor.execute("select count(*) from ssn_index where position(%s in digest) > 0", [b"900014321"])
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("900-01-4321", "900014321"),
        ("900 01 4321", "900014321"),
        (" 900014321 ", "900014321"),
        ("900\u201301\u20134321", "900014321"),
        ("90001432", None),
        ("9000143210", None),
        ("90001432a", None),
        ("٩٠٠٠١٤٣٢١", None),
        ("", None),
    ],
)
def test_how_an_ssn_may_be_typed(typed, digits):
    assert vault.ssn_digits(typed) == digits


@pytest.mark.parametrize(
    ("digits", "synthetic", "good"),
    [
        ("123456789", False, True),
        ("000456789", False, False),
        ("666456789", False, False),
        ("123006789", False, False),
        ("123450000", False, False),
        ("900014321", False, False),
        ("900014321", True, True),
        ("999494321", True, True),
        ("900504321", True, False),
        ("900004321", True, False),
    ],
)
def test_which_numbers_could_have_been_issued(settings, digits, synthetic, good):
    settings.PORTAL_SYNTHETIC = synthetic
    assert well_formed_ssn(digits) is good


def test_one_key_a_subject_even_when_two_ask_at_once(database):
    subject = new_id()
    first = vault.seal(vault.FILE, subject, "a/1", "x")
    second = vault.seal(vault.FILE, subject, "a/2", "y")
    assert first[1:17] == second[1:17]
