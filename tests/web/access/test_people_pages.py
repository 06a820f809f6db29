"""The administrator's pages and the desk's: what they show, that nothing typed is lost, how often they ask (A5)."""

import csv
import io

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.people.models import Designation, Employment
from portal.policy.roles import Role
from tests.people.access import CLERK, COUNSELLOR
from tests.world import TODAY

pytestmark = [pytest.mark.row("A5", "L2", "B5")]
NAMED = {
    "name": "Nina New",
    "email": "Nina.New@example.org",
    "job_title": "Job coach",
    "starts_on": "12/01/2025",
    "access": "portal",
    "roles": [COUNSELLOR],
    "reason": "Works with Ticketholders.",
}


@pytest.fixture
def rosa(access, client_as):
    return client_as(access.administrator)


@pytest.fixture
def nadia(access, client_as):
    return client_as(access.specialist)


def text(response):
    return response.content.decode()


def queries(client, address):
    with CaptureQueriesContext(connections["default"]) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_naming_checks_then_confirms_with_a_number(access, rosa):
    checked = rosa.post("/people/name/", {**NAMED, "action": "check"})
    assert checked.status_code == 200
    assert "Check before you confirm" in text(checked)
    assert not Designation.objects.using("loader").exists()
    confirmed = rosa.post("/people/name/", {**NAMED, "action": "confirm"})
    row = Designation.objects.using("loader").get()
    assert confirmed.headers["Location"] == f"/people/named/{row.number}/done/"
    assert row.email == "nina.new@example.org"
    assert row.number in text(rosa.get(confirmed.headers["Location"]))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Enter the person&#x27;s full name."),
        ({"email": "nina"}, "e-mail"),
        ({"starts_on": "soon"}, "Enter a date as month/day/year"),
        ({"roles": []}, "Choose at least one."),
        ({"access": ""}, "Choose whether the person works in the portal."),
        ({"reason": " "}, "Say why the person needs this."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(rosa, wrong, says):
    response = rosa.post("/people/name/", {**NAMED, **wrong, "action": "check"})
    assert response.status_code == 422
    assert says in text(response)
    assert "Job coach" in text(response)


def test_a_refusal_of_the_service_keeps_what_was_typed(access, rosa):
    access.name("nina.new@example.org")
    response = rosa.post("/people/name/", {**NAMED, "action": "confirm"})
    assert response.status_code == 422
    assert "named already" in text(response)
    assert "Works with Ticketholders." in text(response)


def test_two_at_one_person_are_told_and_keep_what_they_typed(access, rosa):
    employment = access.granted()
    typed = {
        "version": "99",
        "last_day_worked": "12/15/2025",
        "reason": "Took another job",
        "action": "confirm",
    }
    response = rosa.post(f"/people/{employment.pk}/left/", typed)
    assert response.status_code == 409
    assert "Took another job" in text(response)
    assert f'name="version" value="{employment.version}"' in text(response)


def test_the_list_says_who_may_work_until_when_and_why_not(access, rosa):
    access.world.account(access.en, [Role.EN_PAYMENTS_CLERK], name="Una Untrained", trained_on=None)
    access.granted()
    page = text(rosa.get("/people/"))
    for words in ("Una Untrained", "Training to take", "May work", "01/01/2027", "EN payments clerk"):
        assert words in page
    assert "Omar Administrator" not in page
    assert "Nina New" in text(rosa.get("/people/?show=open"))
    assert "Nina New" not in text(rosa.get("/people/?show=none"))
    assert "Nobody has left." in text(rosa.get("/people/?show=left"))


def test_the_export_is_the_list_and_safe_in_a_spreadsheet(access, rosa):
    access.world.account(access.en, [Role.EN_COUNSELLOR], name="=1+1")
    rows = list(csv.DictReader(io.StringIO(rosa.get("/people/export.csv").content.decode("utf-8-sig"))))
    assert [row["Name"] for row in rows] == ["'=1+1", "Rosa Administrator"]
    assert rows[1]["Roles"] == "EN administrator (signatory)"
    assert rosa.get("/people/export.xlsx").content[:2] == b"PK"
    assert rosa.get("/people/export.pdf").status_code == 404


def test_others_people_and_designations_are_not_there(access, rosa, client_as):
    row = access.name()
    employment = access.granted("mine@example.org")
    omar = client_as(access.other_administrator)
    for address in (
        f"/people/named/{row.number}/",
        f"/people/{employment.pk}/",
        f"/people/{employment.pk}/left/",
    ):
        assert rosa.get(address).status_code == 200
        assert omar.get(address).status_code == 404


def test_one_role_taken_and_one_added_is_both(access, rosa):
    employment = access.granted()
    typed = {
        "version": str(employment.version),
        "roles": [CLERK],
        "reason": "Payments now.",
        "action": "confirm",
    }
    assert rosa.post(f"/people/{employment.pk}/roles/", typed).status_code == 303
    assert Employment.objects.using("loader").get(pk=employment.pk).roles == []
    asked = Designation.objects.using("loader").get(state="cleared")
    assert (asked.purpose, asked.roles) == ("other-roles", [CLERK])


def test_no_change_is_said(access, rosa, sign_in):
    account = access.world.account(access.en, [Role.EN_COUNSELLOR])
    employment = Employment.objects.using("loader").get(account=account)
    typed = {"version": "0", "roles": [COUNSELLOR], "reason": "None.", "action": "confirm"}
    response = rosa.post(f"/people/{employment.pk}/roles/", typed)
    assert response.status_code == 422
    assert "Nothing is changed." in text(response)


def test_who_takes_the_last_administrator_away_is_warned_first(access, rosa):
    me = Employment.objects.using("loader").get(account=access.administrator.account)
    typed = {"version": "0", "last_day_worked": "12/15/2025", "reason": "Retires", "action": "check"}
    page = rosa.post(f"/people/{me.pk}/left/", typed)
    assert "the last administrator" in text(page)
    assert rosa.post(f"/people/{me.pk}/left/", {**typed, "action": "confirm"}).status_code == 303
    assert rosa.get("/people/").status_code == 302


def test_the_desk_sees_the_decision_and_only_the_open_moves(access, nadia, client_as):
    row = access.verified(access.name())
    page = text(nadia.get(f"/staff/access/{row.number}/"))
    assert "Access: Something is missing" in page
    assert f"/staff/access/{row.number}/record-clearance/" in page
    assert f"/staff/access/{row.number}/grant/" not in page
    gideon = client_as(access.auditor)
    assert f"/staff/access/{row.number}/record-clearance/" not in text(
        gideon.get(f"/staff/access/{row.number}/")
    )
    # A move that is not open leads back to the record.
    assert nadia.get(f"/staff/access/{row.number}/grant/").status_code == 303


def test_the_desk_finds_people_everywhere_and_sees_their_record(access, nadia):
    employment = access.granted()
    found = text(nadia.get("/staff/access/people/?find=Bright+Path"))
    assert "Nina New" in found
    assert "Omar Administrator" not in found
    page = text(nadia.get(f"/staff/access/people/{employment.pk}/"))
    for words in ("Favorable.", "Access opened", "Invitation sent", "Nobody has signed in here."):
        assert words in page


def test_departures_are_counted_and_drawn(access, nadia, rosa):
    for email, day in (("one@example.org", "12/15/2025"), ("two@example.org", "12/10/2025")):
        employment = access.granted(email)
        typed = {"version": str(employment.version), "last_day_worked": day, "reason": "Left"}
        assert rosa.post(f"/people/{employment.pk}/left/", {**typed, "action": "confirm"}).status_code == 303
    page = text(nadia.get("/staff/access/departures/"))
    assert "Bright Path" in page
    assert "1 of 2" in page
    assert "50%" in page


def test_the_desks_queue_shows_its_parts(access, nadia):
    first, second = access.name("one@example.org"), access.verified(access.name("two@example.org"))
    queue = {
        show: text(nadia.get(f"/staff/access/?show={show}")) for show in ("all", "verify", "clear", "decided")
    }
    assert first.number in queue["verify"]
    assert second.number not in queue["verify"]
    assert second.number in queue["clear"]
    assert first.number in queue["all"]
    assert first.number not in queue["decided"]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("rosa", "/people/"),
        ("nadia", "/staff/access/"),
        ("nadia", "/staff/access/people/"),
        ("nadia", "/staff/access/departures/"),
    ],
)
def test_a_longer_list_asks_the_database_no_more_often(access, request, who, address):
    client = request.getfixturevalue(who)

    def more(serial):
        access.name(f"named{serial}@example.org")
        account = access.world.account(access.en, [Role.EN_COUNSELLOR])
        Employment.objects.using("loader").filter(account=account).update(
            last_day_worked=TODAY, departure_reported_at="2025-12-15T12:00:00Z"
        )

    more(0)
    few = queries(client, address)
    for serial in range(1, 6):
        more(serial)
    assert queries(client, address) == few


def test_a_clearance_recorded_by_the_desk_needs_its_last_day(access, nadia):
    row = access.verified(access.name())
    typed = {"version": str(row.version), "favourable": "yes", "decided_on": "12/10/2025", "action": "check"}
    response = nadia.post(f"/staff/access/{row.number}/record-clearance/", typed)
    assert response.status_code == 422
    assert "Enter the last good day of the favorable determination." in text(response)
