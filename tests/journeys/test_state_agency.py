"""A State agency's case that becomes an EN's assignment, each in its own window."""

import os
from itertools import count
from pathlib import Path

import pytest

from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.people.models import Account
from portal.policy.roles import Role
from portal.tickets.models import TicketStep
from tests.casework.planning import Planning
from tests.tickets.agency import last_of


@pytest.fixture
def planning(portal, settings, tmp_path) -> Planning:
    settings.PORTAL_FILES_DIR = tmp_path
    # Past the numbers that the synthetic program and other journeys gave their providers.
    portal.world.serial = count(next(portal.world.serial) + 700)
    made = Planning(portal.world, lambda actor: open_unit(actor, now(), reading=False, page="test"))
    portal.world.ticket(made.beneficiary)
    return made


def keep(someone, name):
    """What is on the screen, where somebody wants to look at it."""
    folder = os.environ.get("PORTAL_PICTURES")
    if folder:
        someone.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def _claims_costs(user, analyst):
    """An error said, a claim checked and sent, an answer of Social Security, and a claim taken back."""
    user.follow("Claim costs")
    user.write("First month claimed", "10/2025")
    user.write("Last month claimed", "11/2025")
    user.write("Costs claimed", "1,234.50")
    user.press("Continue")
    assert user.status == 422 and "open by the first month" in user.text
    user.write("First month claimed", "11/2025")
    user.press("Continue")
    assert "November 2025" in user.text and "$1,234.50" in user.text
    user.press("Send this claim")
    [number] = user.numbers("CR")
    analyst.open("/")
    analyst.go("Claims of costs")
    analyst.follow(number)
    analyst.tick("Social Security denied it")
    analyst.write("On which day?", "12/15/2025")
    analyst.press("Enter this answer")
    user.again_here()
    assert "Denied" in user.row(number)
    user.follow("Claim costs")
    for label, typed in (("First month", "11/2025"), ("Last month", "11/2025"), ("Costs claimed", "900")):
        user.write(label, typed)
    user.press("Continue")
    user.press("Send this claim")
    user.follow("Withdraw")
    user.press("Withdraw the claim")
    assert "is withdrawn" in user.text


@pytest.mark.row("C6", "E9", "D6")
def test_a_state_agency_s_case_becomes_the_assignment_of_an_employment_network(planning, portal, window):
    world = portal.world
    agency = world.organisation("Prairie State VR", kind="SVRA")
    user = window(world.account(agency, [Role.SVRA_USER], name="Vera User"))
    case = world.case(planning.beneficiary, agency, name="Ana Ruiz")
    user.open(f"/cases/{case.number}/")
    user.press("Begin Form SSA-1365")
    user.write("Day the Individualized Plan", "soon")
    user.press("Continue")
    assert user.status == 422
    keep(user, "ssa-1365-error")
    user.write("Day the Individualized Plan", "11/03/2025")
    user.write("Vocational goal", "Bookkeeper in a small firm")
    user.tick("Yes")
    user.press("Continue")
    user.tick("Cost reimbursement")
    keep(user, "ssa-1365-payment")
    user.press("Continue")
    user.write("Name of the person, or of the representative", "Ana Ruiz")
    user.write("That person signed on", "11/03/2025")
    user.choose("Who signed for your agency?", "Vera User")
    user.write("Your agency signed on", "11/03/2025")
    user.press("Continue")
    assert "Can be submitted" in user.text and "Nobody else can take the Ticket" in user.text
    keep(user, "ssa-1365-check")
    user.press("Submit")
    assert user.numbers("SA") and "February 1, 2026" in user.text
    keep(user, "ssa-1365-receipt")
    user.follow("Go to the cost-reimbursement case")
    _claims_costs(user, window(portal.analyst()))
    user.follow("Close the case")
    user.write("Day the case was closed", "12/15/2025")
    user.tick("Not employed")
    user.press("Continue")
    assert "March 15, 2026" in user.text and "Phase 1 milestones stay open" in user.text
    keep(user, "vr-close-check")
    user.press("Close the case")
    assert "Tell the person: another provider can take the Ticket" in user.text
    keep(user, "vr-case")

    planning.signed()
    counsellor = window(
        Account.objects.using("loader").get(pk=planning.counsellor.account), scripts=False, width=320
    )
    counsellor.open(f"/cases/{planning.case.number}/")
    counsellor.follow("Assign the Ticket")
    assert "If entered on day 15" in counsellor.text
    counsellor.press("Assign the Ticket")
    assert "The Ticket is assigned to your organization from December 15, 2025" in counsellor.text
    steps = TicketStep.objects.using("loader").filter(person=planning.beneficiary)
    assert [move for move, _ in last_of(steps)] == ["open-case", "close-case", "assign"]
