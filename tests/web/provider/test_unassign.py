"""Giving a Ticket back on the page: what follows before it is done, the receipt, the paper, the mail (rows C8, D13)."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest

from portal.casework.models import Case
from portal.kernel.models import Duty, Mail
from portal.policy.roles import Role
from portal.tickets.models import Assignment, Ticket, TicketStep, Unassignment
from tests.world import LONG_AGO

pytestmark = pytest.mark.row("C8", "D13")
TYPED = {"reason": "provider-unable", "note": "We close our office in Elm Street."}


@pytest.fixture
def held(shop):
    """A case of ours with the Ticket in use."""
    person = shop.holder("Ana Ruiz")
    return Case.objects.using("loader").get(person=person)


def url(case):
    return f"/cases/{case.number}/unassign/"


def test_what_follows_is_shown_before_anything_is_done(shop, held):
    page = shop.counsellor.post(url(held), {**TYPED, "action": "check"}).content.decode()
    assert "Check before you give the Ticket back" in page
    assert "December 14, 2025" in page and "December 15, 2025" in page and "March 15, 2026" in page
    assert "Phase 1 Milestone 1" in page
    assert not Unassignment.objects.using("loader").exists()
    other = shop.counsellor.post(url(held), {"reason": "lost-contact", "action": "check"}).content.decode()
    assert "not in use from that day on" in other and "March 15, 2026" not in other


def test_what_was_typed_is_still_there_to_change(shop, held):
    page = shop.counsellor.post(url(held), {**TYPED, "action": "change"}).content.decode()
    assert "Elm Street" in page
    assert not Unassignment.objects.using("loader").exists()


def test_confirmed_it_has_a_number_a_paper_and_a_mail_without_names(shop, held):
    Duty(
        kind="contact-due",
        subject=held.pk,
        organisation=shop.ours.pk,
        person=held.person_id,
        opened_at=LONG_AGO,
        due_on=date(2025, 12, 20),
    ).save(using="loader")
    answer = shop.counsellor.post(url(held), {**TYPED, "action": "confirm"})
    assert answer.status_code == 303
    made = Unassignment.objects.using("loader").get()
    page = shop.counsellor.get(answer.headers["Location"]).content.decode()
    for told in (made.number, "Noor Counsellor", "Elm Street", "unable to serve", "March 15, 2026"):
        assert told in page
    paper = shop.counsellor.get(f"/unassignments/{made.number}/form.pdf")
    again = shop.counsellor.get(f"/unassignments/{made.number}/form.pdf")
    assert paper.content == again.content
    with pikepdf.open(BytesIO(paper.content)) as document:
        assert document.Root.MarkInfo.Marked
    held.refresh_from_db(using="loader")
    assert (held.closed_on, held.closed_why) == (date(2025, 12, 15), "unassigned")
    assert not Duty.objects.using("loader").filter(subject=held.pk, closed_at=None).exists()
    mails = list(Mail.objects.using("loader").filter(subject__contains=made.number))
    assert mails and all("Ana" not in mail.body and mail.state == "waiting" for mail in mails)


def test_sent_twice_it_is_one_request(shop, held):
    first = shop.counsellor.post(url(held), {**TYPED, "action": "confirm"})
    again = shop.counsellor.post(url(held), {**TYPED, "action": "confirm"})
    assert first.headers["Location"] == again.headers["Location"]
    assert Unassignment.objects.using("loader").count() == 1
    assert shop.counsellor.get(url(held)).headers["Location"] == first.headers["Location"]


def test_a_reason_is_needed(shop, held):
    answer = shop.counsellor.post(url(held), {"action": "check"})
    assert answer.status_code == 422
    assert "Choose the reason that is true" in answer.content.decode()


def test_another_s_is_not_found(shop, held, sign_in):
    other = sign_in(shop.world.account(shop.theirs, [Role.EN_COUNSELLOR]))
    assert other.get(url(held)).status_code == 404
    assert other.post(url(held), {**TYPED, "action": "confirm"}).status_code == 404
    assert Assignment.objects.using("loader").get().ended_on is None


def test_a_ticket_that_moved_meanwhile_is_answered_in_a_sentence(shop, held):
    Ticket.objects.using("loader").update(assignment_state="none", use_state="not-in-use")
    answer = shop.counsellor.post(url(held), {**TYPED, "action": "confirm"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The Ticket is not assigned" in page and "Elm Street" in page


def test_reading_writes_nothing(shop, held):
    shop.counsellor.get(url(held))
    assert not TicketStep.objects.using("loader").exists()


@pytest.mark.row("I4")
def test_the_history_tells_the_state_of_each_day(shop, held):
    shop.counsellor.post(url(held), {**TYPED, "action": "confirm"})
    number = held.person.number
    shop.world.step(held, "assign", date(2025, 1, 10))
    page = shop.counsellor.get(f"/ticketholders/{number}/history/").content.decode()
    assert "Not Assigned In Use Extended" in page and "unable to serve" in page
    earlier = shop.counsellor.get(f"/ticketholders/{number}/history/?on=12/14/2025").content.decode()
    assert "Assigned In Use" in earlier and "Yes: the Ticket is in use" in earlier
    before = shop.counsellor.get(f"/ticketholders/{number}/history/?on=01/09/2025").content.decode()
    assert "No change is on record for this day" in before
    assert shop.stranger.get(f"/ticketholders/{number}/history/").status_code == 404
