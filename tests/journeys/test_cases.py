"""The first conversation: a counsellor opens a case, is told what is wrong with a number, and finds it again."""

import pytest

from portal.casework.results import NOBODY
from portal.policy.roles import Role


@pytest.mark.row("D2")
def test_a_case_is_opened_by_keyboard_and_found_again(portal, window):
    counsellor = window(portal.someone(Role.EN_COUNSELLOR, "Cora Counsellor"), keyboard=True)
    digits = portal.ssn()
    portal.world.benefits(portal.world.person(name="Nadia Newcomb", ssn=digits))
    counsellor.open("/cases/")
    counsellor.follow("Open a case")
    counsellor.write("Social Security number", portal.ssn())
    counsellor.write("Full name", "Nadia N. Newcomb")
    counsellor.press("Open the case")
    assert counsellor.status == 422
    assert NOBODY in counsellor.text
    # What was typed is still there.
    counsellor.write("Social Security number", digits)
    counsellor.press("Open the case")
    assert counsellor.heading.endswith("Nadia N. Newcomb")
    assert "Before the plan" in counsellor.text
    [number] = counsellor.numbers("CS")
    counsellor.open("/cases/")
    counsellor.write("Find by name or number", "newcomb")
    counsellor.press("Find")
    assert number in counsellor.text
    assert "1 to 1 of 1" in counsellor.text


@pytest.mark.row("D2")
def test_the_list_and_a_record_without_scripts(portal, window):
    counsellor = window(portal.someone(Role.EN_COUNSELLOR, "Cleo Counsellor"), scripts=False, width=320)
    person = portal.holder({}, name="Omar Held")
    counsellor.open("/cases/?order=name")
    assert "Ticket assigned" in counsellor.text
    counsellor.open(f"/ticketholders/{person.number}/")
    counsellor.follow("Case: plan, contacts and notes")
    assert "Ticket assigned" in counsellor.text
    counsellor.follow("Payments, earnings and what can be claimed")
    assert counsellor.path == f"/ticketholders/{person.number}/"
