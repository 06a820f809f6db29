"""Entering on behalf: the day of receipt counts, and a paper is entered once (rows L3, D9, C8, C2)."""

from datetime import date

import pytest

from portal.casework.models import ContactNote
from portal.casework.services.note_contact import Contact, NotNoted
from portal.earnings.models import Evidence
from portal.earnings.services.recording import Paper
from portal.kernel.results import Changed, Done, NotAllowed
from portal.policy.core import Month
from portal.policy.unassignment import Asker
from portal.support.services.enter import enter_evidence, enter_note, enter_unassignment
from portal.tickets.models import Assignment, Unassignment
from portal.tickets.services.unassign import Asked
from tests.support.room import CAME_IN, pdf

pytestmark = pytest.mark.row("L3")
CONTACT = Contact(date(2025, 12, 9), "telephone", answered=True, purpose="Asked how the job goes.")
SLIP = Paper(None, "pay-slip-copy", "Acme Bakery", (Month.parse("2025-11"),), True, True, True, True, True)


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


@pytest.mark.row("D9")
class TestNote:
    def test_it_is_a_contact_from_paper_with_the_scan_as_its_evidence(self, room):
        case = room.assigned()
        row = room.indexed("note", case.number, scan=pdf())
        assert isinstance(room.does(enter_note, row, contact=CONTACT), Done)
        note = rows(ContactNote, case=case.pk).get()
        assert (note.source, note.two_way, note.file_id) == ("paper", True, row.file_id)
        assert note.recorded_by_name == "Mia Mailroom"
        done = room.paper(row.pk)
        assert (done.state, done.entered_as) == ("entered", "note of 12/09/2025")
        assert room.duty(row) is None

    def test_entered_twice_it_counts_once(self, room):
        case = room.assigned()
        row = room.indexed("note", case.number)
        assert isinstance(room.does(enter_note, row, contact=CONTACT), Done)
        assert isinstance(room.does(enter_note, row, contact=CONTACT), Changed)
        row = room.paper(row.pk)
        assert "entered" in room.does(enter_note, row, contact=CONTACT).sentence
        assert rows(ContactNote).count() == 1

    def test_the_same_scan_again_is_a_copy(self, room):
        case = room.assigned()
        first = room.indexed("note", case.number, scan=pdf())
        second = room.indexed("note", case.number, scan=pdf())
        room.does(enter_note, first, contact=CONTACT)
        answer = room.does(enter_note, second, contact=CONTACT)
        assert isinstance(answer, NotAllowed) and first.number in answer.sentence
        assert rows(ContactNote).count() == 1

    def test_what_the_law_has_against_the_note_is_said_and_nothing_is_entered(self, room):
        case = room.assigned()
        row = room.indexed("note", case.number)
        before = Contact(date(2020, 1, 1), "telephone", answered=True, purpose="x")
        answer = room.does(enter_note, row, contact=before)
        assert isinstance(answer, NotNoted) and answer.problems[0][0] == "happened_on"
        assert room.paper(row.pk).state == "indexed"

    def test_nothing_is_entered_from_a_scan_that_is_not_clean(self, room):
        case = room.assigned()
        row = room.received("note", scan=pdf())
        row = room.indexed("note", case.number, scan=pdf(2))
        type(row.file).objects.using("loader").filter(pk=row.file_id).update(state="infected")
        assert "malware" in room.does(enter_note, row, contact=CONTACT).sentence


@pytest.mark.row("C8", "D13")
class TestUnassignment:
    def asked(self, case, **more):
        plain = {"signed_on": date(2025, 12, 8), "form_complete": True, **more}
        return Asked(case.pk, Asker.HOLDER, received_on=date(2025, 12, 1), **plain)

    def test_the_day_the_paper_came_in_counts(self, room):
        case = room.assigned()
        row = room.indexed("unassignment", case.number)
        assert isinstance(room.does(enter_unassignment, row, asked=self.asked(case)), Done)
        made = rows(Unassignment).get()
        assert (made.received_on, made.effective_on, made.acted_on) == (
            CAME_IN,
            CAME_IN,
            date(2025, 12, 15),
        )
        assert room.paper(row.pk).entered_as == made.number
        assert rows(Assignment, pk=case.pk).get().ended_on == CAME_IN

    def test_refused_by_the_law_nothing_is_entered(self, room):
        case = room.assigned()
        row = room.indexed("unassignment", case.number)
        answer = room.does(enter_unassignment, row, asked=self.asked(case, signed_on=None))
        assert isinstance(answer, NotAllowed)
        assert room.paper(row.pk).state == "indexed"
        assert not rows(Unassignment).exists()


@pytest.mark.row("C2")
class TestEvidence:
    def test_it_is_kept_on_the_record_of_the_ticketholder(self, room):
        case = room.assigned()
        row = room.indexed("evidence", case.number, scan=pdf())
        assert isinstance(room.does(enter_evidence, row, shows=SLIP), Done)
        kept = rows(Evidence).get()
        assert (kept.person_id, kept.organisation_id, kept.file_id) == (
            case.person_id,
            room.en.pk,
            row.file_id,
        )
        assert kept.months == [date(2025, 11, 1)]
        assert room.paper(row.pk).entered_as == "record"

    def test_a_request_of_another_case_is_none(self, room):
        case = room.assigned()
        row = room.indexed("evidence", case.number, scan=pdf())
        answer = room.does(enter_evidence, row, shows=SLIP, request="PR-0000-0000")
        assert "not one of this case" in answer.sentence
        assert not rows(Evidence).exists()
