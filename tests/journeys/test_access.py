"""Access in a browser: a new employee's first day, from being named to the invitation; and a leaver (row A5)."""

import pytest

from portal.people.models import Account, Employment, Invitation
from portal.policy.roles import Role
from tests.journeys.ways_in import have_codes_texted, set_password

pytestmark = [pytest.mark.row("A5")]


@pytest.fixture
def rosa(portal, window):
    return window(portal.someone(Role.EN_ADMINISTRATOR, "Rosa Administrator"))


@pytest.fixture
def nadia(portal, window):
    return window(portal.someone(Role.SSA_SERVICES_SPECIALIST, "Nadia Specialist"))


def name_somebody(rosa, email):
    """The administrator names a counsellor; the number of the designation."""
    rosa.open("/")
    rosa.go("People of your organization")
    rosa.follow("Name a person")
    rosa.write("Full name", "Nina New")
    rosa.write("Work e-mail", email)
    rosa.write("Job title", "Job coach")
    rosa.write("First day at work", "12/01/2025")
    rosa.tick("Yes")
    rosa.press("Continue")
    assert "Choose at least one." in rosa.text
    rosa.tick("EN counsellor")
    rosa.write("Why does the person need this?", "Works with Ticketholders.")
    rosa.press("Continue")
    assert rosa.heading.endswith("Check before you confirm")
    assert "EN counsellor" in rosa.text
    rosa.press("Change")
    assert rosa.main.get_by_role("textbox", name="Full name").input_value() == "Nina New"
    assert rosa.main.get_by_role("checkbox", name="EN counsellor").is_checked()
    rosa.press("Continue")
    rosa.press("Name this person")
    assert rosa.heading == "The person is named"
    return rosa.numbers("DN")[0]


def let_in(nadia, number):
    """The desk verifies, records the clearance and opens the access."""
    nadia.open("/")
    nadia.go("Named for portal access")
    nadia.follow(number)
    nadia.press("Take it")
    assert "you have it" in nadia.text
    nadia.follow("Verify employment")
    nadia.write("How was the employment verified?", "Telephone call with the organization.")
    nadia.press("Continue")
    nadia.press("The employment is verified")
    assert "Access: Something is missing" in nadia.text
    nadia.follow("Record the clearance")
    nadia.tick("Yes")
    nadia.write("Day of the determination", "12/10/2025")
    nadia.press("Continue")
    assert "Enter the last good day" in nadia.text
    nadia.write("Last good day", "12/10/2030")
    nadia.press("Continue")
    nadia.press("Record the determination")
    nadia.follow("Open access")
    assert "Access: Access can be opened" in nadia.text
    nadia.press("Continue")
    nadia.press("Open access")
    assert "Access is open. The person gets an e-mail." in nadia.text


def test_first_day_of_a_new_employee_from_designation_to_first_page(portal, window, rosa, nadia):
    email = "nina.new@bright-path.example.org"
    number = name_somebody(rosa, email)
    rosa.follow("All people")
    assert "named, employment to be verified" in rosa.text
    let_in(nadia, number)
    account = Account.objects.using("loader").get(email=email)
    assert Invitation.objects.using("loader").filter(account=account, used_at=None).count() == 1
    rosa.open("/people/?find=nina.new")
    rosa.follow("Nina New")
    assert "Access opened" in rosa.text
    nina = window()
    set_password(nina, portal.mailed_link(email))
    have_codes_texted(nina, "202-555-0177")
    nina.open("/")
    assert nina.heading == "You cannot work in the portal today"
    assert "training" in nina.text
    # Each page of the course is walked in test_training.
    portal.trained(account)
    nina.open("/")
    assert "Today's work" in nina.heading
    nina.go("Assigned to us now")
    assert nina.status == 200
    rosa.again()
    assert "Access opened" in rosa.text


def test_a_leaver_is_out_at_the_next_click(portal, window, rosa, nadia):
    account = portal.clerk("Lena Leaver")
    lena = window(account)
    lena.open("/requests/")
    assert lena.status == 200
    rosa.open("/people/?find=Lena+Leaver")
    rosa.follow("Lena Leaver")
    rosa.follow("Report that this person leaves")
    rosa.write("Last day worked", "12/12/2025")
    rosa.write("Why does the person leave?", "Took another job")
    rosa.press("Continue")
    assert "Access ends" in rosa.text
    rosa.press("Report the departure")
    assert "The departure is reported." in rosa.text
    lena.open("/requests/")
    assert lena.heading == "Sign in"
    employment = Employment.objects.using("loader").get(account=account)
    assert employment.ended_on is not None
    rosa.open("/people/?show=left&find=Lena")
    rosa.follow("Lena Leaver")
    assert "Departure reported" in rosa.text
    nadia.open("/")
    nadia.go("Departures")
    assert "Bright Path" in nadia.text
