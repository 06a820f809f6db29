"""A counsellor's month with a Ticketholder who stops answering; and the notes of another software, in a file."""

import pytest

from portal.casework.bring_notes.columns import LAYOUT
from portal.casework.models import Case
from portal.policy.roles import Role


def case_of(person):
    return Case.objects.using("loader").get(person=person)


def written(counsellor, day, how, took_part):
    """A contact as it is written down by keyboard."""
    counsellor.write("Day of the contact", day)
    counsellor.choose("How", how)
    counsellor.tick("Yes, it was a two-way contact" if took_part else "No, it was an attempt")
    counsellor.write("Why you made contact", "Job search")


@pytest.mark.row("D9", "D10")
def test_a_ticketholder_who_stops_answering(portal, window):
    counsellor = window(portal.someone(Role.EN_COUNSELLOR, "Mona Month"), keyboard=True)
    case = case_of(portal.holder({}, name="Sven Silent"))
    counsellor.open(f"/cases/{case.number}/")
    counsellor.follow("Contacts, and write one down")
    # A slip is told at its field, and what was typed stays.
    written(counsellor, "12/16/2025", "Telephone call", took_part=False)
    counsellor.press("Save")
    assert counsellor.status == 422
    counsellor.write("Day of the contact", "11/20/2025")
    counsellor.press("Save")
    assert "1 of 3 attempts made without an answer" in counsellor.text
    for day in ("11/27/2025", "12/04/2025"):
        written(counsellor, day, "Voicemail to the ticketholder", took_part=False)
        counsellor.press("Save")
    assert (
        "3 of 3 attempts made without an answer. Unassign the Ticket by January 19, 2026" in counsellor.text
    )
    # On day 15 the Ticketholder calls back: the clock is cleared.
    written(counsellor, "12/05/2025", "Voicemail from the ticketholder", took_part=True)
    counsellor.press("Save")
    assert "The next contact is due January 5, 2026, in 21 days." in counsellor.text
    counsellor.go("Contacts due")
    assert "Overdue" in counsellor.text


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
