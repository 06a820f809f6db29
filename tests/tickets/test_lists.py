"""The list of Ticketholders: now and before, found by part of a name, page by page (row L11)."""

from datetime import date

import pytest

from portal.kernel.paging import Page, slice_of
from portal.policy.roles import Role
from portal.tickets.queries import holders, names, people_matching

pytestmark = pytest.mark.row("L11")


@pytest.fixture
def office(world):
    one, other = world.organisation(), world.organisation()
    people = {}
    for name, organisation, on, ended in (
        ("Zoe Young", one, date(2025, 1, 10), None),
        ("ana Pérez", one, date(2025, 3, 10), None),
        ("Bob Former", one, date(2023, 3, 10), date(2025, 12, 15)),
        ("Eve Elsewhere", other, date(2025, 3, 10), None),
    ):
        people[name] = world.person(name)
        world.assignment(world.ticket(people[name]), organisation, on=on, ended_on=ended)
    return people, world.actor(world.account(one, [Role.EN_COUNSELLOR]))


def found(unit_as, actor, **asked):
    with unit_as(actor, reading=True):
        return [row.name for row in holders(**asked).rows]


def test_scopes_and_orders(office, unit_as):
    _, actor = office
    assert found(unit_as, actor) == ["ana Pérez", "Zoe Young"]
    # The first day not assigned is today, so this one is a former Ticketholder today.
    assert found(unit_as, actor, scope="former") == ["Bob Former"]
    assert found(unit_as, actor, scope="all") == ["ana Pérez", "Bob Former", "Zoe Young"]
    assert found(unit_as, actor, order="assigned") == ["ana Pérez", "Zoe Young"]


def test_finding(office, unit_as):
    people, actor = office
    assert found(unit_as, actor, find="YOUNG") == ["Zoe Young"]
    assert found(unit_as, actor, find=people["ana Pérez"].number) == ["ana Pérez"]
    assert found(unit_as, actor, find="Eve") == []


def test_only_those_on_the_page_are_looked_at(office, unit_as):
    people, actor = office
    with unit_as(actor, reading=True) as unit:
        page = holders(size=1, page=2)
        assert ([row.name for row in page.rows], page.total, page.pages, page.first, page.last) == (
            ["Zoe Young"],
            2,
            2,
            2,
            2,
        )
        assert unit.looked_at == {people["Zoe Young"].id}


def test_names_of_those_in_sight_only(office, unit_as):
    people, actor = office
    everybody = [person.id for person in people.values()]
    with unit_as(actor, reading=True) as unit:
        assert people_matching("e", everybody) == {
            people[name].id for name in ("Zoe Young", "ana Pérez", "Bob Former")
        }
        assert unit.looked_at == set()
        assert set(names(everybody).values()) == {"Zoe Young", "ana Pérez", "Bob Former"}


@pytest.mark.parametrize(
    ("page", "size", "total", "expected"),
    [(1, 25, 0, (1, 0, 25)), (9, 25, 26, (2, 25, 50)), (0, 25, 26, (1, 0, 25)), (2, 25, 50, (2, 25, 50))],
)
def test_pages_stay_within_the_list(page, size, total, expected):
    number, part = slice_of(page, size, total)
    assert (number, part.start, part.stop) == expected
    assert Page([], total, number, size).first == (0 if total == 0 else part.start + 1)
