"""Finding a Ticketholder by SSN: one answer and one work for every miss, counted and stopped (row C1)."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.models import TrailEntry
from portal.payments.services.look_up import NO_TICKET, Found, NoTicket, TooMany, look_up
from portal.policy.roles import Role
from portal.tickets.models import RefusedLookUp, Sight

pytestmark = pytest.mark.row("C1")


@pytest.fixture
def people(desk):
    """A Ticketholder of the EN and one of another EN, with known SSNs."""
    world, other = desk.world, desk.world.organisation("Other EN")
    mine, theirs = world.person(ssn="900017001"), world.person(ssn="900017002")
    own = world.assignment(world.ticket(mine), desk.en)
    world.assignment(world.ticket(theirs), other)
    return mine, theirs, own


@pytest.mark.parametrize("typed", ["900017001", "900-01-7001", " 900 01 7001 "])
def test_a_ticketholder_of_ones_own_is_found(desk, people, unit_as, typed):
    mine, _, own = people
    with unit_as(desk.clerk) as unit:
        assert look_up(ssn=typed) == Found(mine.id, mine.number, (own.id,))
        assert unit.looked_at == set()
    assert not RefusedLookUp.objects.using("loader").exists()


def test_a_former_one_is_found_the_newest_assignment_first(desk, people, unit_as):
    _, _, own = people
    desk.world.assignment(own.ticket, desk.en, on=date(2024, 1, 5), ended_on=date(2024, 6, 1))
    with unit_as(desk.clerk):
        found = look_up(ssn="900017001")
    assert found.assignments[0] == own.id
    assert len(found.assignments) == 2


MISSES = {"unknown": "900017999", "another EN's": "900017002", "mistyped": "90001700", "no number": "x"}


def test_every_miss_is_the_same_answer_and_the_same_work(desk, people, unit_as):
    work = {}
    for name, typed in MISSES.items():
        with unit_as(desk.clerk):
            with (
                CaptureQueriesContext(connections["default"]) as main,
                CaptureQueriesContext(connections["keys"]) as keys,
            ):
                assert look_up(ssn=typed) == NoTicket(NO_TICKET)
        work[name] = [query["sql"].split()[:3] for query in [*main, *keys]]
    assert NO_TICKET == "That beneficiary does not have a Ticket assigned with your organization"
    assert len(keys) == 1
    assert all(done == work["unknown"] for done in work.values())


def test_misses_are_noted_without_the_number(desk, people, unit_as):
    for typed in MISSES.values():
        with unit_as(desk.clerk):
            look_up(ssn=typed)
    entries = TrailEntry.objects.using("loader").filter(kind="look-up-refused")
    assert entries.count() == len(MISSES)
    assert {(entry.subject, tuple(entry.people), str(entry.detail)) for entry in entries} == {
        (None, (), "{}")
    }


def test_a_person_out_of_sight_is_a_miss(desk, people, unit_as):
    mine, _, _ = people
    Sight.objects.using("loader").filter(person=mine).update(until_on=date(2025, 12, 1))
    with unit_as(desk.clerk):
        assert look_up(ssn="900017001") == NoTicket()


def test_after_ten_misses_an_hour_an_account_waits_also_for_what_is_its_own(desk, people, unit_as):
    for _ in range(10):
        with unit_as(desk.clerk):
            assert isinstance(look_up(ssn="900017999"), NoTicket)
    with unit_as(desk.clerk):
        assert isinstance(look_up(ssn="900017001"), TooMany)
    colleague = desk.person(desk.en, Role.EN_PAYMENTS_CLERK, "Colin Clerk")
    with unit_as(colleague):
        assert isinstance(look_up(ssn="900017001"), Found)


def test_after_forty_misses_an_hour_the_organisation_waits(desk, people, unit_as):
    for number in range(4):
        clerk = desk.person(desk.en, Role.EN_PAYMENTS_CLERK, f"Clerk {number}")
        for _ in range(10):
            with unit_as(clerk):
                look_up(ssn="900017999")
    with unit_as(desk.clerk):
        assert isinstance(look_up(ssn="900017001"), TooMany)
