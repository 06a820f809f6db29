"""Two people of one provider on one request."""

import pytest

from tests.journeys import request as steps


@pytest.mark.row("B5")
def test_the_second_is_told_what_changed_and_keeps_what_was_typed(portal, window):
    ana = portal.holder({"2025-02": 1500})
    dana, casey = window(portal.clerk("Dana Clerk")), window(portal.clerk("Casey Colleague"))
    dana.open("/")
    steps.find(dana, ana.digits)
    dana.tick(steps.PAYABLE)
    dana.press("Continue")
    casey.open(dana.path)
    steps.describe_services(dana)
    casey.tick("We gave the services and supports")
    casey.write("Services and supports given", "Typed by Casey")
    casey.press("Continue")
    assert casey.status == 409
    assert "Dana Clerk changed this request" in casey.text
    assert "Typed by Casey" in casey.text
    assert "Job search help in January" in casey.text
    casey.press("Use my answers")
    assert "Typed by Casey" in casey.text
    dana.press("Submit")
    assert dana.status == 409
    assert "Casey Colleague changed it" in dana.text
    assert "Nothing was submitted" in dana.text
    dana.press("Submit")
    assert "Your payment request was submitted" in dana.text
    casey.press("Submit")
    assert casey.numbers("PR") == dana.numbers("PR")


@pytest.mark.row("B4", "C2")
def test_two_submits_of_one_draft_are_one_request_with_one_receipt(portal, window):
    ana, dana = portal.holder({"2025-02": 1500}), portal.clerk()
    clerk, other_tab = window(dana), window(dana)
    clerk.open("/")
    steps.find(clerk, ana.digits)
    clerk.tick(steps.PAYABLE)
    clerk.press("Continue")
    steps.describe_services(clerk)
    other_tab.open(clerk.path)
    clerk.strike("Submit", times=2)
    other_tab.strike("Submit")
    for tab in (clerk, other_tab):
        tab.arrive("/requests/submitted/")
        assert "Your payment request was submitted" in tab.text
    assert clerk.path == other_tab.path
    assert clerk.numbers("SB") == other_tab.numbers("SB")
    assert clerk.numbers("PR") == other_tab.numbers("PR") == portal.requests_of(ana)
    assert portal.posted(*clerk.numbers("PR")) == {"program-cost": 185_000, "payable": -185_000}
