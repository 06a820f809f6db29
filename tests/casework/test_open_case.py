"""Opening a case before any assignment: found by SSN, one file a person, nothing of the record told (row D2)."""

import threading
from datetime import date

import pytest
from django.db import connections

from portal.casework.cases import case, cases
from portal.casework.models import Case
from portal.casework.results import NO_NAME, NOBODY, NotOpened, Opened
from portal.casework.services.open_case import open_case
from portal.kernel.clock import now
from portal.kernel.models import TrailEntry
from portal.kernel.unit import open_unit
from portal.tickets.models import Person, RefusedLookUp
from portal.tickets.services.look_up import TooMany

pytestmark = pytest.mark.row("D2")


def rows():
    return Case.objects.using("loader")


def test_a_case_holds_the_name_as_it_was_given(office):
    with office.unit_as(office.counsellor):
        answer = open_case(ssn="900-01-8001", name="  Anita  Ruiz ")
    assert isinstance(answer, Opened)
    assert answer.fresh
    with office.unit_as(office.colleague, reading=True) as unit:
        line = case(answer.number)
        assert (line.name, line.person_number, line.stage.value) == ("Anita Ruiz", None, "Before the plan")
        assert unit.looked_at == {office.beneficiary.pk}
    row = rows().get()
    assert b"Ruiz" not in bytes(row.name)
    assert (row.opened_by, row.opened_by_name) == (office.counsellor.account, "Cora Counsellor")
    assert TrailEntry.objects.using("loader").filter(kind="case-opened", subject=row.pk).count() == 1


def test_before_an_assignment_nothing_of_the_record_is_in_sight(office):
    with office.unit_as(office.counsellor):
        open_case(ssn=office.SSN, name="Ana")
    with office.unit_as(office.counsellor, reading=True):
        assert not Person.objects.exists()
    with office.unit_as(office.stranger, reading=True):
        assert cases().total == 0
        assert case(rows().get().number) is None


def test_a_second_time_leads_to_the_case_that_is_open(office):
    with office.unit_as(office.counsellor):
        first = open_case(ssn=office.SSN, name="Ana Ruiz")
    with office.unit_as(office.colleague):
        second = open_case(ssn=office.SSN, name="A. Ruiz")
    assert (second.case, second.fresh) == (first.case, False)
    with office.unit_as(office.stranger):
        other = open_case(ssn=office.SSN, name="Ana Ruiz")
    assert other.fresh
    assert rows().count() == 2


def test_a_closed_case_is_followed_by_a_new_one(office):
    old = office.world.case(office.beneficiary, office.en, closed_on=date(2025, 2, 1))
    with office.unit_as(office.counsellor):
        answer = open_case(ssn=office.SSN, name="Ana Ruiz")
    assert answer.fresh
    assert answer.case != old.pk


@pytest.mark.parametrize("typed", ["900018999", "90001800", "not a number"])
def test_a_number_nobody_has_is_counted(office, typed):
    with office.unit_as(office.counsellor):
        assert open_case(ssn=typed, name="Ana Ruiz") == NotOpened(NOBODY)
    assert RefusedLookUp.objects.using("loader").count() == 1
    assert not rows().exists()


def test_after_ten_such_numbers_an_hour_one_waits(office):
    for _ in range(10):
        with office.unit_as(office.counsellor):
            open_case(ssn="900018999", name="Ana Ruiz")
    with office.unit_as(office.counsellor):
        assert isinstance(open_case(ssn=office.SSN, name="Ana Ruiz"), TooMany)


def test_a_name_is_needed_before_any_number_is_looked_up(office):
    with office.unit_as(office.counsellor):
        assert open_case(ssn="900018999", name="  ") == NotOpened(NO_NAME)
    assert not RefusedLookUp.objects.using("loader").exists()


def test_two_at_once_open_one_case(office):
    gate, answers = threading.Barrier(2), {}

    def run(actor):
        try:
            gate.wait()
            with open_unit(actor, now(), reading=False, page="test"):
                answers[actor.name] = open_case(ssn=office.SSN, name="Ana Ruiz")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[one]) for one in (office.counsellor, office.colleague)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert {answer.case for answer in answers.values()} == {rows().get().pk}
    assert sorted(answer.fresh for answer in answers.values()) == [False, True]
