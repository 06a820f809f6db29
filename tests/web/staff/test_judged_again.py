"""Decisions to judge again, by pages: what changed, both answers side by side, and settling (row L6)."""

import pytest

from portal.earnings.models import EarningsMonth
from portal.kernel.actor import SYSTEM
from portal.payments.models import Rejudged
from portal.payments.services.judge_again import judge_again
from tests.web.staff.office import ABOVE_TWL, address

pytestmark = pytest.mark.row("L6")
QUEUE = "/staff/again/"


@pytest.fixture
def changed(office):
    """A denial whose month has reached the level since."""
    request = office.asks()
    office.client("analyst").post(
        address(request, "deny"),
        {"version": request.version, "action": "confirm", "code": "DEN-04", "note": ""},
    )
    office.earned_after_all(request, ABOVE_TWL)
    with office.unit_as(SYSTEM):
        judge_again(request=request.id)
    return office.request(request.number)


def test_both_answers_stand_side_by_side_and_the_denial_is_opened_again(office, changed):
    client, here = office.client("analyst"), f"{QUEUE}{changed.number}/"
    assert changed.number in client.get(QUEUE).content.decode()
    page = client.get(here).content.decode()
    for words in (
        "Another Bakery",
        "Not met",
        "Met",
        "Take it to settle it.",
        "In force on December 15, 2025",
    ):
        assert words in page, words
    assert "How do you settle it?" not in page
    sent = {"version": "0", "settled_as": "reopened", "reason": "Both jobs count."}
    untaken = client.post(f"{here}settle/", sent)
    assert untaken.status_code == 422 and "Both jobs count." in untaken.content.decode()
    assert client.post(f"{here}take/", {"version": "0"}).status_code == 303
    wrong = client.post(f"{here}settle/", {**sent, "reason": ""})
    assert wrong.status_code == 422 and "Write why you settle it so." in wrong.content.decode()
    assert client.post(f"{here}settle/", sent).status_code == 303
    assert office.request(changed.number).state == "with-analyst"
    page = client.get(here).content.decode()
    assert "The request was opened again" in page and "Both jobs count." in page
    late = client.post(f"{here}settle/", {**sent, "settled_as": "stands"})
    assert late.status_code == 409 and "Both jobs count." in late.content.decode()


@pytest.mark.row("E5")
def test_a_payment_that_was_not_due_is_taken_back_by_settling_it(office):
    request = office.asks(ABOVE_TWL)
    assert request.state == "approved"
    rows = EarningsMonth.objects.using("loader").filter(person=request.person_id)
    rows.update(gross_cents=90000)
    with office.unit_as(SYSTEM):
        judge_again(request=request.id)
    client, here = office.client("analyst"), f"{QUEUE}{request.number}/"
    assert client.post(f"{here}take/", {"version": "0"}).status_code == 303
    page = client.get(here).content.decode()
    for words in (
        "What is due",
        "$1,850.00",
        "$0.00",
        "Take the payment back",
        "the provider where the payment changes",
    ):
        assert words in page, words
    assert "Put the payment to what is due" not in page
    sent = {"version": "0", "settled_as": "recover", "reason": "The month was below the level."}
    assert client.post(f"{here}settle/", sent).status_code == 303
    page = client.get(here).content.decode()
    assert office.request(request.number).state == "reversed" and "The payment was taken back" in page
    reader = office.client("clerk").get(f"/requests/{request.number}/").content.decode()
    assert "The month was below the level." in reader


def test_the_auditor_reads_and_settles_nothing(office, changed):
    auditor, here = office.client("auditor"), f"{QUEUE}{changed.number}/"
    assert auditor.get(QUEUE).status_code == auditor.get(here).status_code == 200
    assert auditor.post(f"{here}settle/", {}).status_code == 403
    assert auditor.get(f"{QUEUE}PR-0000-0000/").status_code == 404
    assert Rejudged.objects.using("loader").get().settled_at is None
