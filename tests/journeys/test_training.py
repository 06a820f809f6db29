"""In a real browser: a lapsed training taken, which opens the gate; an announcement; a function closed."""

from datetime import date

import pytest

from portal.policy.roles import Role
from tests.journeys.course import take_the_course


@pytest.mark.row("A8", "A4")
@pytest.mark.parametrize(("language", "keyboard", "scripts"), [("en", True, True), ("es", False, False)])
def test_who_is_shut_out_for_training_takes_it_and_works(portal, window, language, keyboard, scripts):
    clerk = portal.clerk(f"Lapsed {language}", trained_on=date(2024, 3, 1))
    someone = window(clerk, keyboard=keyboard, scripts=scripts)
    someone.open("/")
    assert someone.heading == "You cannot work in the portal today"
    take_the_course(someone, language)
    certificate = "Certificate" if language == "en" else "Certificado"
    assert someone.fetch(certificate).startswith(b"%PDF")
    someone.follow("Go to today" if language == "en" else "Ir al trabajo de hoy")
    assert "Today's work" in someone.heading


@pytest.mark.row("L12")
def test_an_announcement_is_written_and_everybody_sees_its_banner(portal, window):
    writer = window(portal.someone(Role.TPM_ADMINISTRATOR, "Ada Announcer"))
    writer.open("/")
    writer.go("All announcements")
    writer.follow("Write an announcement")
    writer.press("Save")
    assert "Choose what kind of announcement it is." in writer.text
    writer.tick("News")
    writer.write("Title", "A new pay slip form")
    writer.write("Text", "It is shorter.\n\n- One page\n- Large print")
    writer.tick("Employment Networks")
    writer.tick("Show it as a banner")
    writer.press("Save")
    reader = window(portal.clerk("Rea Reader"))
    reader.open("/")
    reader.follow("Read more A new pay slip form", within="body")
    assert "Large print" in reader.text
    reader.go("Announcements")
    reader.follow("Earlier announcements")
    writer.follow("A new pay slip form")
    writer.press("End this announcement")
    reader.open("/")
    assert "A new pay slip form" not in reader.page.locator("body").inner_text()


@pytest.mark.row("J8")
def test_a_function_is_closed_and_everybody_knows(portal, window):
    keeper = window(portal.someone(Role.TPM_ADMINISTRATOR, "Cleo Closer"))
    clerk = window(portal.clerk("Cal Closedout"))
    keeper.open("/staff/functions/")
    keeper.follow("Lists as files")
    keeper.write("Why is it closed", "The lists came out empty. We mend it by noon.")
    keeper.press("Close it now")
    clerk.open("/ticketholders/")
    assert (
        "Closed for now: Lists as files. The lists came out empty." in clerk.page.locator("body").inner_text()
    )
    answer = clerk.page.request.get(f"{clerk.url}/ticketholders/export.csv")
    assert answer.status == 503
    assert "We mend it by noon." in answer.text()
    keeper.press("Lists as files")
    assert clerk.page.request.get(f"{clerk.url}/ticketholders/export.csv").status == 200
