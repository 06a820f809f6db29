"""A request judged as of another day or with a fact changed: both answers side by side, nothing written (row I4)."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from portal.kernel.models import StoredDecision
from portal.payments.models import Award, PaymentRequest
from tests.web.staff.office import ABOVE_TWL, address

pytestmark = pytest.mark.row("I4")
NOTHING = "Nothing is changed by this."


def read(office, request, who="analyst", **typed):
    response = office.client(who).get(address(request, "what-if"), typed)
    assert response.status_code == 200
    return response.content.decode()


def test_with_other_earnings_the_denied_milestone_would_be_paid(office):
    request = office.asks()
    assert f"{address(request)}what-if/" in office.client("analyst").get(address(request)).content.decode()
    page = read(office, request, earned_from="02/2025", earned_cents="1,160.00")
    for words in (
        NOTHING,
        "Earnings of February 2025, proven",
        "$900.00",
        "$1,160.00",
        "<strong>$1,850.00</strong> if approved.",
        "If: Can be paid",
        "One calendar month&#x27;s gross earnings are at or above",
        "In force on December 15, 2025, as known now. Not stored.",
    ):
        assert words in page, words


def test_as_known_before_the_earnings_came_there_are_none(office):
    request = office.asks(ABOVE_TWL)
    assert request.state == "approved"
    assert "If: Can be paid" in read(office, request), "its own award does not stand against it"
    before = read(office, request, known_on="12/31/2019")
    assert "If: Cannot be paid" in before and "as known at the end of December 31, 2019" in before
    assert "Every fact is as on record." in before


def test_in_force_on_another_day(office):
    request = office.asks()
    assert "In force on March 2, 2026, as known now" in read(office, request, on="03/02/2026")


def test_nothing_is_written_and_the_look_is_noted(office, entries):
    request = office.asks()
    before = [
        list(model.objects.using("loader").values()) for model in (PaymentRequest, StoredDecision, Award)
    ]
    with CaptureQueriesContext(connections["default"]) as queries:
        read(office, request, "auditor", earned_from="02/2025", earned_cents="1160", assigned_on="01/05/2025")
    assert not [one for one in queries if one["sql"].split()[0].lower() in ("insert", "update", "delete")]
    after = [
        list(model.objects.using("loader").values()) for model in (PaymentRequest, StoredDecision, Award)
    ]
    assert before == after
    [look] = [entry for entry in entries("look") if entry.page == "staff-what-if"]
    assert look.people == [request.person_id]
    assert look.purpose == "to judge a payment request as of another day or with a fact changed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": "yesterday"}, "Enter a date as month/day/year"),
        ({"known_on": "12/16/2025"}, "Enter December 15, 2025 or an earlier date."),
        ({"on": "07/20/2008"}, "Enter July 21, 2008 or a later date."),
        ({"earned_cents": "1160"}, "Enter the first month of the earnings."),
        ({"earned_from": "02/2025"}, "Say what the earnings are in these months, or leave the months empty."),
        ({"benefit_status": "paid"}, "Enter the first month of the benefits."),
        (
            {"earned_from": "02/2025", "earned_through": "01/2025", "earned_cents": "5"},
            "is before February 2025",
        ),
        ({"assigned_on": "12/14/2025"}, "Change the other day too."),
        ({"asks": "P9"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(office, typed, sentence):
    page = read(office, office.asks(), claim_month="03/2025", **typed)
    assert sentence in page and "usa-error-message" in page
    assert 'value="03/2025"' in page and "If:" not in page and NOTHING in page


def test_who_may_not_read_requests_may_not_suppose(office):
    request = office.asks()
    assert office.client("specialist").get(address(request, "what-if")).status_code == 403
    assert office.client("analyst").post(address(request, "what-if")).status_code == 405
    assert office.client("analyst").get("/staff/requests/PR-0000-0000/what-if/").status_code == 404
