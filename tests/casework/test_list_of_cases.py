"""The list of cases in its orders, page by page: every case once, those without a contact due after the others."""

from datetime import date, timedelta

import pytest

from portal.casework.cases import Scope, all_cases, cases
from portal.kernel import paging
from portal.kernel.models import Duty
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("D10")
DAY = date(2025, 12, 1)


@pytest.fixture
def files(office):
    """Seven open cases of the EN, four of them with a contact due, and one that is closed."""
    made = []
    for serial in range(7):
        person = office.world.person()
        case = office.world.case(
            person, office.en, name=f"Client {serial}", opened_on=DAY - timedelta(days=serial)
        )
        made.append(case)
        if serial % 2 == 0:
            due = DAY + timedelta(days=10 - serial)
            office.world.add(
                Duty(
                    kind="contact-due",
                    subject=case.pk,
                    organisation=office.en.pk,
                    person=person.pk,
                    opened_at=LONG_AGO,
                    due_on=due,
                )
            )
    office.world.case(office.world.person(), office.en, opened_on=DAY, closed_on=DAY)
    office.world.case(office.world.person(), office.other)
    return [case.pk for case in made]


EXPECTED = {"opened": [0, 1, 2, 3, 4, 5, 6], "due": [6, 4, 2, 0, 1, 3, 5], "name": [0, 1, 2, 3, 4, 5, 6]}


@pytest.mark.parametrize("order", EXPECTED)
@pytest.mark.parametrize("size", [2, 3, 7])
def test_every_case_stands_once_in_its_order(office, files, order, size):
    found = []
    with office.unit_as(office.counsellor, reading=True):
        for page in range(1, -(-7 // size) + 1):
            part = cases(order=order, page=page, size=size)
            assert part.total == 7
            found += [line.id for line in part.rows]
    assert found == [files[place] for place in EXPECTED[order]]


def test_a_long_list_is_counted_some_way_and_goes_on(office, files, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 4)
    found, said = [], []
    with office.unit_as(office.counsellor, reading=True):
        for number in range(1, 5):
            part = cases(page=number, size=2)
            found += [line.id for line in part.rows]
            said.append((part.total, part.more, part.pages > number))
    assert found == files
    assert said == [(4, True, True), (7, False, True), (7, False, True), (7, False, False)]


def test_past_the_end_is_the_last_page_and_closed_ones_are_apart(office, files):
    with office.unit_as(office.counsellor, reading=True):
        assert cases(page=99, size=3).number == 3
        [closed] = cases(scope=Scope.CLOSED).rows
        assert closed.closed_why == "unassigned"
        assert [line.id for line in all_cases(order="due")][:4] == [files[place] for place in (6, 4, 2, 0)]
