"""Somebody whose number Social Security changed stays one person, found by each number (L1)."""

from datetime import date

import pytest

from portal.exchange.models import RefusedRow
from portal.exchange.outgoing import rows_of
from portal.exchange.working import take, take_waiting
from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.tickets.models import Person, Ticket
from tests.exchange.files import Line, name

pytestmark = [pytest.mark.row("L1")]
ONE, TWO, THREE = "900010001", "900010002", "900010003"
EARLIER, LATER = date(2025, 11, 3), date(2025, 11, 20)


@pytest.fixture
def line(world):
    return Line()


@pytest.fixture
def on_record(unit_as):
    """The number that stands on a person's record."""

    def opened(person):
        with unit_as(SYSTEM, reading=True):
            return vault.match(Person.objects.get(pk=person.pk).sealed("ssn"))[0]

    return opened


def changed(ssn, new, action="changed"):
    return {"ssn": ssn, "new_ssn": new, "action": action}


def who(ssn, name):
    return {"ssn": ssn, "name": name, "born_on": date(1980, 2, 3)}


def said():
    return list(RefusedRow.objects.using("loader").order_by("line").values_list("field", "problem"))


def test_both_numbers_find_one_person_and_the_new_one_stands_on_the_record(world, line, on_record):
    person = world.person(ssn=ONE)
    line.put("SN", [changed(ONE, TWO)], as_of=EARLIER)
    file = take(line, name("SN"))
    assert (file.state, file.rows_changed, file.rows_refused) == ("read", 1, 0)
    assert vault.find_people([ONE, TWO]) == {ONE: person.pk, TWO: person.pk}
    assert on_record(person) == TWO
    assert Person.objects.using("loader").get().ssn_stated_on == EARLIER


@pytest.mark.parametrize("named_by", [ONE, TWO])
def test_later_rows_about_the_person_may_have_either_number(world, line, on_record, named_by):
    world.ticket(person := world.person(ssn=ONE))
    line.put("SN", [changed(ONE, TWO)])
    line.put("PE", [who(named_by, "Ada Quirino")])
    files = take_waiting(line)
    assert [(file.kind, file.rows_changed) for file in files] == [("SN", 1), ("PE", 1)]
    assert Person.objects.using("loader").count() == Ticket.objects.using("loader").count() == 1
    assert on_record(person) == TWO


def test_what_is_sent_to_social_security_has_the_new_number(world, line, unit_as):
    organisation, person = world.organisation(), world.person(ssn=ONE)
    assignment = world.assignment(world.ticket(person), organisation, on=date(2025, 11, 5))
    line.put("SN", [changed(ONE, TWO)])
    take(line, name("SN"))
    with unit_as(SYSTEM, reading=True):
        assert [row["ssn"] for row in rows_of("AS", assignment.entered_on)] == [TWO]


def test_the_same_change_again_changes_nothing(world, line, on_record):
    person = world.person(ssn=ONE)
    for number in (1, 2):
        line.put("SN", [changed(ONE, TWO)], number)
    assert [(file.rows_changed, file.rows_same) for file in take_waiting(line)] == [(1, 0), (0, 1)]
    assert on_record(person) == TWO


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_two_changes_the_one_of_the_later_day_stands(world, line, on_record, order):
    person = world.person(ssn=ONE)
    sent = {1: (TWO, EARLIER), 2: (THREE, LATER)}
    for number in order:
        line.put("SN", [changed(ONE, sent[number][0])], number, sent[number][1])
        assert take(line, name("SN", number)).rows_changed == 1
    assert on_record(person) == THREE
    assert set(vault.find_people([ONE, TWO, THREE]).values()) == {person.pk}
    assert Person.objects.using("loader").get().ssn_stated_on == LATER


def test_a_number_of_somebody_else_is_refused(world, line, on_record):
    one, two = world.person(ssn=ONE), world.person(ssn=TWO)
    line.put("SN", [changed(ONE, TWO), changed(ONE, TWO, "error")])
    assert take(line, name("SN")).rows_refused == 2
    assert said() == [("new_ssn", "This number is on record for another person.")] * 2
    assert vault.find_people([ONE, TWO]) == {ONE: one.pk, TWO: two.pk}
    assert (on_record(one), on_record(two)) == (ONE, TWO)


def test_a_number_given_to_two_people_in_one_file_goes_to_the_first(world, line, on_record):
    one, two = world.person(ssn=ONE), world.person(ssn=TWO)
    line.put("SN", [changed(ONE, THREE), changed(TWO, THREE)])
    file = take(line, name("SN"))
    assert (file.rows_changed, file.rows_refused) == (1, 1)
    assert (on_record(one), on_record(two)) == (THREE, TWO)


def test_nobody_known_and_no_change_are_refused(world, line):
    world.person(ssn=ONE)
    line.put("SN", [changed(TWO, THREE), changed(ONE, ONE)])
    assert take(line, name("SN")).rows_refused == 2
    assert said() == [
        ("ssn", "Nobody with this number is on record."),
        ("new_ssn", "Both numbers are the same."),
    ]
    assert vault.find_people([TWO, THREE]) == {}


def test_an_error_is_taken_back_and_the_number_is_free_again(world, line, on_record):
    person = world.person(ssn=ONE)
    line.put("SN", [changed(ONE, TWO)], 1, EARLIER)
    line.put("SN", [changed(ONE, TWO, "error")], 2, LATER)
    line.put("PE", [who(TWO, "Bo Ek")])
    files = take_waiting(line)
    assert [(file.kind, file.rows_changed) for file in files] == [("SN", 1), ("SN", 1), ("PE", 1)]
    assert on_record(person) == ONE
    found = vault.find_people([ONE, TWO])
    assert found[ONE] == person.pk
    assert found[TWO] not in (None, person.pk)
    assert Person.objects.using("loader").count() == 2


def test_an_error_about_an_earlier_number_leaves_the_one_that_stands(world, line, on_record):
    person = world.person(ssn=ONE)
    line.put("SN", [changed(ONE, TWO), changed(ONE, THREE)], 1, EARLIER)
    line.put("SN", [changed(ONE, TWO, "error"), changed(ONE, TWO, "error")], 2, LATER)
    files = take_waiting(line)
    assert [(file.rows_changed, file.rows_same) for file in files] == [(2, 0), (1, 1)]
    assert on_record(person) == THREE
    assert vault.find_people([ONE, TWO, THREE]) == {ONE: person.pk, THREE: person.pk}


def test_an_error_of_an_earlier_day_does_not_undo_a_later_change(world, line, on_record):
    person = world.person(ssn=ONE)
    line.put("SN", [changed(ONE, TWO)], 1, LATER)
    line.put("SN", [changed(ONE, TWO, "error")], 2, EARLIER)
    assert [file.rows_changed for file in take_waiting(line)] == [1, 0]
    assert on_record(person) == TWO
    assert vault.find_people([TWO]) == {TWO: person.pk}


def test_a_change_that_was_cut_off_after_the_index_is_done_again(world, line, on_record):
    person = world.person(ssn=ONE)
    vault.remember_ssn([(TWO, person.pk)])
    line.put("SN", [changed(ONE, TWO)])
    assert take(line, name("SN")).rows_changed == 1
    assert on_record(person) == TWO
