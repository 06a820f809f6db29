"""The pages of cases: scope, finding, order, export, opening one; a constant number of queries."""

import csv
import io
from datetime import date

import pytest

from portal.casework.models import Case
from portal.kernel.models import Duty
from portal.policy.roles import Role
from portal.tickets.services.look_up import WAIT
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("D2")


@pytest.fixture
def counsellor(shop, sign_in):
    return sign_in(shop.world.account(shop.ours, [Role.EN_COUNSELLOR], name="Cora Counsellor"))


def number_of(person):
    return Case.objects.using("loader").get(person=person).number


def named(shop, name, **about):
    """Somebody with a case of ours before any assignment."""
    person = shop.world.person(name="On The Record")
    shop.world.case(person, shop.ours, name=name, **about)
    return person


def test_the_list_holds_our_own_and_nobody_elses(shop, counsellor):
    named(shop, "Anita Ruiz")
    named(shop, "Gone Away", closed_on=date(2025, 3, 1))
    shop.world.case(shop.world.person(), shop.theirs, name="Foreign Person")
    opened, closed = counsellor.get("/cases/").content, counsellor.get("/cases/closed/").content
    assert b"Anita Ruiz" in opened
    assert b"Gone Away" not in opened
    assert b"Gone Away" in closed
    assert b"Foreign Person" not in opened + closed
    # Before an assignment the provider sees what it was told, and nothing of the record.
    assert b"On The Record" not in opened + closed


@pytest.mark.parametrize("find", ["ruiz", "ANITA", "number"])
def test_a_case_is_found_by_name_and_by_number(shop, counsellor, find):
    person = named(shop, "Anita Ruiz")
    named(shop, "Somebody Else")
    asked = number_of(person).lower() if find == "number" else find
    page = counsellor.get("/cases/", {"find": asked}).content
    assert b"Anita Ruiz" in page
    assert b"Somebody Else" not in page
    assert b"No case in this list" in counsellor.get("/cases/", {"find": "nobody"}).content


def test_orders_are_by_the_next_contact_by_name_and_by_the_day_of_opening(shop, counsellor):
    early = named(shop, "Beta", opened_on=date(2025, 2, 1))
    late = named(shop, "Alpha", opened_on=date(2025, 6, 1))
    shop.world.add(
        Duty(
            kind="contact-due",
            subject=Case.objects.using("loader").get(person=early).pk,
            organisation=shop.ours.pk,
            person=early.pk,
            opened_at=LONG_AGO,
            due_on=date(2025, 12, 20),
        )
    )

    def places(query):
        text = counsellor.get(f"/cases/{query}").content.decode()
        return text.index(number_of(late)) < text.index(number_of(early))

    assert places("")
    assert places("?order=name")
    assert not places("?order=due")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_as_a_file(shop, counsellor, kind):
    shop.holder("Ana Ruiz")
    named(shop, "=Formula")
    answer = counsellor.get(f"/cases/export.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row[2] for row in rows[1:]} == {"Ticket assigned", "Before the plan"}
        assert "'=Formula" in {row[0] for row in rows}


def test_a_record_is_ours_alone(shop, counsellor):
    mine, theirs = named(shop, "Anita Ruiz"), shop.world.person()
    shop.world.case(theirs, shop.theirs)
    assert b"Anita Ruiz" in counsellor.get(f"/cases/{number_of(mine)}/").content
    assert counsellor.get(f"/cases/{number_of(theirs)}/").status_code == 404
    assert counsellor.get("/cases/CS-0000-0000/").status_code == 404


def test_a_case_is_opened_once_and_led_to_the_second_time(shop, counsellor):
    shop.world.person(ssn="900018001")
    sent = {"ssn": "900-01-8001", "name": "Anita Ruiz"}
    first, second = counsellor.post("/cases/new/", sent), counsellor.post("/cases/new/", sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert b"Anita Ruiz" in counsellor.get(first.headers["Location"]).content


def test_what_was_typed_stays_where_the_number_is_nobodys(shop, counsellor):
    answer = counsellor.post("/cases/new/", {"ssn": "900018999", "name": "Anita Ruiz"})
    assert answer.status_code == 422
    assert b"No beneficiary has that Social Security number" in answer.content
    assert b'value="Anita Ruiz"' in answer.content
    for _ in range(9):
        counsellor.post("/cases/new/", {"ssn": "900018999", "name": "Anita Ruiz"})
    assert WAIT.encode() in counsellor.post("/cases/new/", {"ssn": "900018999", "name": "A"}).content


def test_a_hundred_cases_ask_as_often_as_one(shop, counsellor, counted):
    named(shop, "First")
    counsellor.get("/cases/")

    def asked():
        with counted() as queries:
            counsellor.get("/cases/")
        return queries()

    one = asked()
    for serial in range(30):
        named(shop, f"Client {serial}")
    assert asked() == one
