"""A clerk signs in, asks for two payments at once, reads the answers: with a pointer, by keyboard, without scripts."""

import subprocess
from io import BytesIO

import pikepdf
import pytest

from tests.journeys import request as steps
from tests.journeys.ways import BARRIERS, walked


@pytest.mark.row("A9", "A3", "B1", "B4", "C1", "C2", "C11", "E2", "E7", "J3", "J5", "K1")
@walked()
def test_two_payments_in_one_request_each_answered_alone(portal, window, way):
    dana = portal.clerk()
    ana = portal.holder({"2025-02": 1500, "2025-03": 900})
    clerk = window(**way)
    steps.sign_in(clerk, dana.email, portal.code(dana))
    assert "Today's work" in clerk.heading
    steps.find(clerk, ana.digits)
    assert "Ana Ruiz" in clerk.text
    steps.choose_two_months(clerk)
    steps.describe_services(clerk)
    asked = steps.submit(clerk)
    paid, not_reached = asked.requests
    assert_answered(portal, clerk, paid, not_reached)
    assert_on_paper(clerk, asked)


def assert_answered(portal, clerk, paid, not_reached):
    """Each payment has its own number, state, reason and next step, and only the approved one is in the ledger."""
    assert f"{paid} Approved" in clerk.text
    assert f"{not_reached} With an analyst" in clerk.text
    clerk.follow(paid)
    assert "Answer: Can be paid $1,850.00" in clerk.text
    assert "Next: A second person releases the payment" in clerk.text
    assert portal.posted(paid) == {"program-cost": 185_000, "payable": -185_000}
    clerk.follow("Submission")
    clerk.follow(not_reached)
    assert "Cannot be paid" in clerk.text
    assert "Not met: Gross earnings are at or above the trial work level in enough months" in clerk.text
    assert "TWL 2025: $1,160.00" in clerk.text
    assert "Request the milestone when enough months are reached" in clerk.text
    assert "An analyst of the Ticket Program Manager decides. By December 30, 2025" in clerk.text
    assert portal.posted(not_reached) == {}


def assert_on_paper(clerk, asked):
    """The PDF holds every answer, tagged as a screen reader needs it."""
    clerk.open(f"/requests/submitted/{asked.submission}/")
    content = clerk.fetch("What you submitted")
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K
        assert str(document.Root.Lang).startswith("en")
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    for answer in (
        asked.submission,
        *asked.requests,
        "Ana Ruiz",
        "Dana Clerk",
        "Bright Path Employment",
        "Phase 1 Milestone 1 for February 2025",
        "Phase 1 Milestone 2 for March 2025",
        "Already proven",
        "Job search help in January",
        "I have checked these answers",
    ):
        assert answer in text


@pytest.mark.row("A9")
def test_the_first_tab_skips_to_the_content_and_problems_take_the_focus(portal, window):
    clerk = window(portal.clerk(), keyboard=True)
    clerk.open("/requests/new/")
    clerk.page.keyboard.press("Tab")
    assert clerk.page.locator(":focus").inner_text() == "Skip to main content"
    clerk.page.keyboard.press("Enter")
    assert clerk.page.locator(":focus").get_attribute("id") == "main-content"
    clerk.press("Continue")
    summary = clerk.page.locator("[data-portal-problems]")
    assert summary.evaluate("(one) => document.activeElement === one")
    assert clerk.page.title().count("Error") == 1
    clerk.hands.use(summary.get_by_role("link").first)
    assert clerk.page.locator(":focus").get_attribute("name") == "ssn"


@pytest.mark.row("B4")
def test_return_changes_an_answer_and_cancel_asks_once_more(portal, window):
    clerk = window(portal.clerk())
    ana = portal.holder({"2025-02": 1500})
    steps.find(opened(clerk), ana.digits)
    clerk.tick(steps.PAYABLE)
    clerk.press("Continue")
    steps.describe_services(clerk)
    assert clerk.main.locator("input:not([type=hidden]), textarea, select").count() == 0
    clerk.follow("Change services")
    clerk.write("Services and supports given", "A résumé workshop")
    clerk.press("Continue")
    assert "A résumé workshop" in clerk.text
    clerk.follow("Cancel")
    assert clerk.heading.endswith("Cancel this request?")
    clerk.follow("Keep it and go back")
    clerk.follow("Cancel this request")
    clerk.press("Cancel the request")
    assert "The payment request was cancelled. Nothing was submitted." in clerk.text


@pytest.mark.row("E2", "A9")
@walked(*BARRIERS)
def test_what_waits_for_an_answer_can_be_withdrawn(portal, window, way):
    dana = portal.clerk()
    number = portal.asked(dana, portal.holder({"2025-03": 900}), "P1M2", "2025-03")
    clerk = window(dana, **way)
    clerk.open(f"/requests/{number}/")
    clerk.follow("Withdraw this request")
    clerk.write("Why", "Asked for the wrong month")
    clerk.press("Withdraw")
    assert "Withdrawn" in clerk.text
    assert portal.request(number).state == "withdrawn"


def opened(clerk):
    """At the home page."""
    clerk.open("/")
    return clerk
