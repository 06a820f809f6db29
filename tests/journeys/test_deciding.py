"""The analyst's desk, and what the provider and Social Security see of it."""

import subprocess

import pytest

from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.payments.results import Done
from portal.payments.services import decide
from portal.policy.roles import Role
from tests.journeys.ways import BARRIERS, walked

UNDECIDED = {"2025-02": 1500, "2025-03": 900}
NOTE = "Ask again when three months are reached."


def waiting(portal):
    """A request that waits for an analyst, and the clerk who asked."""
    dana = portal.clerk()
    return portal.asked(dana, portal.holder(UNDECIDED), "P1M2", "2025-03"), dana


@pytest.mark.row("E2", "E4", "K1", "L13")
@walked(*BARRIERS)
def test_taken_put_off_handed_over_denied_and_explained(portal, window, way):
    number, dana = waiting(portal)
    olga = portal.analyst(f"Olga Analyst of {number}")
    analyst = window(portal.analyst(), **way)
    analyst.open("/")
    analyst.go("Requests to decide")
    analyst.open(f"/staff/requests/{number}/")
    analyst.press("Take it")
    assert "you have it" in analyst.text
    assert "The rules now: Cannot be paid" in analyst.text
    analyst.follow("Put off")
    analyst.write("Put off until", "12/20/2025")
    analyst.write("What do you wait for?", "The provider calls back")
    analyst.press("Put off")
    assert "Until December 20, 2025: The provider calls back" in analyst.text
    analyst.follow("Hand over")
    analyst.choose("Hand over to", olga.name)
    analyst.press("Hand over")
    assert f"{olga.name} has this request now." in analyst.text
    deny(window(olga, **way), number)
    assert_denied(portal, window(dana, **way), number)


def deny(analyst, number):
    """By the code of the check that failed, with a note, checked once more before it counts."""
    analyst.open("/staff/queue/?show=put-off")
    analyst.open(f"/staff/requests/{number}/")
    assert "you have it" in analyst.text
    analyst.follow("Deny")
    assert analyst.main.get_by_role("combobox", name="Denial code").input_value() == "DEN-09"
    analyst.write("Note to the provider", NOTE)
    analyst.press("Continue")
    assert analyst.heading.endswith("Check before you decide")
    analyst.press("Deny the request")
    assert "The request is denied" in analyst.text


def assert_denied(portal, clerk, number, note=NOTE):
    """The provider reads why on the page, and on the notice."""
    clerk.open(f"/requests/{number}/")
    assert "Denied" in clerk.text
    assert "DEN-09" in clerk.text
    assert note in clerk.text
    notice = clerk.fetch("Denial notice")
    done = subprocess.run(["pdftotext", "-", "-"], input=notice, capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    for part in (number, "DEN-09", note, "411.535"):
        assert part in text
    assert portal.request(number).state == "denied"
    assert portal.posted(number) == {}


@pytest.mark.row("E2")
@walked(*BARRIERS)
def test_what_is_referred_waits_for_the_authoriser_who_asks_back(portal, window, way):
    number, dana = waiting(portal)
    analyst = window(portal.analyst(), **way)
    analyst.open(f"/staff/requests/{number}/")
    analyst.press("Take it")
    analyst.follow("Refer to Social Security")
    analyst.press("Continue")
    assert "Write why Social Security has to decide." in analyst.text
    analyst.write("Why Social Security has to decide", "The record needs a correction.")
    analyst.press("Continue")
    analyst.press("Refer the request")
    assert "The request waits for Social Security." in analyst.text
    authoriser = window(portal.someone(Role.SSA_PAYMENT_AUTHORISER, "Wally Authoriser"), **way)
    authoriser.open("/")
    authoriser.go("With Social Security")
    authoriser.follow(number)
    assert "The record needs a correction." in authoriser.text
    clerk = window(dana, **way)
    clerk.open(f"/requests/{number}/")
    assert "Waiting for Social Security" in clerk.text
    authoriser.press("Take it")
    authoriser.follow("Send back to the analyst")
    authoriser.write("What the analyst has to answer or mend", "Which correction is it?")
    authoriser.press("Continue")
    authoriser.press("Send it back")
    assert "The request is with the analysts again." in authoriser.text
    analyst.open(f"/staff/requests/{number}/")
    assert "Which correction is it?" in analyst.text


@pytest.mark.row("E2", "A3")
def test_social_security_approves_with_the_second_factor_once_more_and_the_provider_reads_it(portal, window):
    dana, ana = portal.clerk(), portal.holder({"2025-02": 900})
    number = portal.asked(dana, ana, "P1M1", "2025-02")
    referred(portal, number)
    portal.world.earnings(ana, "2025-02", 600, employer="Another Bakery")
    wally = portal.someone(Role.SSA_PAYMENT_AUTHORISER, "Wally Authoriser")
    authoriser = window(wally)
    portal.proved_long_ago(authoriser.session_key)
    authoriser.open(f"/staff/requests/{number}/approve-at-ssa/")
    assert authoriser.heading == "Confirm that it is you"
    authoriser.follow("authenticator app")
    authoriser.write("code", portal.code(wally))
    authoriser.press("Confirm")
    authoriser.write("Note", "The second job is on record.")
    authoriser.press("Continue")
    assert "$1,850.00" in authoriser.text
    authoriser.press("Approve the payment")
    assert "The request is approved" in authoriser.text
    clerk = window(dana)
    clerk.open(f"/requests/{number}/")
    assert "Approved" in clerk.text
    assert "The second job is on record." in clerk.text
    assert portal.posted(number) == {"program-cost": 185_000, "payable": -185_000}


@pytest.mark.row("E2", "E4")
def test_social_security_denies_and_the_provider_reads_the_code_and_the_note(portal, window):
    number, dana = waiting(portal)
    referred(portal, number)
    authoriser = window(portal.someone(Role.SSA_PAYMENT_AUTHORISER, "Wally Authoriser"))
    authoriser.open(f"/staff/requests/{number}/deny-at-ssa/")
    assert authoriser.main.get_by_role("combobox", name="Denial code").input_value() == "DEN-09"
    note = "The record of Social Security shows no other job."
    authoriser.write("Note to the provider", note)
    authoriser.press("Continue")
    authoriser.press("Deny the request")
    assert "The request is denied" in authoriser.text
    assert_denied(portal, window(dana), number, note)


def referred(portal, number):
    """Referred to Social Security past the pages, which the journey before this one walks."""
    row = portal.request(number)
    with open_unit(portal.world.actor(portal.analyst()), now(), reading=False, page="test"):
        done = decide.refer_to_ssa(request=row.pk, version=row.version, reason="A second job is missing.")
    assert isinstance(done, Done), done


@pytest.mark.row("B5", "L13")
def test_who_decides_what_a_colleague_just_decided_is_told_and_keeps_the_note(portal, window):
    number, _ = waiting(portal)
    first, second = window(portal.analyst()), window(portal.analyst("Olga Analyst"))
    for analyst in (first, second):
        analyst.open(f"/staff/requests/{number}/deny/")
        analyst.write("Note to the provider", f"Written by {analyst.page.url}")
        analyst.press("Continue")
    first.press("Deny the request")
    assert "The request is denied" in first.text
    second.press("Deny the request")
    assert second.status == 409
    assert "Andy Analyst" in second.text
    assert second.main.get_by_role("textbox").input_value().startswith("Written by")
    second.follow("Open the request as it is now")
    assert "Denied" in second.text
