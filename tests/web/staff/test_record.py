"""A payment request on one screen, and the look at who it is about."""

import re
from datetime import date

import pytest

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.numbers import new_number
from portal.kernel.objects import store
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.tickets.models import Person
from tests.web.staff.office import address
from tests.world import LONG_AGO


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.row("E1", "K1")
def test_the_record_shows_the_answer_now_with_every_check_and_the_months(office):
    request = office.asks()
    assert request.state == "with-analyst"
    text = text_of(office.client("analyst").get(address(request)))
    assert "The rules now" in text and "20 CFR 411.535" in text
    assert "Every check stands as it was stored" in text
    assert "$900.00 Acme Bakery" in text and "below TWL" in text and "SSDI paid" in text
    assert "Bright Path" in text and "still assigned" in text
    assert "Now: " in text and "With an analyst" in text
    assert "Shown to the provider" in text


@pytest.mark.row("E1", "J3")
def test_a_check_that_stands_otherwise_than_when_it_was_stored_is_named(office):
    request = office.asks()
    office.earned_after_all(request)
    text = text_of(office.client("analyst").get(address(request)))
    assert "The answer stands otherwise than when it was stored" in text
    assert "Every check stands" not in text
    assert "The rules now: Can be paid" in text and "<strong>$1,850.00</strong> if approved." in text


@pytest.mark.row("E2")
def test_the_moves_open_to_the_reader_are_the_buttons(office):
    request = office.asks()
    moves = ("approve", "deny", "return", "refer-to-ssa")
    page = text_of(office.client("analyst").get(address(request)))
    assert all(address(request, move) in page for move in moves)
    office.client("analyst").post(
        address(request, "refer-to-ssa"),
        {"version": request.version, "reason": "For you.", "action": "confirm"},
    )
    for name in ("analyst", "authoriser"):
        page = text_of(office.client(name).get(address(request)))
        assert "For you." in page
        assert not any(address(request, move) in page for move in moves)


@pytest.mark.row("E5")
def test_a_decided_request_shows_the_answer_it_was_decided_on(office):
    request = office.asks(1500)
    assert request.state == "approved"
    text = text_of(office.client("auditor").get(address(request)))
    assert "The answer it was decided on" in text and "The rules now" not in text
    assert "$1,850.00" in text and "Bright Path" in text


@pytest.mark.row("I1")
def test_the_record_is_a_look_with_its_purpose_and_shows_no_ssn(office, entries):
    request = office.asks()
    response = office.client("auditor").get(address(request))
    assert b"900-01" not in response.content and b"90001" not in response.content
    (look,) = [entry for entry in entries("look") if entry.page == "staff-request"]
    assert look.people == [request.person_id]
    assert look.purpose == "to see a payment request in full"
    assert look.account == office.accounts["auditor"].id


@pytest.mark.row("I1")
def test_who_it_is_about_is_a_page_and_a_look_of_its_own(office, entries):
    request = office.asks()
    text = text_of(office.client("analyst").get(address(request, "identity")))
    assert "900-01-" in text and "February 3, 1980" in text and "Beneficiary" in text
    assert "Number last changed by Social Security" not in text
    (look,) = [entry for entry in entries("look") if entry.page == "staff-identity"]
    assert (look.people, look.purpose) == ([request.person_id], "to identify the person")


@pytest.mark.row("L1")
def test_who_identifies_a_person_sees_that_the_number_changed(office):
    request = office.asks()
    Person.objects.using("loader").update(ssn_stated_on=date(2025, 11, 3))
    text = text_of(office.client("analyst").get(address(request, "identity")))
    assert re.search(r"Number last changed by Social Security<.*?>November 3, 2025<", text, re.DOTALL)


@pytest.mark.row("I1")
def test_evidence_opens_only_when_clean_and_is_a_look(office, entries, settings, tmp_path):
    settings.PORTAL_FILES_DIR = tmp_path
    request = office.asks()
    person, organisation = request.person_id, request.organisation_id
    with office.unit_as(office.actor("clerk")):
        key = file_subject(person, organisation, request.assignment_id)
        clean, waiting = (
            stored_file(office, request, key, state) for state in ("clean", "waiting-for-scanner")
        )
    client = office.client("analyst")
    page = text_of(client.get(address(request)))
    assert f"/staff/files/{clean.number}/" in page and f"/staff/files/{waiting.number}/" not in page
    opened = client.get(f"/staff/files/{clean.number}/")
    assert (opened.status_code, opened.content) == (200, b"%PDF-1.7 slip")
    assert opened.headers["Content-Disposition"] == f'inline; filename="{clean.number}.pdf"'
    assert client.get(f"/staff/files/{waiting.number}/").status_code == 409
    assert [entry.people for entry in entries("look") if entry.page == "staff-file"] == [[person]]


def stored_file(office, request, key, state):
    file = new_id()
    where = place("kernel_storedfile", "name", file)
    row = StoredFile(
        id=file,
        number=new_number("FL"),
        organisation=request.organisation_id,
        person=request.person_id,
        subject=request.pk,
        name=vault.seal(vault.FILE, key, where, "slip.pdf"),
        media_type="application/pdf",
        size=13,
        digest=bytes(32),
        state=state,
        uploaded_by=office.accounts["clerk"].id,
        uploaded_at=LONG_AGO,
    )
    store().put(file, vault.seal_file(key, place("kernel_storedfile", "content", file), b"%PDF-1.7 slip"))
    return office.world.add(row)
