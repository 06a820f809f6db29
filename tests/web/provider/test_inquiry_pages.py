"""The Earnings Inquiry Request as a provider fills it in: six rows, more, errors at the row, submit once (row C4)."""

from io import BytesIO

import pikepdf
import pytest

from portal.earnings.models import Inquiry
from portal.earnings.services.inquire import NO_TICKET
from portal.kernel.models import Draft
from portal.tickets.models import RefusedLookUp
from tests.web.provider.conftest import Shop

pytestmark = pytest.mark.row("C4")
ANA = {"ssn": "900-01-8001", "assigned_on": "01/10/2025"}


def begun(client) -> str:
    answer = client.post("/inquiries/begin/")
    assert answer.status_code == 303
    return answer.headers["Location"]


def typed(*rows: dict[str, str], revision: int = 0, **more: str) -> dict[str, str]:
    found = {"revision": str(revision), "people-TOTAL_FORMS": "6", "people-INITIAL_FORMS": "0", "action": ""}
    for place, row in enumerate(rows):
        found |= {f"people-{place}-{name}": value for name, value in row.items()}
    return found | more


@pytest.fixture
def ana(shop: Shop):
    return shop.holder("Ana Ruiz", ssn="900018001")


def submitted(shop: Shop) -> str:
    draft = begun(shop.clerk)
    shop.clerk.post(draft, typed(ANA))
    answer = shop.clerk.post(f"{draft}check/", {"revision": "1"})
    assert answer.status_code == 303, answer.content
    return answer.headers["Location"]


def test_six_rows_and_one_more_at_a_time_and_nothing_typed_is_lost(shop, ana):
    draft = begun(shop.clerk)
    page = shop.clerk.get(draft).content.decode()
    assert page.count("<fieldset") == 6
    assert "Bright Path Works" in page
    added = shop.clerk.post(draft, typed(ANA, action="add"))
    assert added.headers["Location"] == f"{draft}#people-6"
    page = shop.colleague.get(draft).content.decode()
    assert page.count("<fieldset") == 7
    assert 'value="900-01-8001"' in page and 'value="01/10/2025"' in page
    assert not RefusedLookUp.objects.using("loader").exists(), "nobody is looked up before Continue"


@pytest.mark.row("C1")
def test_each_wrong_row_says_so_at_its_field(shop, ana):
    shop.holder("Of Others", ssn="900018002", organisation=shop.theirs)
    draft = begun(shop.clerk)
    answer = shop.clerk.post(
        draft,
        typed(
            {**ANA, "assigned_on": "01/11/2025"},
            {"ssn": "900-01-8002", "assigned_on": "01/10/2025"},
            ANA,
            ANA,
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "Date of assignment, row 1: The record has another day" in page
    assert "It was assigned to you on January 10, 2025." in page
    assert f"Social Security number, row 2: {NO_TICKET}" in page
    assert "row 4: You entered this Ticketholder above already, in row 3" in page
    assert page.count('value="900-01-8001"') == 3
    assert shop.clerk.get(f"{draft}check/").status_code == 303, "nothing can be checked yet"


def test_what_cannot_be_read_is_said_before_anybody_is_looked_up(shop, ana):
    draft = begun(shop.clerk)
    page = shop.clerk.post(draft, typed({"ssn": "12"}, {"ssn": "900-01-8001"})).content.decode()
    assert "row 1: Enter a Social Security number of 9 digits" in page
    assert "row 2: Enter the day the Ticket was assigned to you." in page
    empty = shop.clerk.post(draft, typed(revision=1))
    assert (empty.status_code, "Nobody is entered" in empty.content.decode()) == (422, True)


@pytest.mark.row("B4", "C11")
def test_checked_locked_submitted_once_with_receipt_and_paper(shop, ana, unit_as):
    draft = begun(shop.clerk)
    answer = shop.clerk.post(draft, typed({}, ANA))
    assert answer.headers["Location"] == f"{draft}check/"
    page = shop.clerk.get(f"{draft}check/").content.decode()
    assert "Ana Ruiz" in page and "ends in 8001" in page and "900-01-8001" not in page
    assert "July to September 2023 through April to June 2025" in page
    first = shop.clerk.post(f"{draft}check/", {"revision": "1"})
    again = shop.colleague.post(f"{draft}check/", {"revision": "1"})
    assert first.headers["Location"] == again.headers["Location"]
    number = Inquiry.objects.using("loader").get().number
    page = shop.clerk.get(first.headers["Location"]).content.decode()
    assert "Your earnings inquiry was submitted" in page and number in page and "Dana Clerk" in page
    paper = shop.clerk.get(f"{first.headers['Location']}form.pdf")
    with pikepdf.open(BytesIO(paper.content)) as document:
        assert document.Root.MarkInfo.Marked
    record = shop.clerk.get(f"/ticketholders/{ana.number}/").content.decode()
    assert number in record and "Waits for the answer" in record
    assert number in shop.clerk.get("/inquiries/").content.decode()


def test_nobody_else_sees_it(shop, ana):
    place = submitted(shop)
    draft = begun(shop.clerk)
    for address in (place, f"{place}form.pdf", draft, f"{draft}check/", f"{draft}cancel/"):
        assert shop.stranger.get(address).status_code == 404
    assert shop.counsellor.get("/inquiries/").status_code == 403


def test_asked_twice_the_second_names_the_first(shop, ana):
    submitted(shop)
    draft = begun(shop.clerk)
    page = shop.clerk.post(draft, typed(ANA)).content.decode()
    number = Inquiry.objects.using("loader").get().number
    assert f"You asked already. Inquiry {number} waits for its answer." in page


@pytest.mark.row("B5")
def test_two_who_write_at_once_are_told_and_a_cancelled_one_leads_to_the_list(shop, ana):
    draft = begun(shop.clerk)
    shop.clerk.post(draft, typed(ANA, action="leave"))
    late = shop.colleague.post(draft, typed({"ssn": "900-01-0009"}, action="leave"))
    assert late.status_code == 409
    assert shop.clerk.get(f"{draft}cancel/").status_code == 200
    assert shop.clerk.post(f"{draft}cancel/", {"revision": "0"}).status_code == 409
    assert shop.clerk.post(f"{draft}cancel/", {"revision": "1"}).headers["Location"] == "/inquiries/"
    assert shop.clerk.get(draft).headers["Location"] == "/inquiries/"
    assert Draft.objects.using("loader").get().state == "cancelled"
