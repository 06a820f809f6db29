"""Papers: uploaded in the form, judged by content, tied to months, served only when clean."""

import pytest

from portal.earnings.models import Evidence
from portal.kernel.models import StoredFile

SERVICES = {"earnings-TOTAL_FORMS": "0", "earnings-INITIAL_FORMS": "0", "services_described": "on"}
PAPER = {
    "papers-0-kind": "original-pay-slip",
    "papers-0-issuer": "Acme Bakery",
    "papers-0-months": ["2025-02"],
    "papers-0-shows": ["name", "gross", "pay_date", "pay_period"],
    "papers-0-legible": "on",
}


@pytest.fixture
def at_evidence(shop):
    """A draft whose earnings are on record and not proven; the address of its evidence page."""
    url = shop.draft(shop.holder("Ana Ruiz", proven=False))
    shop.clerk.post(
        url,
        {
            "basis": "evidence",
            "other-TOTAL_FORMS": "0",
            "other-INITIAL_FORMS": "0",
            "revision": "0",
            "claims": ["P1M1 2025-02"],
        },
    )
    answer = shop.clerk.post(f"{url}work/", {**SERVICES, "revision": "1"})
    assert answer.headers["Location"] == f"{url}evidence/"
    return f"{url}evidence/"


def files():
    return StoredFile.objects.using("loader")


@pytest.mark.row("J4", "C2", "B6")
def test_a_paper_is_received_numbered_tied_to_its_month_and_goes_with_the_request(shop, at_evidence, slip):
    received = shop.clerk.post(
        at_evidence, {"revision": "2", "upload": slip("pay slip.pdf"), "action": "add"}
    )
    assert received.status_code == 303
    number = files().get().number
    page = shop.clerk.get(at_evidence).content.decode()
    assert number in page
    assert "pay slip.pdf" in page
    assert "Waiting for the scanner" in page
    rows = {"papers-TOTAL_FORMS": "1", "papers-INITIAL_FORMS": "0", "papers-0-file": number, **PAPER}
    check = shop.clerk.post(at_evidence, {**rows, "revision": "3"})
    check_url = at_evidence.replace("evidence", "check")
    assert check.headers["Location"] == check_url
    shown = shop.clerk.get(check_url).content.decode()
    assert "Original pay slip" in shown
    assert "wait for the malware scanner" in shown
    assert shop.clerk.post(check_url, {"revision": "4"}).status_code == 303
    paper = Evidence.objects.using("loader").get()
    assert (paper.file.number, paper.issuer.name) == (number, "Acme Bakery")


@pytest.mark.row("J7")
def test_a_locked_file_is_refused_with_its_reason_and_gets_no_number(shop, at_evidence, slip):
    """T-11."""
    answer = shop.clerk.post(
        at_evidence, {"revision": "2", "upload": slip(password="secret"), "action": "add"}
    )
    assert answer.status_code == 422
    assert "password" in answer.content.decode()
    assert files().count() == 0


def test_a_file_nobody_described_holds_the_request_back(shop, at_evidence, slip):
    shop.clerk.post(at_evidence, {"revision": "2", "upload": slip("pay slip.pdf"), "action": "add"})
    check_url = at_evidence.replace("evidence", "check")
    page = shop.clerk.get(check_url).content.decode()
    assert "Say what pay slip.pdf is" in page
    assert shop.clerk.post(check_url, {"revision": "3"}).status_code == 422
    assert shop.draft_row(at_evidence).state == "open"


def test_a_file_can_be_left_out(shop, at_evidence, slip):
    shop.clerk.post(at_evidence, {"revision": "2", "upload": slip(), "action": "add"})
    number = files().get().number
    rows = {
        "papers-TOTAL_FORMS": "1",
        "papers-INITIAL_FORMS": "0",
        "papers-0-file": number,
        "papers-0-remove": "on",
    }
    assert shop.clerk.post(at_evidence, {**rows, "revision": "3"}).status_code == 303
    check_url = at_evidence.replace("evidence", "check")
    shop.clerk.post(check_url, {"revision": "4"})
    assert Evidence.objects.using("loader").count() == 0


def test_a_paper_without_its_months_is_said_and_the_rest_stays(shop, at_evidence, slip):
    shop.clerk.post(at_evidence, {"revision": "2", "upload": slip(), "action": "add"})
    number = files().get().number
    rows = {"papers-TOTAL_FORMS": "1", "papers-INITIAL_FORMS": "0", "papers-0-file": number, **PAPER}
    answer = shop.clerk.post(at_evidence, {**rows, "papers-0-months": [], "revision": "3"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tick at least one month" in page
    assert 'value="Acme Bakery"' in page


def test_a_file_of_another_request_cannot_be_named(shop, at_evidence, slip):
    other = shop.draft(shop.holder("Ben Ochoa"))
    shop.clerk.post(
        other,
        {
            "basis": "evidence",
            "other-TOTAL_FORMS": "0",
            "other-INITIAL_FORMS": "0",
            "revision": "0",
            "claims": ["P1M1 2025-02"],
        },
    )
    shop.clerk.post(f"{other}evidence/", {"revision": "1", "upload": slip(), "action": "add"})
    number = files().get().number
    rows = {"papers-TOTAL_FORMS": "1", "papers-INITIAL_FORMS": "0", "papers-0-file": number, **PAPER}
    shop.clerk.post(at_evidence, {**rows, "revision": "2"})
    assert number not in shop.clerk.get(at_evidence.replace("evidence", "check")).content.decode()


@pytest.mark.row("B6")
@pytest.mark.parametrize(
    ("state", "status"), [("waiting-for-scanner", 409), ("infected", 409), ("clean", 200)]
)
def test_only_a_clean_file_is_given_and_only_to_who_may_see_the_case(
    shop, at_evidence, slip, state, status, entries
):
    shop.clerk.post(at_evidence, {"revision": "2", "upload": slip("Ana Ruiz.pdf"), "action": "add"})
    files().update(state=state)
    row = files().get()
    answer = shop.clerk.get(f"/files/{row.number}/")
    assert answer.status_code == status
    assert shop.stranger.get(f"/files/{row.number}/").status_code == 404
    if status == 200:
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{row.number}.pdf"'
        assert entries("look")[-1].people == [row.person]
    else:
        assert b"This file cannot be opened" in answer.content
