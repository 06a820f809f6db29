"""Earnings inquiries at the analysts' desk, page by page: taken, answered row by row, sent, read by the provider."""

from typing import Any

import pytest

from portal.earnings.models import Inquiry
from portal.earnings.services.inquire import Submitted, start, submit
from tests.web.staff.office import Office

pytestmark = pytest.mark.row("C4", "L13")


@pytest.fixture
def number(office: Office) -> str:
    """An inquiry about one Ticketholder who earned above the level in spring."""
    person, _, assignment = office.world.holder(office.provider)
    for month in ("2025-04", "2025-05", "2025-06"):
        office.world.earnings(person, month, 1700)
    with office.unit_as(office.actor("clerk")):
        draft = start()
        shown = [[("Ticketholder", "Ana Ruiz"), ("Social Security number", "ends in 8001")]]
        answer = submit(draft=draft, revision=0, chosen=[assignment.pk], shown=shown)
    assert isinstance(answer, Submitted)
    return answer.number


def text(response: Any) -> str:
    return str(response.content.decode())


def test_an_analysts_work_from_the_queue_to_the_provider(office, number):
    analyst, base = office.client("analyst"), f"/staff/earnings/inquiries/{number}/"
    assert number in text(analyst.get("/staff/earnings/inquiries/"))
    assert "Take this inquiry first" in text(analyst.get(f"{base}1/"))
    assert analyst.post("/staff/earnings/inquiries/next/").headers["Location"] == base
    page = text(analyst.get(f"{base}1/"))
    assert "At or above three times SGA" in page and "$1,700.00" in page
    refused = analyst.post(f"{base}1/", {"version": "0", "result": "none", "reason": ""})
    assert (refused.status_code, "Answer what the record says" in text(refused)) == (422, True)
    assert "still here" in text(
        analyst.post(f"{base}1/", {"version": "7", "result": "not-available", "reason": "Being corrected."})
    )
    assert analyst.post(f"{base}1/", {"version": "0", "result": "found", "reason": ""}).status_code == 303
    page = text(analyst.get(base))
    assert "Change the answer" in page and "Send the answer" in page
    assert analyst.post(f"{base}send/", {"version": "1"}).status_code == 303
    assert Inquiry.objects.using("loader").get().state == "answered"
    page = text(office.client("clerk").get(f"/inquiries/{number}/"))
    assert "Earnings found" in page and "April to June 2025" in page and "At or above three times SGA" in page
    assert "$1,700.00" not in page, "an amount on Social Security's record is not told"
    assert number in text(analyst.get("/staff/earnings/inquiries/all/"))


@pytest.mark.row("K7")
def test_a_reason_holds_no_number_and_two_analysts_do_not_cross(office, number):
    analyst, colleague = office.client("analyst"), office.client("colleague")
    base = f"/staff/earnings/inquiries/{number}/"
    analyst.post("/staff/earnings/inquiries/next/")
    typed = {"version": "0", "result": "not-ours", "reason": "See 900-01-8001."}
    assert analyst.post(f"{base}1/", typed).status_code == 422
    typed = {"version": "0", "result": "not-ours", "reason": "Entered by mistake."}
    assert "has this. Ask for it" in text(colleague.post(f"{base}1/", typed))
    assert "is working on this inquiry" in text(colleague.get(base))
    lead = office.client("lead")
    assert "The analyst" in text(lead.get("/staff/earnings/inquiries/who/"))
    assert office.client("auditor").get(f"{base}1/").status_code == 403
    assert office.client("auditor").get(base).status_code == 200


@pytest.mark.row("E3")
def test_sources_that_differ_stand_side_by_side(office, number):
    [row] = Inquiry.objects.using("loader").get().rows.using("loader").all()
    analyst, address = office.client("analyst"), f"/staff/earnings/inquiries/{number}/1/"
    assert "The sources differ" not in text(analyst.get(address))
    for source, dollars in (("ssa-record", 900), ("tax-record", 1250)):
        office.world.earnings(row.person, "2025-02", dollars, source=source, employer="Bolt Works")
    page = text(analyst.get(address))
    shown = page[page.index("The sources differ") : page.index("All earnings on record")]
    assert "Social Security's record" in shown.replace("&#x27;", "'") and "Tax record" in shown
    assert "Bolt Works" in shown and "$900.00" in shown and "$1,250.00" in shown
    assert "$1,700.00" not in shown, "months about which they agree are left out"


def test_what_is_not_there(office, number):
    analyst = office.client("analyst")
    assert analyst.get(f"/staff/earnings/inquiries/{number}/2/").status_code == 404
    assert analyst.get("/staff/earnings/inquiries/EI-0000-0000/").status_code == 404
