"""A payment request from the first page to the receipt."""

import re
from datetime import date

import pytest

from portal.kernel.models import Submission
from portal.payments.models import PaymentRequest
from portal.payments.services.look_up import NO_TICKET

BASIS = {"basis": "evidence", "other-TOTAL_FORMS": "2", "other-INITIAL_FORMS": "0"}
SERVICES = {
    "earnings-TOTAL_FORMS": "0",
    "earnings-INITIAL_FORMS": "0",
    "services_described": "on",
    "services_text": "Job search help",
}


def chosen(shop, person, month="2025-02", **more):
    """A draft with one payment chosen; the address of the page it leads to."""
    url = shop.draft(person)
    answer = shop.clerk.post(url, {**BASIS, "revision": "0", "claims": [f"P1M1 {month}"], **more})
    return url, answer


def ready(shop, person):
    """A draft that only has to be submitted."""
    url, answer = chosen(shop, person)
    assert answer.headers["Location"] == f"{url}work/"
    answer = shop.clerk.post(f"{url}work/", {**SERVICES, "revision": "1"})
    assert answer.headers["Location"] == f"{url}check/"
    return url


@pytest.mark.row("C1", "B4", "B5")
def test_from_the_record_to_a_receipt_asking_only_what_is_missing(shop, settings):
    ana = shop.holder("Ana Ruiz")
    url = ready(shop, ana)
    check = shop.clerk.get(f"{url}check/").content.decode()
    assert "Phase 1 Milestone 1 for February 2025" in check
    assert "$1,850.00" in check
    assert "Job search help" in check
    assert re.search(r"EIN.*?\d{9}", check, re.DOTALL)
    assert "<textarea" not in check
    answer = shop.clerk.post(f"{url}check/", {"revision": "2"})
    assert answer.status_code == 303
    receipt = shop.clerk.get(answer.headers["Location"]).content.decode()
    request = PaymentRequest.objects.using("loader").get()
    assert request.state == "approved"
    assert request.number in receipt
    assert "Dana Clerk" in receipt
    assert "EN Payment Request (SSA-1391)" in receipt


@pytest.mark.row("C11")
def test_the_pdf_is_what_was_submitted_the_same_every_time(shop):
    url = ready(shop, shop.holder("Ana Ruiz"))
    receipt = shop.clerk.post(f"{url}check/", {"revision": "2"}).headers["Location"]
    first = shop.clerk.get(f"{receipt}form.pdf")
    assert first.content.startswith(b"%PDF-")
    assert first.content == shop.colleague.get(f"{receipt}form.pdf").content
    assert shop.stranger.get(f"{receipt}form.pdf").status_code == 404
    assert shop.stranger.get(receipt).status_code == 404


@pytest.mark.row("B5")
def test_submitting_twice_gives_the_first_receipt(shop):
    url = ready(shop, shop.holder("Ana Ruiz"))
    first = shop.clerk.post(f"{url}check/", {"revision": "2"})
    second = shop.clerk.post(f"{url}check/", {"revision": "2"})
    assert first.headers["Location"] == second.headers["Location"]
    assert shop.clerk.get(url).headers["Location"] == first.headers["Location"]
    assert Submission.objects.using("loader").count() == 1
    assert PaymentRequest.objects.using("loader").count() == 1


@pytest.mark.row("J3")
def test_several_months_in_one_request_are_numbered_alone(shop):
    url = shop.draft(shop.holder("Ana Ruiz"))
    shop.clerk.post(url, {**BASIS, "revision": "0", "claims": ["P1M1 2025-02", "P1M2 2025-04"]})
    shop.clerk.post(f"{url}work/", {**SERVICES, "revision": "1"})
    receipt = shop.clerk.get(shop.clerk.post(f"{url}check/", {"revision": "2"}).headers["Location"])
    numbers = set(PaymentRequest.objects.using("loader").values_list("number", flat=True))
    assert len(numbers) == 2
    assert all(number.encode() in receipt.content for number in numbers)


@pytest.mark.row("C1")
def test_found_by_ssn_or_told_the_one_sentence(shop):
    shop.holder("Ana Ruiz", ssn="900010001")
    shop.holder("Foreign Person", ssn="900010002", organisation=shop.theirs)
    found = shop.clerk.post("/requests/new/", {"ssn": "900-01-0001"})
    assert found.status_code == 303
    assert "900010001" not in found.headers["Location"]
    answers = [
        shop.clerk.post("/requests/new/", {"ssn": ssn}) for ssn in ("900010002", "900019999", "123456789")
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert NO_TICKET in answer.content.decode()
    assert NO_TICKET == "That beneficiary does not have a Ticket assigned with your organization"
    wrong = shop.clerk.post("/requests/new/", {"ssn": "12345"})
    assert "9 digits" in wrong.content.decode()


def test_nothing_chosen_is_said_and_a_wrong_month_stays_as_typed(shop):
    url = shop.draft(shop.holder("Ana Ruiz"))
    nothing = shop.clerk.post(url, {**BASIS, "revision": "0"})
    assert nothing.status_code == 422
    assert "Tick at least one payment" in nothing.content.decode()
    wrong = shop.clerk.post(
        url,
        {
            **BASIS,
            "revision": "1",
            "other-0-asks": "P1M1",
            "other-0-month": "13/2025",
            "claims": ["P1M1 2025-02"],
        },
    )
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="13/2025"' in page
    assert re.search(r'value="P1M1 2025-02" checked', page)
    again = shop.clerk.get(url).content.decode()  # and after signing in again
    assert 'value="13/2025"' in again
    assert re.search(r'value="P1M1 2025-02" checked', again)


@pytest.mark.parametrize(
    ("month", "assigned_on", "fact", "rule"),
    [
        ("02/2026", date(2025, 1, 10), "February 2026", "EVD-04"),
        ("01/2025", date(2025, 1, 10), "January 10, 2025", "PAY-14"),
        ("11/2023", date(2023, 10, 10), "November 2023", "PAY-20"),
    ],
    ids=["in the future", "the assignment month", "25 months old"],
)
def test_a_month_that_cannot_be_paid_gets_fact_rule_and_remedy(shop, month, assigned_on, fact, rule):
    url = shop.draft(shop.holder("Ana Ruiz", on=assigned_on))
    answer = shop.clerk.post(url, {**BASIS, "revision": "0", "other-0-asks": "P1M1", "other-0-month": month})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These cannot be paid as they stand" in page
    assert fact in page
    assert "What to do:" in page
    assert rule in page
    value = re.search(r'name="insist"[^>]*value="([^"]+)"', page)
    insisted = shop.clerk.post(
        url,
        {**BASIS, "revision": "1", "other-0-asks": "P1M1", "other-0-month": month, "insist": [value[1]]},
    )
    assert insisted.status_code == 303


@pytest.mark.parametrize("typed", ["$1,300.00", "1300", "1,300.00"])
def test_earnings_are_read_as_people_type_them(shop, typed):
    url, answer = chosen(shop, shop.holder("Ana Ruiz", dollars=0))
    rows = {
        **SERVICES,
        "earnings-TOTAL_FORMS": "1",
        "earnings-0-month": "02/2025",
        "earnings-0-employer": "Acme Bakery",
        "earnings-0-gross": typed,
        "earnings-0-kind": "wages",
        "earnings-0-source": "pay-slip",
    }
    assert answer.headers["Location"] == f"{url}work/"
    answer = shop.clerk.post(f"{url}work/", {**rows, "revision": "1"})
    assert answer.headers["Location"] == f"{url}evidence/"
    assert "$1,300.00 gross" in shop.clerk.get(f"{url}check/").content.decode()


def test_earnings_that_cannot_be_read_stay_as_typed(shop):
    url, _ = chosen(shop, shop.holder("Ana Ruiz"))
    rows = {
        **SERVICES,
        "earnings-TOTAL_FORMS": "1",
        "earnings-0-month": "2/2025",
        "earnings-0-employer": "Acme <Bakery>",
        "earnings-0-gross": "about 900",
        "earnings-0-paid_on": "31/31/2025",
        "revision": "1",
    }
    answer = shop.clerk.post(f"{url}work/", rows)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("2/2025", "Acme &lt;Bakery&gt;", "about 900", "31/31/2025", "Job search help"):
        assert kept in page
    # A request with an entry that cannot be read is not submitted, whatever address is opened.
    refused = shop.clerk.post(f"{url}check/", {"revision": "2"})
    assert refused.status_code == 422
    assert PaymentRequest.objects.using("loader").count() == 0


def test_a_row_is_added_without_javascript(shop, as_sent):
    url, _ = chosen(shop, shop.holder("Ana Ruiz", dollars=0))
    page = shop.clerk.get(f"{url}work/")
    sent = as_sent(page) | {
        "earnings-0-employer": ["Acme Bakery"],
        "earnings-0-gross": ["half"],
        "action": ["add"],
    }
    answer = shop.clerk.post(f"{url}work/", sent)
    assert answer.status_code == 303
    again = shop.clerk.get(f"{url}work/").content.decode()
    assert 'name="earnings-1-gross"' in again
    assert 'value="half"' in again
    assert "usa-error-message" not in again


def test_a_draft_is_nobody_elses(shop):
    url, _ = chosen(shop, shop.holder("Ana Ruiz"))
    for page in ("", "work/", "evidence/", "check/", "cancel/", "ended/"):
        assert shop.stranger.get(f"{url}{page}").status_code == 404
        assert shop.stranger.post(f"{url}{page}", {"revision": "1"}).status_code in (404, 405)
    assert shop.draft_row(url).revision == 1
    assert shop.colleague.get(f"{url}work/").status_code == 200


def test_reading_a_draft_changes_nothing(shop, entries):
    url, _ = chosen(shop, shop.holder("Ana Ruiz"))
    before = len([entry for entry in entries() if entry.kind != "look"])
    for page in ("", "work/", "evidence/", "check/", "cancel/"):
        assert shop.clerk.get(f"{url}{page}").status_code == 200
    assert len([entry for entry in entries() if entry.kind != "look"]) == before
    assert shop.draft_row(url).revision == 1


def test_a_cancelled_request_is_gone_and_says_who_did_it(shop):
    url = ready(shop, shop.holder("Ana Ruiz"))
    assert shop.clerk.get(f"{url}cancel/").status_code == 200
    assert shop.clerk.post(f"{url}cancel/", {"revision": "2"}).headers["Location"] == "/requests/"
    ended = shop.colleague.get(f"{url}check/")
    assert ended.headers["Location"] == f"{url}ended/"
    assert b"Dana Clerk cancelled it" in shop.colleague.get(ended.headers["Location"]).content
    assert shop.clerk.post(f"{url}check/", {"revision": "2"}).headers["Location"] == f"{url}ended/"
    assert PaymentRequest.objects.using("loader").count() == 0


def test_certified_earnings_need_no_paper(shop):
    ana = shop.holder("Ana Ruiz", proven=False)
    url, _ = chosen(shop, ana, basis="certification")
    answer = shop.clerk.post(f"{url}work/", {**SERVICES, "revision": "1"})
    assert answer.headers["Location"] == f"{url}check/"
    assert "Certification of earnings" in shop.clerk.get(f"{url}check/").content.decode()


def test_earnings_that_are_proven_on_record_are_not_asked_for(shop):
    known, _ = chosen(shop, shop.holder("Ana Ruiz"))
    unknown, _ = chosen(shop, shop.holder("Ben Ochoa", dollars=0))
    assert "Earnings you give" not in shop.clerk.get(f"{known}work/").content.decode()
    asked = shop.clerk.get(f"{unknown}work/").content.decode()
    assert "Earnings you give" in asked
    assert 'value="02/2025"' in asked


def test_after_unassignment_the_statement_of_services_is_asked_for(shop):
    url, answer = chosen(shop, shop.holder("Gone Person", ended_on=date(2025, 1, 25)))
    assert answer.headers["Location"] == f"{url}work/"
    page = shop.clerk.get(f"{url}work/").content.decode()
    assert 'name="services_statement_on"' in page
    assert 'name="services_contributed"' in page
    wrong = shop.clerk.post(
        f"{url}work/", {**SERVICES, "services_statement_on": "yesterday", "revision": "1"}
    )
    assert wrong.status_code == 422
    assert 'value="yesterday"' in wrong.content.decode()
    given = {"services_statement_on": "12/01/2025", "services_contributed": "yes"}
    shop.clerk.post(f"{url}work/", {**SERVICES, **given, "revision": "2"})
    assert "December 1, 2025" in shop.clerk.get(f"{url}check/").content.decode()
