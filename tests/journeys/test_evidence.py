"""Evidence that is missing, comes later, or is not what it should be."""

import pytest

from tests.journeys import papers
from tests.journeys import request as steps
from tests.journeys.ways import BARRIERS, walked


@pytest.mark.row("B6", "C2")
def test_a_file_with_malware_is_named_and_counts_for_nothing(portal, window):
    ana = portal.holder({"2025-02": 1500}, proven=False)
    clerk = window(portal.clerk())
    clerk.open("/")
    steps.to_evidence(clerk, ana.digits)
    clerk.attach("Choose a file", "slip.pdf", papers.pdf(malware=True))
    clerk.press("Upload this file")
    [file] = clerk.numbers("FL")
    clerk.until("Malware found")
    steps.describe_paper(clerk)
    clerk.press("Continue")
    asked = steps.submit(clerk)
    assert f"{asked.requests[0]} Waiting for information" in clerk.text
    clerk.open(f"/files/{file}/")
    assert "refused: the scanner found malware" in clerk.text


@pytest.mark.row("B2", "B6", "C2", "E7")
@walked(*BARRIERS)
def test_what_was_missing_is_sent_later_and_the_payment_is_approved(portal, window, way):
    ana = portal.holder({"2025-02": 1500}, proven=False)
    clerk = window(portal.clerk(), **way)
    clerk.open("/")
    number = steps.ask_for_one(clerk, ana.digits, basis="Evidence of earnings")
    assert f"{number} Waiting for information" in clerk.text
    clerk.go("Waiting for your answer")
    clerk.follow(number)
    assert "Something is missing" in clerk.text
    clerk.follow("Answer and send back")
    clerk.write("Your answer", "The slip is attached.")
    clerk.attach("Choose a file", "slip.pdf", papers.pdf())
    steps.describe_paper(clerk)
    clerk.press("Send back")
    assert f"Your answer to {number} was received" in clerk.text
    clerk.until("Answer: Can be paid")
    assert portal.request(number).state == "approved"
    assert portal.posted(number) == {"program-cost": 185_000, "payable": -185_000}
    assert clerk.fetch("slip.pdf").startswith(b"%PDF")
