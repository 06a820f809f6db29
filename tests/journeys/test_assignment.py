"""From the question to the return of the Ticket, as one person sees it."""

import pytest

from tests.casework.planning import Planning
from tests.journeys.office import account_of, opened


@pytest.fixture
def planning(portal, settings, tmp_path) -> Planning:
    settings.PORTAL_FILES_DIR = tmp_path
    made = opened(Planning, portal)
    portal.world.ticket(made.beneficiary)
    return made


@pytest.mark.row("D1", "D6", "D13", "K3")
def test_from_the_question_to_the_return_of_the_ticket(planning, portal, window, shoot):
    planning.signed()
    counsellor = window(account_of(planning.counsellor))
    counsellor.open("/assignability/")
    counsellor.press("Check")
    assert counsellor.status == 422
    shoot(counsellor, "assignability-error")
    counsellor.write("Social Security number", planning.SSN)
    counsellor.press("Check")
    assert "Can be assigned" in counsellor.text and "Ruiz" not in counsellor.text
    shoot(counsellor, "assignability-answer")
    counsellor.open(f"/cases/{planning.case.number}/")
    counsellor.follow("Assign the Ticket")
    assert "If entered on day 15" in counsellor.text
    shoot(counsellor, "assign")
    counsellor.press("Assign the Ticket")
    assert "The Ticket is assigned to your organization from December 15, 2025" in counsellor.text
    counsellor.follow("Give the Ticket back")
    counsellor.press("Continue")
    assert counsellor.status == 422
    shoot(counsellor, "unassign-error")
    counsellor.tick("The provider is unable to serve")
    counsellor.press("Continue")
    assert "March 15, 2026" in counsellor.text
    shoot(counsellor, "unassign-check")
    counsellor.press("Give the Ticket back")
    assert counsellor.numbers("UN")
    shoot(counsellor, "unassigned")


@pytest.mark.row("D1")
def test_a_file_on_a_telephone_without_scripts(planning, portal, window, shoot):
    counsellor = window(account_of(planning.colleague), scripts=False, width=320)
    counsellor.open("/assignability/file/")
    counsellor.attach("File", "people.csv", b"name\nAna\n", "text/csv")
    counsellor.press("Send and check")
    assert "These are missing: ssn" in counsellor.text
    shoot(counsellor, "file-error-320")
    text = f"ssn,reference\n{planning.SSN},A-1\n{portal.ssn()},A-2\n12,A-3\n".encode()
    counsellor.attach("File", "people.csv", text, "text/csv")
    counsellor.press("Send and check")
    assert "Can be assigned" in counsellor.text and "Not judged" in counsellor.text
    shoot(counsellor, "file-320")
