"""Contacts written down: what counts, what is refused in a sentence, what is due next, by the day."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connections

from portal.casework.kinds import ATTEMPTS_MISSING, CONTACT_DUE, STALE_TICKET, UNASSIGN_BY
from portal.casework.models import ContactNote
from portal.casework.results import Changed, NotFound
from portal.casework.sealing import sealed
from portal.casework.services.note_contact import (
    NOT_ASSIGNED,
    Contact,
    Noted,
    NotNoted,
    correct_contact,
    note_contact,
    strike_contact,
)
from portal.kernel.clock import now
from portal.kernel.models import Duty, TrailEntry
from portal.kernel.unit import open_unit
from portal.kernel.vault import match

pytestmark = [pytest.mark.row("D9", "D10")]

ASSIGNED = date(2025, 10, 1)


@pytest.fixture
def case(office):
    """A Ticket assigned on 1 October 2025; today is 15 December."""
    return office.assigned(on=ASSIGNED)


def contact(day, method="telephone", answered=True, **more):
    return Contact(date.fromisoformat(day), method, answered, more.pop("purpose", "Job search"), **more)


def notes(**wanted):
    return ContactNote.objects.using("loader").filter(**wanted).order_by("happened_on", "ordinal")


def due(case):
    rows = Duty.objects.using("loader").filter(subject=case.pk, closed_at=None)
    return {row.kind: row.due_on.isoformat() for row in rows}


def test_a_conversation_is_kept_sealed_and_moves_the_next_one(office, case):
    answer = office.noted(case, contact("2025-12-10", content="He has an interview.", result="Call again."))
    assert isinstance(answer, Noted)
    assert answer.two_way
    row = notes().get()
    assert (row.recorded_by, row.recorded_by_name, row.source) == (
        office.counsellor.account,
        "Cora Counsellor",
        "typed",
    )
    assert b"interview" not in bytes(row.content)
    with office.unit_as(office.counsellor, reading=True):
        assert match([sealed(row, "purpose"), sealed(row, "content")]) == [
            "Job search",
            "He has an interview.",
        ]
    assert due(case) == {CONTACT_DUE: "2026-01-10", STALE_TICKET: "2028-10-01"}
    entry = TrailEntry.objects.using("loader").get(kind="contact-noted")
    assert (entry.subject, entry.detail["two_way"]) == (case.pk, True)
    assert "interview" not in str(entry.detail)


def test_the_first_contact_is_due_a_month_after_the_assignment(office, case):
    office.noted(case, contact("2025-10-01", answered=False))
    assert due(case)[CONTACT_DUE] == "2025-11-01"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        (contact("2025-09-30"), "happened_on", "not assigned to you on that day"),
        (contact("2025-12-16"), "happened_on", "still to come"),
        (contact("2025-12-01", method="newsletter"), "method", "not an acceptable way"),
        (contact("2025-12-01", purpose="  "), "purpose", "reason of the contact is missing"),
        (contact("2025-12-01", purpose="", answered=False), "purpose", "reason of the contact is missing"),
        (contact("2025-12-01", file="FL-0000-0000"), "file", "not one of this case"),
    ],
)
@pytest.mark.row("D8")
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(office, case, given, field, words):
    answer = office.noted(case, given)
    assert isinstance(answer, NotNoted)
    [(name, sentence)] = answer.problems
    assert name == field
    assert words in sentence
    assert not notes().exists()
    assert TrailEntry.objects.using("loader").filter(kind="contact-not-noted").count() == 1


@pytest.mark.row("D8")
def test_before_any_assignment_there_is_no_contact(office):
    case = office.world.case(office.beneficiary, office.en)
    assert office.noted(case, contact("2025-12-01")) == NotNoted((("", NOT_ASSIGNED),))
    assert not notes().exists()


@pytest.mark.row("D8")
def test_a_service_before_the_day_of_entry_is_flagged_and_kept(office):
    case = office.assigned(on=ASSIGNED, entered_on=date(2025, 10, 9))
    early = office.noted(case, contact("2025-10-08", services=("job-search",)))
    assert "A service before the assignment does not count" in early.flagged
    assert office.noted(case, contact("2025-10-09", services=("job-search",))).flagged == ""
    assert office.noted(case, contact("2025-10-08")).flagged == ""
    assert notes().count() == 3


class TestTheClock:
    def test_three_attempts_in_a_month_then_sixty_days(self, office, case):
        office.noted(case, contact("2025-11-20", answered=False))
        assert due(case) | {STALE_TICKET: ""} == {
            CONTACT_DUE: "2025-11-01",
            ATTEMPTS_MISSING: "2025-12-20",
            UNASSIGN_BY: "2026-01-19",
            STALE_TICKET: "",
        }
        office.noted(case, contact("2025-11-27", method="voicemail-to-ticketholder"))
        office.noted(case, contact("2025-12-04", method="letter", answered=False))
        assert ATTEMPTS_MISSING not in due(case)
        assert due(case)[UNASSIGN_BY] == "2026-01-19"

    def test_a_reply_clears_the_clock(self, office, case):
        office.noted(case, contact("2025-11-20", answered=False))
        office.noted(case, contact("2025-12-15", method="voicemail-from-ticketholder"))
        assert due(case) == {CONTACT_DUE: "2026-01-15", STALE_TICKET: "2028-10-01"}

    def test_a_note_written_late_is_right_at_once(self, office, case):
        office.noted(case, contact("2025-11-20", answered=False))
        office.noted(case, contact("2025-12-02", answered=False))
        office.noted(case, contact("2025-11-25"))
        assert due(case) == {
            CONTACT_DUE: "2025-12-25",
            ATTEMPTS_MISSING: "2026-01-02",
            UNASSIGN_BY: "2026-01-31",
            STALE_TICKET: "2028-10-01",
        }

    def test_no_contact_wished_starts_the_sixty_days(self, office, case):
        office.noted(case, contact("2025-12-01", no_more_contact=True))
        assert due(case) == {UNASSIGN_BY: "2026-01-30", STALE_TICKET: "2028-10-01"}

    def test_in_the_ongoing_phase_a_quarter_and_180_days(self, office, case):
        office.world.phase_basis(case, attained="2025-09")
        office.noted(case, contact("2025-11-20", answered=False))
        assert due(case)[ATTEMPTS_MISSING] == "2026-02-20"
        assert due(case)[UNASSIGN_BY] == "2026-05-19"
        office.noted(case, contact("2025-12-01"))
        assert due(case)[CONTACT_DUE] == "2026-03-01"

    def test_a_day_s_contacts_count_in_their_order(self, office, case):
        office.noted(case, contact("2025-12-01", answered=False))
        office.noted(case, contact("2025-12-01"))
        assert UNASSIGN_BY not in due(case)
        office.noted(case, contact("2025-12-01", answered=False))
        assert due(case)[UNASSIGN_BY] == "2026-01-30"
        assert [row.ordinal for row in notes()] == [0, 1, 2]

    def test_once_unassigned_nothing_is_due_and_a_late_note_is_still_taken(self, office):
        case = office.assigned(on=ASSIGNED, ended_on=date(2025, 12, 1))
        assert isinstance(office.noted(case, contact("2025-11-30")), Noted)
        assert due(case) == {}
        assert isinstance(office.noted(case, contact("2025-12-01")), NotNoted)


class TestCorrecting:
    def test_a_correction_supersedes_and_moves_what_is_due(self, office, case):
        old = office.noted(case, contact("2025-12-10"))
        with office.unit_as(office.colleague):
            answer = correct_contact(note=old.note, contact=contact("2025-12-10", answered=False))
        assert isinstance(answer, Noted)
        before, after = notes(pk=old.note).get(), notes(pk=answer.note).get()
        assert (before.superseded_at is None, after.corrects_id, after.ordinal) == (False, old.note, 0)
        assert due(case)[UNASSIGN_BY] == "2026-02-08"

    def test_a_moved_day_takes_the_next_place_of_that_day(self, office, case):
        office.noted(case, contact("2025-12-01"))
        old = office.noted(case, contact("2025-12-10"))
        with office.unit_as(office.counsellor):
            answer = correct_contact(note=old.note, contact=contact("2025-12-01"))
        assert notes(pk=answer.note).get().ordinal == 1
        assert due(case)[CONTACT_DUE] == "2026-01-01"

    def test_who_is_slower_is_told_and_nothing_is_lost(self, office, case):
        old = office.noted(case, contact("2025-12-10"))
        with office.unit_as(office.colleague):
            correct_contact(note=old.note, contact=contact("2025-12-11"))
        with office.unit_as(office.counsellor):
            answer = correct_contact(note=old.note, contact=contact("2025-12-12"))
        assert isinstance(answer, Changed)
        assert answer.by_name == "Carl Colleague"
        assert [row.happened_on.day for row in notes(superseded_at=None)] == [11]

    def test_a_correction_is_judged_like_a_note(self, office, case):
        old = office.noted(case, contact("2025-12-10"))
        with office.unit_as(office.counsellor):
            assert isinstance(correct_contact(note=old.note, contact=contact("2025-12-16")), NotNoted)
        assert notes().get().superseded_at is None

    def test_a_note_on_the_wrong_person_is_struck_out_and_stays(self, office, case):
        old = office.noted(case, contact("2025-12-10"))
        with office.unit_as(office.counsellor):
            assert isinstance(strike_contact(note=old.note), Noted)
        assert notes().get().superseded_at is not None
        assert due(case)[CONTACT_DUE] == "2025-11-01"
        with office.unit_as(office.counsellor):
            assert isinstance(strike_contact(note=old.note), Changed)


def test_another_provider_finds_nothing(office, case):
    old = office.noted(case, contact("2025-12-10"))
    with office.unit_as(office.stranger):
        assert isinstance(note_contact(case=case.pk, contact=contact("2025-12-10")), NotFound)
        assert isinstance(correct_contact(note=old.note, contact=contact("2025-12-10")), NotFound)
        assert isinstance(strike_contact(note=old.note), NotFound)
    assert notes().count() == 1


def test_two_notes_at_once_are_both_kept_and_the_clock_knows_both(office, case):
    gate, errors = threading.Barrier(2), []

    def run(actor, given):
        try:
            gate.wait()
            with open_unit(actor, now(), reading=False, page="test"):
                note_contact(case=case.pk, contact=given)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    both = [
        (office.counsellor, contact("2025-12-01")),
        (office.colleague, contact("2025-12-01", answered=False)),
    ]
    threads = [threading.Thread(target=run, args=one) for one in both]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert errors == []
    first, second = notes()
    assert (first.ordinal, second.ordinal) == (0, 1)
    # The order of the day decides: an attempt after the conversation starts the clock, one before it does not.
    assert (UNASSIGN_BY in due(case)) is first.two_way


@pytest.mark.parametrize("days", [0, 1, 30, 59, 60, 61])
def test_unassign_by_is_the_sixtieth_day(office, days):
    first = date(2025, 12, 15) - timedelta(days=days)
    case = office.assigned(on=first)
    office.noted(case, contact(first.isoformat(), answered=False))
    row = Duty.objects.using("loader").get(kind=UNASSIGN_BY, subject=case.pk)
    assert (row.due_on - first).days == 60
