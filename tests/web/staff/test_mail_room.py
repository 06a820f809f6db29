"""The mail room's pages: recorded, put to a case, entered, and told to the provider (L3)."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework.models import Case, ContactNote
from portal.kernel.models import Duty
from portal.policy.roles import Role
from portal.support.models import PaperItem
from portal.tickets.models import Unassignment
from tests.support.room import Room, pdf

pytestmark = pytest.mark.row("L3")
ROOM = "/staff/mail-room/"
NOTE = {
    "happened_on": "12/09/2025",
    "method": "telephone",
    "answered": "yes",
    "purpose": "Asked how the job goes.",
}


@pytest.fixture
def room(world, unit_as):
    return Room(world, unit_as)


@pytest.fixture
def client(room, sign_in):
    return sign_in(room.world.account(room.tpm, [Role.TPM_BENEFICIARY_SUPPORT], name="Mia Mailroom"))


def record(client, **typed):
    plain = {"once": str(uuid4()), "received_on": "12/11/2025", "channel": "fax", "kind": "note", **typed}
    return client.post(f"{ROOM}record/", plain)


def papers():
    return PaperItem.objects.using("loader").order_by("recorded_at")


def scan(content=None, name="fax.pdf"):
    return SimpleUploadedFile(name, pdf() if content is None else content)


def url(row, step=""):
    return f"{ROOM}{row.number}/{step and step + '/'}"


def text(response):
    return response.content.decode()


@pytest.mark.row("D9")
def test_from_the_fax_to_the_note_on_the_case(room, client, sign_in):
    case = room.assigned()
    assert record(client, upload=scan(), note="Reads A. Ruiz").status_code == 303
    row = papers().get()
    page = text(client.get(url(row)))
    assert "Reads A. Ruiz" in page and "waiting for the malware scanner" in page
    found = client.post(url(row, "case"), {"action": "find", "wanted": "900-01-8001"})
    assert "Which case?" in text(found) and case.number in text(found)
    chosen = {
        "action": "index",
        "version": 0,
        "person": room.beneficiary.number,
        "case": case.number,
        "kind": "note",
    }
    assert client.post(url(row, "case"), chosen).headers["Location"] == url(row)
    room.clean(papers().get())
    assert "this day counts" in text(client.get(url(row, "enter")))
    typed = {**NOTE, "version": 1, "once": str(uuid4())}
    wrong = client.post(url(row, "enter"), {**typed, "happened_on": "01/01/2020"})
    assert wrong.status_code == 422 and "Asked how the job goes." in text(wrong)
    assert client.post(url(row, "enter"), typed).headers["Location"] == url(row)
    assert ContactNote.objects.using("loader").get().source == "paper"
    provider = sign_in(room.world.account(room.en, [Role.EN_COUNSELLOR]))
    own = text(provider.get(f"/cases/{case.number}/"))
    assert row.number in own and "came in on December 11, 2025" in own and "note of 12/09/2025" in own
    assert client.get(url(row, "enter")).status_code == 303


@pytest.mark.row("C8")
def test_an_unassignment_is_checked_before_it_is_entered(room, client):
    case = room.assigned()
    row = room.indexed("unassignment", case.number)
    paper = {"version": 1, "asker": "ticketholder", "signed_on": "12/08/2025", "form_complete": "on"}
    assert "completed, dated and signed" in text(
        client.post(url(row, "enter"), {**paper, "signed_on": "", "action": "check"})
    )
    check = text(client.post(url(row, "enter"), {**paper, "action": "check"}))
    assert "Check before the Ticket is taken out" in check and "December 11, 2025" in check
    assert client.post(url(row, "enter"), {**paper, "action": "confirm"}).status_code == 303
    assert Unassignment.objects.using("loader").get().received_on == date(2025, 12, 11)


@pytest.mark.row("C8")
@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"form_complete": ""}, 409, "completed, dated and signed"),
        ({"asker": "provider", "reason": "dissatisfied"}, 409, "reason"),
        ({"signed_on": "12/20/2025"}, 422, "or an earlier date"),
        ({"asker": ""}, 422, "Choose whose request it is"),
    ],
)
def test_a_request_that_does_not_do_is_answered_in_a_sentence(room, client, typed, status, sentence):
    row = room.indexed("unassignment", room.assigned().number)
    paper = {"version": 1, "asker": "ticketholder", "signed_on": "12/08/2025", "form_complete": "on"}
    answer = client.post(url(row, "enter"), {**paper, **typed, "action": "check"})
    assert (answer.status_code, sentence in text(answer)) == (status, True)


def test_a_plan_goes_to_a_case_opened_for_its_provider(room, client):
    row = room.received("plan", scan=pdf())
    page = text(client.post(url(row, "case"), {"action": "find", "wanted": room.beneficiary.number}))
    assert "No provider has a case" in page
    typed = {"action": "open", "version": 0, "person": room.beneficiary.number, "kind": "plan"}
    wrong = client.post(url(row, "case"), {**typed, "name": "Ana Ruiz"})
    assert wrong.status_code == 422 and "Choose the provider" in text(wrong) and "Ana Ruiz" in text(wrong)
    done = client.post(url(row, "case"), {**typed, "name": "Ana Ruiz", "provider": room.en.number})
    assert done.status_code == 303
    assert Case.objects.using("loader").get().organisation_id == room.en.pk
    room.clean(papers().get())
    assert "Type what the paper says" in text(client.get(url(row, "enter")))


@pytest.mark.row("C2")
def test_evidence_is_kept_with_its_months(room, client):
    case = room.assigned()
    row = room.indexed("evidence", case.number, scan=pdf())
    typed = {"version": 1, "kind": "pay-slip-copy", "issuer": "Acme", "legible": "on", "request": ""}
    wrong = client.post(url(row, "enter"), typed)
    assert wrong.status_code == 422 and "Tick at least one month" in text(wrong) and "Acme" in text(wrong)
    assert client.post(url(row, "enter"), {**typed, "months": ["2025-11"]}).status_code == 303


def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(client):
    for typed, sentence in (
        ({"received_on": "12/16/2025"}, "or an earlier date"),
        ({"sender": "About 900-01-8001"}, "reads as a Social Security number"),
        ({"upload": scan(b"no file of any kind")}, "fax.pdf"),
        ({"kind": ""}, "Choose what the paper is"),
    ):
        response = record(client, note="Reads A. Ruiz", **typed)
        assert response.status_code == 422, typed
        assert "Reads A. Ruiz" in text(response)
        assert sentence in text(response) or "upload" in typed
    assert not papers().exists()


def test_sent_back_has_a_letter_and_kept_is_in_the_register(room, client):
    back, kept = room.received("plan"), room.received("other", sender="Fax 555-0100")
    assert client.get(url(back, "letter.pdf")[:-1]).status_code == 404
    typed = {"version": 0, "reason": "The second page is missing.", "provider": ""}
    assert client.post(url(back, "send-back"), typed).status_code == 303
    letter = client.get(url(back, "letter.pdf")[:-1])
    assert (letter.status_code, letter.headers["Content-Type"]) == (200, "application/pdf")
    old = client.post(url(kept, "keep"), {"version": 4, "reason": "Nobody can be made out."})
    assert old.status_code == 409
    assert "Nobody can be made out." in text(old) and 'name="version" value="0"' in text(old)
    assert (
        client.post(url(kept, "keep"), {"version": 0, "reason": "Nobody can be made out."}).status_code == 303
    )
    found = text(client.get(f"{ROOM}papers/", {"find": "555", "state": "kept"}))
    assert kept.number in found and back.number not in found


@pytest.mark.row("L13")
def test_the_queue_in_parts_the_next_one_and_who_has_what(room, client, sign_in):
    first, second = room.received("note"), room.received("plan")
    Duty.objects.using("loader").filter(subject=second.pk).update(due_on=date(2025, 12, 1))
    assert client.post(f"{ROOM}next/").headers["Location"] == url(second)
    mine = text(client.get(ROOM, {"show": "mine"}))
    assert second.number in mine and first.number not in mine
    manager = sign_in(room.world.account(room.tpm, [Role.TPM_ADMINISTRATOR]))
    page = text(manager.get(f"{ROOM}who/"))
    assert "Mia Mailroom" in page and first.number in page and "Plans to review" in page
    duty = room.duty(first)
    to = room.second.account
    assert manager.post(f"{ROOM}who/", {"duty": f"{duty.pk}:0", "to_account": to}).status_code == 303
    assert room.duty(first).claimed_by == to
    refused = client.post(url(first, "keep"), {"version": 0, "reason": "A copy."})
    assert refused.status_code == 422 and "Rita Reviewer has this" in text(refused)


def test_a_cover_sheet_names_the_case_and_nobody(room, sign_in):
    case = room.assigned()
    answer = sign_in(room.world.account(room.en, [Role.EN_COUNSELLOR])).get(
        f"/cases/{case.number}/cover-sheet.pdf"
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"Ruiz" not in answer.content
