"""A counsellor's month with a Ticketholder who stops answering; and the notes of another software, in a file."""

import pytest

from portal.casework.bring_notes.columns import LAYOUT
from portal.casework.models import Case
from portal.policy.roles import Role
from tests.casework.office import Office
from tests.journeys.office import account_of, opened


@pytest.fixture
def silent(portal):
    """The only case of a provider, its Ticket assigned since January, with earnings in September."""
    office = opened(Office, portal)
    person, world = office.beneficiary, portal.world
    world.earnings(person, "2025-09", 1300)
    case = world.case(person, office.en, name="Sven Silent")
    world.assignment(world.ticket(person), office.en, case=case)
    return office, case


def case_of(person):
    return Case.objects.using("loader").get(person=person)


def written(counsellor, day, how, took_part):
    """A contact as it is written down by keyboard."""
    counsellor.write("Day of the contact", day)
    counsellor.choose("How", how)
    counsellor.tick("Yes, it was a two-way contact" if took_part else "No, it was an attempt")
    counsellor.write("Why you made contact", "Job search")


@pytest.mark.row("D9", "D10", "D13")
def test_a_ticketholder_who_stops_answering(silent, window, shoot):
    office, case = silent
    counsellor = window(account_of(office.counsellor), keyboard=True)
    counsellor.open(f"/cases/{case.number}/contacts/")
    # A slip is told at its field, and what was typed stays.
    written(counsellor, "12/16/2025", "Telephone call", took_part=False)
    counsellor.press("Save")
    assert counsellor.status == 422
    shoot(counsellor, "silent-error")
    counsellor.write("Day of the contact", "10/20/2025")
    counsellor.press("Save")
    assert "1 of 3 attempts made without an answer. Make 2 more by November 20, 2025" in counsellor.text
    counsellor.go("Contacts due")
    counsellor.follow("Attempts")
    assert "Sven Silent November 20, 2025, overdue" in counsellor.row("Sven Silent")
    shoot(counsellor, "silent-attempts")
    counsellor.follow("Sven Silent")
    for day in ("10/27/2025", "11/03/2025"):
        written(counsellor, day, "Voicemail to the Ticketholder", took_part=False)
        counsellor.press("Save")
    assert (
        "3 of 3 attempts made without an answer. Unassign the Ticket by December 19, 2025, in 4 days"
        in counsellor.text
    )
    shoot(counsellor, "silent-contacts")
    # Four days before the last one the morning's list says so, and leads to giving the Ticket back.
    counsellor.go("Contacts due")
    counsellor.follow("Unassign")
    assert "December 19, 2025 Initial None yet No answer" in counsellor.row("Sven Silent")
    shoot(counsellor, "silent-unassign-list")
    counsellor.follow("Sven Silent")
    counsellor.follow("Give the Ticket back")
    counsellor.tick("Contact was lost")
    shoot(counsellor, "silent-reason")
    counsellor.press("Continue")
    shoot(counsellor, "silent-check")
    assert "None: the Ticket is not in use from that day on." in counsellor.text
    counsellor.press("Give the Ticket back")
    shoot(counsellor, "silent-done")
    # What it is told: the number, the days, and what can still be claimed for months worked before.
    assert "Phase 1 Milestone 1" in counsellor.row("September 2025")
    assert counsellor.numbers("UN")
    counsellor.go("Contacts due")
    counsellor.follow("Unassign")
    assert "Sven Silent" not in counsellor.text


@pytest.mark.row("J2", "I7")
def test_case_notes_of_other_software_can_be_brought_in(portal, window):
    counsellor = window(portal.someone(Role.EN_COUNSELLOR, "Nele Notes"), scripts=False)
    case = case_of(portal.holder({}, name="Fila Filed"))
    header = ",".join(column.name for column in LAYOUT.columns[:6])
    rows = [f"J-{n},{case.number},2025-12-{n:02},telephone,yes,Job search" for n in range(1, 4)]
    sheet = "\n".join([header, *rows, f"J-9,{case.number},2025-12-09,pigeon,yes,Job search"])
    counsellor.open("/contacts/import/")
    counsellor.attach("The file", "notes.csv", sheet.encode(), "text/csv")
    counsellor.press("Send and try")
    assert "3 rows can be brought in, 0 are there already, 1 is refused" in counsellor.text
    assert "method: This is not an acceptable way of contact." in counsellor.text
    counsellor.press("Bring in")
    counsellor.until("State: brought in")
    assert b"pigeon" in counsellor.fetch("CSV")
    counsellor.open(f"/cases/{case.number}/contacts/")
    assert counsellor.text.count("brought in from a file") == 3
