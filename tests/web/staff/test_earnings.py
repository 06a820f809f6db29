"""Earnings at the desk of a request: a month is posted, and what is wrong is said at its field (row E3)."""

import pytest

from portal.earnings.models import EarningsMonth
from portal.kernel.models import TrailEntry
from tests.web.staff.office import Office

pytestmark = pytest.mark.row("E3")
TYPED = {
    "month": "02/2025",
    "gross": "1,200.00",
    "kind": "wages",
    "employer": "Bolt Works",
    "source": "pay-slip",
    "shown_by": "FL-1234",
    "proven": "on",
    "replaces": "",
}


@pytest.fixture
def office(world, unit_as, sign_in) -> Office:
    return Office(world, unit_as, sign_in)


def test_a_month_is_posted_from_the_request(office):
    request = office.asks()
    url, analyst = f"/staff/requests/{request.number}/earnings/", office.client("analyst")
    assert url in analyst.get(f"/staff/requests/{request.number}/").content.decode()
    page = analyst.get(url).content.decode()
    assert "$900.00" in page and 'value="02/2025"' in page
    look = TrailEntry.objects.using("loader").filter(kind="look").latest("id")
    assert request.person_id in look.people
    count = EarningsMonth.objects.using("loader").count()
    for field, value, said in (
        ("gross", "much", "dollars"),
        ("employer", "900-01-8001", "Social Security number"),
        ("employer", "", "Write the employer"),
        ("shown_by", "", "Write what you read it from"),
        ("month", "01/2026", "nothing is earned ahead"),
    ):
        answer = analyst.post(url, {**TYPED, field: value})
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and "Error: " in page, field
        assert 'value="FL-1234"' in page or field == "shown_by"
    assert EarningsMonth.objects.using("loader").count() == count
    standing = EarningsMonth.objects.using("loader").get(person=request.person_id)
    done = analyst.post(url, {**TYPED, "replaces": str(standing.pk)})
    assert done.status_code == 303
    standing.refresh_from_db(using="loader")
    assert standing.superseded_at is not None
    again = analyst.post(url, TYPED)
    assert again.status_code == 422 and "on record already" in again.content.decode()
    assert analyst.get("/staff/requests/PR-0000-0000/earnings/").status_code == 404


def test_a_month_is_posted_from_the_ticket_and_given_to_no_provider(office):
    person, ticket, _ = office.world.holder(office.provider)
    here, analyst = f"/staff/tickets/{ticket.number}/", office.client("analyst")
    url = f"{here}earnings/"
    assert url in analyst.get(here).content.decode()
    assert url not in office.client("specialist").get(here).content.decode()
    page = analyst.get(url).content.decode()
    assert ticket.number in page and person.number in page
    wrong = analyst.post(url, {**TYPED, "gross": "much"})
    assert wrong.status_code == 422 and 'value="FL-1234"' in wrong.content.decode()
    done = analyst.post(url, TYPED)
    assert (done.status_code, done.url) == (303, here)
    row = EarningsMonth.objects.using("loader").get(person=person)
    assert (row.gross_cents, row.source, row.given_to_id, row.proven) == (120000, "pay-slip", None, True)
    assert analyst.get("/staff/tickets/TT-0000-0000/earnings/").status_code == 404
