"""Dividing a payment among providers from a request's page: form, what each would get, saved (PAY-17)."""

from datetime import date

import pytest

from portal.payments.models import Allocation
from tests.web.staff.office import ABOVE_TWL, BELOW_TWL, address

pytestmark = pytest.mark.row("E5")
WHY = "Both found the job together."


@pytest.fixture
def request_of_two(office):
    """A request that waits for an analyst, about a Ticket that another provider held before."""
    request = office.asks(BELOW_TWL)
    other = office.world.organisation("Old Path")
    office.world.assignment(request.ticket, other, on=date(2024, 6, 10), ended_on=date(2024, 12, 20))
    office.earned_after_all(request, ABOVE_TWL)
    return request, f"share-{request.organisation.number}", f"share-{other.number}"


def test_a_payment_is_shared_after_a_look_at_what_each_would_get(office, request_of_two):
    request, ours, others = request_of_two
    analyst = office.client("analyst")
    url = address(request, "share")
    assert url in analyst.get(address(request)).content.decode()
    assert "Old Path" in analyst.get(url).content.decode()
    wrong = analyst.post(url, {"place": "0", ours: "60%", others: "1/2", "reason": WHY})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "The shares add up to 11/10." in page and 'value="60%"' in page
    unread = analyst.post(url, {"place": "0", ours: "more", others: "1/0", "reason": ""}).content.decode()
    assert unread.count("Enter a fraction such as 1/3 or a percentage such as 60%") == 4
    typed = {"place": "0", ours: "60%", others: "2/5", "reason": WHY}
    checked = analyst.post(url, typed).content.decode()
    assert "$1,110.00" in checked and "$740.00" in checked and not Allocation.objects.using("loader").exists()
    assert 'value="60%"' in analyst.post(url, {**typed, "action": "change"}).content.decode()
    assert analyst.post(url, {**typed, "action": "confirm"}).status_code == 303
    assert Allocation.objects.using("loader").get().out_of == 5
    record = analyst.get(address(request)).content.decode()
    assert "Payment for February 2025 shared" in record and WHY in record
    late = analyst.post(url, {**typed, "action": "confirm"})
    assert late.status_code == 409 and "The analyst changed this" in late.content.decode()
    assert 'name="place" value="1"' in late.content.decode()


def test_a_colleague_withdraws_the_division(office, request_of_two):
    request, ours, others = request_of_two
    analyst, lead, url = office.client("analyst"), office.client("lead"), address(request, "share")
    typed = {"place": "0", ours: "60%", others: "2/5", "reason": WHY, "action": "confirm"}
    assert analyst.post(url, typed).status_code == 303
    assert "a colleague has to withdraw it" in analyst.get(url).content.decode()
    away = {"place": "1", "withdrawn_because": "They did not.", "action": "withdraw"}
    refused = analyst.post(url, away)
    assert refused.status_code == 422 and "Ask a colleague" in refused.content.decode()
    assert "Withdraw the division" in lead.get(url).content.decode()
    empty = lead.post(url, {**away, "withdrawn_because": " "}).content.decode()
    assert "Write why the payment is not shared after all." in empty
    late = lead.post(url, {**away, "place": "0"})
    assert late.status_code == 409 and "They did not." in late.content.decode()
    assert lead.post(url, away).status_code == 303
    record = lead.get(address(request)).content.decode()
    assert "Payment for February 2025 not shared any more" in record and "They did not." in record
    assert "How it is shared now" not in lead.get(url).content.decode()
    gone = lead.post(url, away)
    assert gone.status_code == 409 and "They did not." in gone.content.decode()


def test_only_who_decides_payments_may_and_only_where_somebody_shares(office, request_of_two):
    request, *_ = request_of_two
    for name in ("clerk", "authoriser", "auditor", "specialist"):
        assert office.client(name).get(address(request, "share")).status_code == 403
    analyst = office.client("analyst")
    assert analyst.get("/staff/requests/PR-0000-0000/share/").status_code == 404
    alone = office.asks(BELOW_TWL, month="2025-03")
    assert "/share/" not in analyst.get(address(alone)).content.decode()
    assert "nobody to share with" in analyst.get(address(alone, "share")).content.decode()


def test_of_a_decided_request_nothing_is_shared(office):
    request = office.asks(ABOVE_TWL)
    assert request.state == "approved"
    closed = office.client("analyst").post(address(request, "share"), {"reason": WHY, "action": "confirm"})
    assert closed.status_code == 409
    assert "shared while its request is open" in closed.content.decode() and WHY in closed.content.decode()
