"""A Ticketholder in a browser: invited, proved, extra security, sees the Ticket, signs the plan (rows H1, H2, L10)."""

import re

import pytest

from portal.casework.models import Case, Signature
from portal.casework.plan.content import plan_written
from portal.policy.roles import Role
from portal.tickets.models import Ticket
from tests.authorization.casework import signed_plan
from tests.casework.planning import sound
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("H1", "H2", "H3", "L10")]

EMAIL, NAME, BORN = "own.mail@example.org", "Ana Ruiz", "02/03/1980"


@pytest.fixture
def ana(portal):
    """A Ticketholder at work with Bright Path, whose plan waits for her signature."""
    person = portal.holder({}, name=NAME)
    Ticket.objects.using("loader").filter(person=person).update(assignment_state="EN", use_state="in-use")
    case = Case.objects.using("loader").get(person=person)
    person.form = signed_plan(portal.world, case, state="to-sign", content=plan_written(sound()))
    return person


def invited(portal, window, ana):
    """The counsellor invites her from her record; the code to be told to her."""
    cora = window(portal.someone(Role.EN_COUNSELLOR, "Cora Counselor"))
    cora.open(f"/ticketholders/{ana.number}/")
    cora.follow("The Ticketholder's own account")
    cora.follow("Invite")
    cora.press("Continue")
    assert "Enter the person's own e-mail address." in cora.text
    cora.write("The person's own e-mail address", EMAIL)
    cora.tick("English")
    cora.tick("On the telephone")
    cora.press("Continue")
    cora.press("Send the invitation")
    return re.search(r"Give this code to the person ([0-9A-Z]{4}-[0-9A-Z]{4})", cora.text)[1]


def set_up(portal, someone):
    """The link of the mail, a password, extra security by text message."""
    someone.open(portal.mailed_link(EMAIL))
    someone.write_secret("New password", PASSWORD)
    someone.write_secret("The same password again", PASSWORD)
    someone.press("Continue")
    someone.follow("codes texted to your mobile")
    someone.write("Mobile number", "202-555-0178")
    someone.press("Text me a code")
    someone.write("Security code", re.search(r"It would say: (\d{6}) ", someone.text)[1])
    someone.press("Turn on")
    assert someone.heading == "Your recovery codes"


def test_a_ticketholder_is_invited_proves_who_it_is_reads_and_signs(portal, window, ana):
    code = invited(portal, window, ana)
    phone = window(width=320)
    set_up(portal, phone)
    phone.open("/")
    assert phone.heading == "Show that this is your account"
    phone.write("Your Social Security number", ana.digits)
    phone.write("Your date of birth", "02/04/1980")
    phone.write("Your code", code)
    phone.press("Open my account")
    assert "What you typed does not match." in phone.text
    phone.write("Your date of birth", BORN)
    phone.press("Open my account")
    assert phone.heading.endswith("Your Ticket")
    assert "So no new medical review will start." in phone.text
    phone.press("Leer en español")
    assert phone.heading.endswith("Su Ticket")
    assert "no empezará una nueva revisión médica" in phone.text
    phone.press("Read in English")
    phone.follow("Read it")
    assert "Read all of it before you sign." in phone.text
    phone.follow("Go on to sign")
    phone.press("Sign")
    assert "Tick the box if you agree." in phone.text
    phone.tick("I have read this plan")
    phone.write("Type your full name", "ana ruiz")
    phone.press("Sign")
    assert "You have signed." in phone.text
    signed = Signature.objects.using("loader").get(signed_form=ana.form, party="holder")
    assert bytes(signed.digest) == bytes(ana.form.digest)
    phone.go("Your Ticket")
    assert "Read it" not in phone.text
