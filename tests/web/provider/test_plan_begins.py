"""What a new plan begins with: the intake of its case, or its last plan; marked until somebody has looked (D2, D3)."""

from datetime import date

import pytest

from portal.casework.intakes import Said
from portal.casework.models import SignedForm
from portal.kernel.models import Draft
from portal.providers.models import Provider
from portal.web.provider.plan.from_intake import first_answers
from tests.web.provider.plan_hands import lock, revision, send, stored, text, write

pytestmark = [pytest.mark.row("D2", "D3")]

SAID = Said(
    date(2025, 12, 1),
    ("telephone", "video"),
    "555-0111, ana@example.org, 2 Oak Street",
    "Work in a shop, later lead one",
    "Cashier training",
    "Corner Shop, clerk, 2024 to March 2025, about $900",
    "No car",
    "Friendly, on time",
    "Medicaid",
)
INTAKE = {
    "told": {
        "held_on": "12/01/2025",
        "how": ["telephone"],
        "informed_on": "12/01/2025",
        "reach": "555-0111 or ana@example.org",
    },
    "questions": {
        "considered_goals": "yes",
        "goals": "Work in a shop",
        "wants_self_sufficiency": "yes",
        "skills": "Cashier training",
        "worked": "None",
        "likely": "yes",
        "services_match": "yes",
    },
    "barriers": {"limitations": "No car", "strengths": "On time", "fears": "Medicaid"},
    "decision": {"match": "accept", "why": "We fit"},
}


@pytest.fixture
def case(shop):
    Provider.objects.using("loader").filter(pk=shop.ours.pk).update(business_models=["BM-1"])
    return shop.world.case(shop.world.person(name="Ana Ruiz"), shop.ours, name="Ana Ruiz")


def interviewed(client, case):
    """The intake, recorded on its pages."""
    where = client.post(f"/cases/{case.number}/intake/begin/").headers["Location"]
    for slug, given in INTAKE.items():
        page = where.replace("told", slug)
        response = client.post(page, {**given, "revision": revision(client.get(page))})
        assert response.status_code == 303, text(response)
    check = response.headers["Location"]
    done = client.post(check, {"revision": revision(client.get(check))})
    assert done.status_code == 303, text(done)


def test_the_intake_is_the_first_answer_until_somebody_has_looked(shop, case):
    interviewed(shop.counsellor, case)
    shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    tasks = text(shop.counsellor.get(f"/cases/{case.number}/plan/"))
    assert tasks.count("From the intake of December 1, 2025: look at it") == 4
    page = shop.counsellor.get(f"/cases/{case.number}/plan/contacts/")
    for said in (
        "555-0111",
        "ana@example.org",
        "Ana Ruiz",
        "These answers are from the intake of December 1, 2025",
    ):
        assert said in page.content.decode(), said
    page = shop.counsellor.get(f"/cases/{case.number}/plan/discussion/").content.decode()
    for said in ("12/01/2025", "Strengths: On time", "What may stand in the way: No car"):
        assert said in page, said
    assert 'value="telephone"' in page
    assert "Work in a shop" in shop.counsellor.get(f"/cases/{case.number}/plan/goals/").content.decode()
    send(shop.counsellor, case, "contacts")
    page = shop.counsellor.get(f"/cases/{case.number}/plan/contacts/").content.decode()
    assert "These answers are from" not in page
    tasks = text(shop.counsellor.get(f"/cases/{case.number}/plan/"))
    assert tasks.count("look at it") == 3
    write(shop.counsellor, case)
    assert "8 of 8 parts are done" in text(shop.counsellor.get(f"/cases/{case.number}/plan/"))


def test_without_an_intake_nothing_is_marked(shop, case):
    shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    assert "look at it" not in text(shop.counsellor.get(f"/cases/{case.number}/plan/"))
    assert "Ana Ruiz" in shop.counsellor.get(f"/cases/{case.number}/plan/contacts/").content.decode()


def test_a_second_plan_begins_with_the_last_one_of_the_case(shop, case):
    shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    write(shop.counsellor, case)
    form = lock(shop.counsellor, case)
    shop.counsellor.post(f"/plans/{form.number}/unlock/", {"version": "0"})
    cancel = f"/cases/{case.number}/plan/cancel/"
    shop.counsellor.post(cancel, {"revision": revision(shop.counsellor.get(cancel))})
    assert stored(SignedForm).get().state == "withdrawn"
    shop.counsellor.post(f"/cases/{case.number}/plan/start/")
    assert stored(Draft).filter(form="iwp", state="open").count() == 1
    page = shop.counsellor.get(f"/cases/{case.number}/plan/contacts/").content.decode()
    assert f"These answers are from plan {form.number}" in page
    assert "2 Oak Street" in page
    tasks = text(shop.counsellor.get(f"/cases/{case.number}/plan/"))
    assert tasks.count("look at it") == 8


def test_what_the_plan_asks_is_taken_from_what_was_said():
    found = first_answers(SAID)
    assert found["contacts"] == {
        "holder_email": ["ana@example.org"],
        "holder_telephone": ["555-0111"],
        "holder_address": ["2 Oak Street"],
    }
    assert found["discussion"] == {
        "held_on": ["12/01/2025"],
        "modalities": ["telephone", "video"],
        "where": ["here"],
        "why_attainable": ["Skills and education: Cashier training\nStrengths: Friendly, on time"],
        "how_services_help": ["What may stand in the way: No car\nWhat the person fears to lose: Medicaid"],
    }
    assert found["work-history"]["jobs-0-employer"] == [SAID.worked]
    assert found["goals"] == {"short-says": [SAID.goals], "long-says": [SAID.goals]}


@pytest.mark.parametrize(
    ("reach", "contacts"),
    [
        ("", {}),
        ("by letter", {}),
        ("(217) 555-0111", {"holder_telephone": ["(217) 555-0111"]}),
        ("ana@example.org.", {"holder_email": ["ana@example.org"]}),
        ("Call 555-0111", {"holder_telephone": ["555-0111"]}),
        ("1 Main Street, Springfield", {"holder_address": ["1 Main Street, Springfield"]}),
    ],
)
def test_ways_to_reach_somebody(reach, contacts):
    nothing = Said(None, (), reach, "", "", "", "", "", "")
    assert first_answers(nothing).get("contacts", {}) == contacts


def test_no_work_is_a_tick_and_nothing_said_is_no_answer():
    none = Said(None, (), "", "", "", "None.", "", "", "")
    assert first_answers(none) == {"work-history": {"no_work": ["on"]}}
    assert first_answers(none._replace(worked="")) == {}
