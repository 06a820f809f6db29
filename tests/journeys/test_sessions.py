"""Signed out in the middle, not admitted today, switched off."""

from datetime import date

import pytest

from tests.journeys import request as steps

ADDRESSES = ("/", "/ticketholders/", "/requests/", "/requests/new/", "/account/factors/")


@pytest.mark.row("B5")
def test_signed_out_for_idleness_and_back_on_the_same_page(portal, window):
    account = portal.clerk()
    clerk = window(account)
    clerk.open("/")
    steps.find(clerk, portal.holder({"2025-02": 1500}).digits)
    clerk.tick(steps.PAYABLE)
    clerk.press("Continue")
    here = clerk.path
    portal.idle(clerk.session_key)
    clerk.again()
    assert clerk.heading == "Sign in"
    assert "You were signed out because nothing was done for 15 minutes. Drafts are kept." in clerk.text
    steps.give_credentials(clerk, account.email, portal.code(account))
    assert clerk.path == here
    clerk.follow("Back")
    assert clerk.main.get_by_role("checkbox", name=steps.PAYABLE).is_checked()


@pytest.mark.row("A4", "K1")
def test_who_is_not_admitted_today_reads_why_and_what_to_do(portal, window):
    account = portal.clerk("Lapsed Clerk", trained_on=None)
    clerk = window(account)
    clerk.open("/")
    assert clerk.status == 403
    assert "You cannot work in the portal today" in clerk.text
    assert "What to do" in clerk.text
    assert "training" in clerk.text
    assert clerk.page.locator("[data-portal-menu]").count() == 0
    print(clerk.text)


@pytest.mark.row("A4", "J9")
def test_a_clearance_that_lapses_in_mid_form_says_so_and_the_draft_is_there_when_it_is_renewed(
    portal, window
):
    account = portal.clerk("Middy Form")
    clerk = window(account)
    clerk.open("/")
    steps.find(clerk, portal.holder({"2025-02": 1500}).digits)
    clerk.tick(steps.PAYABLE)
    portal.clearance(account, until=date(2025, 12, 14))
    clerk.press("Continue")
    assert clerk.status == 403
    assert "You cannot work in the portal today" in clerk.text
    assert "Your suitability clearance is favorable and has not expired." in clerk.text
    assert "last good day" in clerk.text.lower()
    portal.clearance(account, until=date(2030, 12, 14))
    clerk.open("/requests/new/")
    clerk.follow("Ana Ruiz")
    assert "Which payments do you ask for?" in clerk.text


@pytest.mark.row("A4")
def test_who_is_switched_off_reaches_nothing_by_address(portal, window):
    account = portal.clerk("Former Clerk")
    clerk = window(account)
    ana = portal.holder({"2025-02": 1500})
    clerk.open(f"/ticketholders/{ana.number}/")
    assert "Ana Ruiz" in clerk.text
    portal.switch_off(account)
    for address in (*ADDRESSES, f"/ticketholders/{ana.number}/"):
        clerk.open(address)
        assert "Ana Ruiz" not in clerk.text
        assert clerk.heading in ("Sign in", "You cannot work in the portal today")


@pytest.mark.row("A9", "B5")
def test_without_scripts_an_idle_page_shows_nothing_and_what_was_typed_is_still_sent(portal, window):
    account = portal.clerk()
    clerk = window(account, scripts=False)
    clerk.open("/")
    steps.find(clerk, portal.holder({"2025-02": 1500}).digits)
    clerk.tick(steps.PAYABLE)
    assert "Ana Ruiz" in clerk.page.locator("body").inner_text()
    assert "Ana" not in clerk.page.title()
    developer = in_an_hour(clerk)
    shown = clerk.page.locator("body").inner_text()
    assert "Nothing was done on this page for 15 minutes" in shown
    assert not any(word in shown for word in ("Ana Ruiz", "Dana Clerk", "Bright Path", "February"))
    clerk.look()
    developer.detach()
    portal.idle(clerk.session_key)
    clerk.press("Continue")
    assert clerk.heading == "Sign in"
    steps.give_credentials(clerk, account.email, portal.code(account))
    assert clerk.heading == "What you typed is still here"
    clerk.press("Send it now")
    assert clerk.heading == "Earnings and services"


def in_an_hour(someone):
    """The page's own time, made so quick that an hour of it is over at once."""
    developer = someone.page.context.new_cdp_session(someone.page)
    developer.send("Animation.enable")
    developer.send("Animation.setPlaybackRate", {"playbackRate": 10_000})
    someone.page.locator(".portal-over").get_by_text("Are you still there?").wait_for()
    return developer
