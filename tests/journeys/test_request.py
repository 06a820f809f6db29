"""A clerk signs in, asks for two payments at once, reads the answers: with a pointer, by keyboard, without scripts."""

from io import BytesIO

import pikepdf
import pytest

from tests.journeys import request as steps

WAYS = {
    "pointer": {},
    "keyboard": {"keyboard": True},
    "no scripts": {"scripts": False},
    "phone": {"width": 320},
    "zoomed to 200 percent": {"width": 640, "scale": 2},
}


@pytest.mark.row("A9", "B1", "B4", "C1", "C2", "C11", "E2", "E7", "J3", "J5", "K1")
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
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
    """Each payment has its own number, state, reason and next step."""
    print(clerk.text)
    clerk.follow(paid)
    print(clerk.text)
    assert "Approved" in clerk.text
    assert "$1,850.00" in clerk.text
    assert portal.posted(paid) == {"program-cost": 185_000, "payable": -185_000}
    clerk.follow("Submission")
    clerk.follow(not_reached)
    print(clerk.text)
    assert portal.posted(not_reached) == {}


def assert_on_paper(clerk, asked):
    """The PDF holds every answer, in the order and with the tags that a screen reader needs."""
    clerk.open(f"/requests/submitted/{asked.submission}/")
    content = clerk.fetch("What you submitted")
    with pikepdf.open(BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K
        assert document.Root.Lang == "en-US"


