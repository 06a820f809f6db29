"""The clerk's whole way in the other engines that people have: Firefox's and Safari's (row A9)."""

import pytest

from tests.journeys import request as steps
from tests.journeys.webkit import SomeoneAtWebKit, webkit

pytestmark = [pytest.mark.row("A9")]
WAYS = [{"width": 320}, {"width": 640, "scale": 2, "scripts": False}]
walked = pytest.mark.parametrize("way", WAYS, ids=["phone", "zoomed to 200 percent, no scripts"])


def from_sign_in_to_receipt(portal, clerk):
    """Second factor, home, a list, two payments in one request, and each one's answer."""
    dana = portal.clerk()
    ana = portal.holder({"2025-02": 1500, "2025-03": 900})
    steps.sign_in(clerk, dana.email, portal.code(dana))
    assert "Today's work" in clerk.heading
    clerk.go("Assigned to us now")
    clerk.write("Find by name or number", ana.number)
    clerk.press("Find")
    assert ana.number in clerk.text
    steps.find(clerk, ana.digits)
    steps.choose_two_months(clerk)
    steps.describe_services(clerk)
    asked = steps.submit(clerk)
    paid, not_reached = asked.requests
    assert f"{paid} Approved" in clerk.text
    assert f"{not_reached} With an analyst" in clerk.text
    assert portal.posted(paid) == {"program-cost": 185_000, "payable": -185_000}


@walked
def test_firefox(portal, window, firefox, way):
    from_sign_in_to_receipt(portal, window(engine=firefox, **way))


@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")  # the driver's own matter
@walked
def test_webkit(portal, tmp_path, way):
    with webkit(tmp_path, **way) as browser:
        from_sign_in_to_receipt(portal, SomeoneAtWebKit(browser, portal.url))
