"""What people said of the portals before this one, and that it cannot be said of this one."""

import pytest

from tests.journeys import papers
from tests.journeys import request as steps
from tests.journeys.ways import BARRIERS, walked

MONTHS = ("February", "April", "July")


@pytest.mark.row("J3")
def test_j3_several_months_go_in_one_request_each_judged_alone(portal, window):
    ana = portal.holder({f"2025-{month:02d}": 1500 for month in range(2, 8)})
    clerk = window(portal.clerk())
    clerk.open("/")
    steps.find(clerk, ana.digits)
    clerk.tick("February 2025: Phase 1 Milestone 1")
    clerk.tick("April 2025: Phase 1 Milestone 2")
    clerk.tick("July 2025: Phase 1 Milestone 3")
    clerk.tick("Already proven")
    clerk.press("Continue")
    steps.describe_services(clerk)
    asked = steps.submit(clerk)
    assert len(asked.requests) == 3
    for number in asked.requests:
        assert f"{number} Approved" in clerk.text
        assert portal.request(number).state == "approved"


@pytest.mark.row("J4", "B6", "C2")
@walked(*BARRIERS)
def test_j4_evidence_is_uploaded_in_the_form_and_one_sees_that_it_arrived(portal, window, way):
    ana = portal.holder({"2025-02": 1500}, proven=False)
    clerk = window(portal.clerk(), **way)
    clerk.open("/")
    steps.to_evidence(clerk, ana.digits)
    clerk.attach("Choose a file", "February slip.pdf", papers.pdf(pages=2))
    clerk.press("Upload this file")
    assert "February slip.pdf" in clerk.text
    clerk.attach("Choose a file", "photo.jpg", papers.photo(), "image/jpeg")
    clerk.press("Upload this file")
    files = clerk.numbers("FL")
    assert len(files) == 2
    clerk.until("Checked, no malware found")
    steps.describe_paper(clerk)
    steps.describe_paper(clerk, nth=1)
    clerk.press("Continue")
    asked = steps.submit(clerk)
    clerk.follow(asked.requests[0])
    assert "February slip.pdf" in clerk.text
    assert clerk.numbers("FL") == files
    clerk.until("Answer: Can be paid")


@pytest.mark.row("J5")
def test_j5_the_timeline_says_at_once_what_comes_next_and_by_when(portal, window):
    ana = portal.holder({"2025-02": 900})
    clerk = window(portal.clerk())
    clerk.open(f"/ticketholders/{ana.number}/")
    clerk.press("Request a payment")
    clerk.unfold("Another payment or month") if not clerk.main.get_by_label(
        "Claim month"
    ).first.is_visible() else None
    clerk.choose("Payment", "Phase 1 Milestone 1")
    clerk.write("Claim month", "02/2025")
    clerk.tick("Already proven")
    clerk.press("Continue")
    steps.describe_services(clerk)
    asked = steps.submit(clerk)
    clerk.follow(asked.requests[0])
    assert "Submitted" in clerk.text
    assert "Next: An analyst of the Ticket Program Manager decides. By December 30, 2025" in clerk.text


@pytest.mark.row("J6")
def test_j6_what_was_said_about_the_earnings_is_kept_with_the_request(portal, window):
    ana = portal.holder({"2025-02": 1500})
    clerk = window(portal.clerk())
    clerk.open("/")
    steps.find(clerk, ana.digits)
    said = "At or above $1,160.00 (trial work level 2025); below $1,620.00 (SGA 2025)"
    assert f"February 2025: amount not shown to you. {said}. From: Social Security's record" in clerk.text
    clerk.open("/")
    number = steps.ask_for_one(clerk, ana.digits)
    portal.world.earnings(ana, "2025-02", 100, employer="Another employer", proven=False)
    clerk.open(f"/requests/{number}/")
    kept = clerk.main.get_by_role("table").last.inner_text()
    for part in ("February 2025", said.removeprefix("At"), "Social Security's record", "Yes"):
        assert part in kept
    assert "as of December 15, 2025" in clerk.text


@pytest.mark.row("J7", "B6")
def test_j7_a_locked_file_is_refused_with_the_reason_and_gets_no_number(portal, window):
    ana = portal.holder({"2025-02": 1500}, proven=False)
    clerk = window(portal.clerk())
    clerk.open("/")
    steps.to_evidence(clerk, ana.digits)
    clerk.attach("Choose a file", "slip.pdf", papers.pdf(password="secret"))
    clerk.press("Upload this file")
    assert clerk.status == 422
    assert "This PDF is locked with a password" in clerk.text
    assert "Save a copy without a password and upload that" in clerk.text
    assert clerk.numbers("FL") == []
    clerk.again_here()
    assert clerk.numbers("FL") == []
