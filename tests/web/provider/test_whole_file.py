"""A Ticketholder's file as one PDF from the page of the case; its first page names what is missing (D14, T-17)."""

from datetime import date, timedelta

import pytest

from portal.casework.models import ContactNote, GoalsDiscussion, HandOff, Intake
from portal.casework.sealing import seal, seal_json
from portal.kernel.ids import new_id
from portal.kernel.models import TrailEntry
from portal.policy.roles import Role
from tests.casework.amending import Amending
from tests.casework.planning import Planning
from tests.casework.test_plan_pdf import words
from tests.world import LONG_AGO, TODAY

pytestmark = [pytest.mark.row("D14"), pytest.mark.row("C11")]
BY = {"recorded_by_name": "Cora Counsellor", "recorded_at": LONG_AGO}


@pytest.fixture
def amending(world, unit_as, tmp_path, settings) -> Amending:
    settings.PORTAL_FILES_DIR = tmp_path
    return Amending(world, unit_as)


def put(office, row, **texts):
    for column, text in texts.items():
        setattr(row, column, seal(row, column, text))
    return office.world.add(row)


def noted(office, on, purpose, **other):
    about = {"organisation": office.en, "person": office.beneficiary, "case": office.case}
    row = ContactNote(id=new_id(), **about, **BY, happened_on=on, method="telephone", two_way=True, **other)
    return put(office, row, purpose=purpose)


def filled(office):
    """An intake, a hand-off, a talk about goals, two notes, one of them corrected since."""
    about = {"organisation": office.en, "person": office.beneficiary, "case": office.case}
    intake = Intake(id=new_id(), **about, **BY, held_on=date(2025, 11, 20), outcome="accept")
    intake.content = seal_json(
        intake, "content", {"shown": [["Key questions", [["Skills", "Repairs cars"]]]]}
    )
    office.world.add(intake)
    hand_off = HandOff(
        id=new_id(),
        **about,
        **BY,
        to_kind="help-line",
        made_on=TODAY,
        method="by telephone",
        follow_up_on=TODAY,
    )
    put(office, hand_off, note="Asked about Medicare")
    answers = {"still_appropriate": False, "more_services": True, "new_goals": True}
    talk = GoalsDiscussion(
        id=new_id(),
        **about,
        **BY,
        **answers,
        wants_to_work_toward_goals=True,
        held_on=TODAY,
        recorded_by=new_id(),
    )
    put(office, talk, said="The pace is too much")
    noted(office, TODAY, "First talk after the assignment")
    noted(office, TODAY, "Written on the wrong person", ordinal=1, superseded_at=LONG_AGO)


def asked(office, sign_in, role=Role.EN_COUNSELLOR, organisation=None):
    client = sign_in(office.world.account(organisation or office.en, [role], name="Fay Filing"))
    return client.get(f"/cases/{office.case.number}/file.pdf")


def test_all_of_it_is_in_one_file_with_its_amendments(amending, sign_in):
    filled(amending)
    form = amending.signed_by_both(amending.amendment())
    response = asked(amending, sign_in)
    assert response.headers["Content-Type"] == "application/pdf"
    said = words(response.content)
    for text in (
        "Ana Ruiz",
        amending.case.number,
        amending.plan.number,
        form.number,
        "Amendment 1",
        "Until now: 40",
        "Repairs cars",
        "Asked about Medicare",
        "First talk after the assignment",
        "The pace is too much",
        "amend the goals, and the services and supports",
        "Fay Filing",
        "What is missing in this file Nothing.",
    ):
        assert text in said, text
    assert "Written on the wrong person" not in said
    assert "900018001" not in said
    [look] = TrailEntry.objects.using("loader").filter(kind="look", page="case-file-pdf")
    assert look.purpose == "to export a Ticketholder's file"


def test_what_is_missing_stands_on_the_first_page(bare, sign_in):
    said = words(asked(bare, sign_in).content)
    for text in (
        "The file has the Individual Work Plan, signed by both.",
        "In the last 12 months each contact period has a note",
        "No note after March 4, 2025",
        "Enter the notes of contacts that were made",
        "No intake is recorded.",
    ):
        assert text in said, text


@pytest.fixture
def bare(world, unit_as, tmp_path, settings) -> Planning:
    """A case whose Ticket was assigned in March and of which the portal knows nothing else."""
    settings.PORTAL_FILES_DIR = tmp_path
    office = Planning(world, unit_as)
    office.world.assignment(
        office.world.ticket(office.beneficiary), office.en, on=date(2025, 3, 4), case=office.case
    )
    return office


def test_a_file_that_ended_says_why(amending, sign_in):
    client = sign_in(amending.world.account(amending.en, [Role.EN_COUNSELLOR], name="Fay Filing"))
    given = {"reason": "moved", "note": "To another State", "action": "confirm"}
    page = client.post(f"/cases/{amending.case.number}/unassign/", given)
    assert page.status_code == 303, page.content.decode()
    said = words(client.get(f"/cases/{amending.case.number}/file.pdf").content)
    assert "Ticket taken out of assignment" in said
    assert "To another State" in said


def test_who_may_not_have_it(amending, sign_in):
    assert asked(amending, sign_in, Role.EN_PAYMENTS_CLERK).status_code == 403
    assert asked(amending, sign_in, organisation=amending.other).status_code == 404


def test_two_thousand_notes_ask_as_often_as_two(amending, sign_in, counted):
    noted(amending, TODAY, "Note 0")
    client = sign_in(amending.world.account(amending.en, [Role.EN_COUNSELLOR], name="Fay Filing"))
    url = f"/cases/{amending.case.number}/file.pdf"
    client.get(url)
    with counted() as few:
        client.get(url)
    about = {"organisation": amending.en, "person": amending.beneficiary, "case": amending.case}
    rows = []
    for place in range(1, 2001):
        row = ContactNote(
            id=new_id(),
            **about,
            **BY,
            happened_on=TODAY - timedelta(days=place // 8),
            ordinal=place,
            method="telephone",
            two_way=True,
        )
        row.purpose = seal(row, "purpose", f"Note {place}")
        rows.append(row)
    ContactNote.objects.using("loader").bulk_create(rows)
    with counted() as many:
        response = client.get(url)
    assert many() == few()
    said = words(response.content)
    assert "Note 1999" in said
    assert "Notes in this file 2001" in said
