"""Papers: recorded once, put to a case under its key, kept, sent back; by one person at a time (rows L3, L13)."""

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest

from portal.kernel import desks, files, vault
from portal.kernel.duties import Claimed
from portal.kernel.files import Content
from portal.kernel.models import Mail, StoredFile, TrailEntry
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.vault.keys import file_subject, keys_for
from portal.kernel.vault.sealing import place
from portal.policy.roles import Role
from portal.support import jobs
from portal.support.duties import DESK
from portal.support.models import PaperItem, PaperStep
from portal.support.queries import paper, papers, papers_of_case, queue
from portal.support.sealing import of_its_own
from portal.support.services.find_case import Candidates, find_case
from portal.support.services.index import index, index_new
from portal.support.services.put_aside import keep, send_back
from portal.support.services.receive import Received, receive
from portal.tickets.models import RefusedLookUp
from portal.tickets.services.look_up import Miss
from tests.races.starting import at_once, kinds, unit
from tests.support.room import CAME_IN, pdf

pytestmark = pytest.mark.row("L3")


def rows(model, **where):
    return model.objects.using("loader").filter(**where)


class TestReceiving:
    def test_it_is_recorded_with_its_day_and_due_two_working_days_later(self, room):
        """Received on Thursday 11 December: to be entered by Monday the 15th."""
        row = room.received("plan", scan=pdf(3), note="Reads A. Ruiz")
        assert (row.state, row.received_on, row.pages) == ("received", CAME_IN, 3)
        assert room.duty(row).due_on == date(2025, 12, 15)
        assert b"Ruiz" not in bytes(row.note)
        [step] = rows(PaperStep, paper=row)
        assert (step.from_state, step.to_state, step.by_name) == ("outside", "received", "Mia Mailroom")

    def test_sent_twice_it_is_one_paper(self, room):
        once = uuid4()
        first, second = room.received(once=once), room.received(once=once)
        assert first.number == second.number
        assert rows(PaperItem).count() == rows(PaperStep).count() == 1

    def test_nothing_comes_in_tomorrow_and_nobody_else_records(self, room):
        given = Received(uuid4(), "note", "mail", date(2025, 12, 16))
        with room.unit_as(room.clerk):
            assert "after today" in receive(paper=given).sentence
        lead = room.person(room.tpm, Role.TPM_PAYMENTS_LEAD, "Lea Lead")
        with room.unit_as(lead):
            assert isinstance(receive(paper=given), NotAllowed)
        assert not rows(PaperItem).exists()


class TestIndexing:
    def test_found_by_the_number_of_the_cover_sheet_and_by_ssn(self, room):
        case = room.assigned()
        with room.unit_as(room.clerk) as opened:
            found = find_case(case.number.lower())
            assert isinstance(found, Candidates)
            assert (found.chosen, [one.number for one in found.cases]) == (case.number, [case.number])
            assert opened.looked_at == {room.beneficiary.pk}
            assert find_case("900-01-8001").person_number == room.beneficiary.number
            assert find_case(room.beneficiary.number).chosen == ""
            assert isinstance(find_case("900-01-8999"), Miss)
        assert rows(RefusedLookUp).count() == 1

    def test_scan_and_note_go_under_the_key_of_the_case(self, room):
        case, row = room.assigned(), room.received("note", scan=pdf(), note="Reads A. Ruiz")
        own = of_its_own(row.pk).key
        answer = room.does(index, row, case=case.number, kind="evidence")
        assert isinstance(answer, Done)
        moved = room.paper(row.pk)
        assert (moved.state, moved.kind, moved.case) == ("indexed", "evidence", case.pk)
        assert (moved.person_id, moved.organisation_id) == (case.person_id, room.en.pk)
        file = rows(StoredFile, pk=row.file_id).get()
        assert (file.person, file.organisation, file.subject) == (case.person_id, room.en.pk, case.pk)
        before = keys_for(vault.FILE, [own])[own][0]
        jobs.forget_key(subject=str(row.pk), asked_by="system")
        assert keys_for(vault.FILE, [own])[own][0] != before, "the paper's own key was destroyed"
        room.clean(row)
        with room.unit_as(room.counsellor, reading=True):
            opened = files.content(file.number)
            assert isinstance(opened, Content) and opened.data == pdf()
        with room.unit_as(room.clerk, reading=True):
            assert paper(row.number).note == "Reads A. Ruiz"

    def test_a_provider_without_a_case_gets_one_under_the_name_on_the_paper(self, room):
        row = room.received("plan")
        typed = {"person": room.beneficiary.number, "provider": room.en.number, "kind": "plan"}
        assert "Write the name" in room.does(index_new, row, name=" ", **typed).sentence
        assert isinstance(room.does(index_new, row, name="Ana  Ruiz", **typed), Done)
        second = room.received("note", received_on=CAME_IN + timedelta(days=1))
        assert isinstance(room.does(index_new, second, name="A. Ruiz", **typed), Done)
        assert room.paper(row.pk).case == room.paper(second.pk).case
        with room.unit_as(room.counsellor, reading=True):
            assert [one.number for one in papers_of_case(room.paper(row.pk).case)] == [
                second.number,
                row.number,
            ]
        with room.unit_as(room.stranger, reading=True):
            assert papers_of_case(room.paper(row.pk).case) == []
            assert paper(row.number) is None

    def test_put_to_the_wrong_case_it_is_put_to_the_right_one(self, room):
        case, row = room.assigned(), room.received("note", scan=pdf(), note="Reads A. Ruiz")
        other = room.world.case(room.world.person("Somebody Else"), room.other)
        room.does(index, row, case=other.number, kind="note")
        assert isinstance(room.does(index, room.paper(row.pk), case=case.number, kind="note"), Done)
        moved = room.paper(row.pk)
        assert (moved.organisation_id, moved.file.organisation) == (room.en.pk, room.en.pk)
        expected = keys_for(vault.FILE, [key := file_subject(case.person_id, room.en.pk, case.pk)])[key][0]
        assert bytes(moved.note)[1:17] == expected.bytes
        assert place("support_paperitem", "note", row.pk).endswith(str(row.pk))

    def test_no_such_case_and_an_old_page_change_nothing(self, room):
        row = room.received("note")
        assert "no case of that number" in room.does(index, row, case="CS-0000-0000", kind="note").sentence
        case = room.assigned()
        row.version += 1
        assert isinstance(room.does(index, row, case=case.number, kind="note"), Changed)
        assert room.does(index, row, room.counsellor, case=case.number, kind="note") == NotFound()
        assert room.paper(row.pk).state == "received"
        assert rows(TrailEntry, kind="paper-move-refused").count() == 1


class TestPuttingAside:
    def test_what_cannot_be_indexed_is_kept_with_its_reason_and_found_again(self, room):
        row = room.received("other", sender="Fax 555-0100")
        assert "Say why" in room.does(keep, row, reason=" ").sentence
        assert isinstance(room.does(keep, row, reason="Nobody can be made out."), Done)
        assert room.duty(row) is None
        with room.unit_as(room.second, reading=True):
            assert [one.number for one in papers(find="555-0100").rows] == [row.number]
            assert papers(state="kept", kind="other", since=CAME_IN, until=CAME_IN).total == 1
            assert papers(state="entered").total == 0
            assert paper(row.number).steps[-1].reason == "Nobody can be made out."
        case = room.assigned()
        assert isinstance(room.does(index, room.paper(row.pk), case=case.number, kind="note"), Done)
        assert room.duty(row) is not None

    def test_sent_back_the_provider_is_told_why_and_not_whose(self, room):
        case = room.assigned()
        row = room.indexed("plan", case.number)
        answer = room.does(send_back, row, reason="The second page is missing.")
        assert isinstance(answer, Done)
        mails = rows(Mail, key__startswith=f"paper-sent-back/{row.pk}/")
        assert mails
        assert all("second page is missing" in one.body and "Ruiz" not in one.body for one in mails)
        assert room.duty(row) is None

    def test_sent_back_without_a_case_to_who_sent_it_or_to_nobody_known(self, room):
        row = room.received("plan")
        assert "No provider" in room.does(send_back, row, reason="x", provider="OR-1").sentence
        assert isinstance(room.does(send_back, row, reason="Not signed.", provider=room.en.number), Done)
        assert rows(Mail, subject__contains=row.number).exists()
        unknown = room.received("plan")
        assert isinstance(room.does(send_back, unknown, reason="Not readable."), Done)
        assert not rows(Mail, subject__contains=unknown.number).exists()


@pytest.mark.row("L13")
class TestTwoPeople:
    def test_what_a_colleague_has_is_not_moved(self, room):
        case, row = room.assigned(), room.received("note")
        duty = room.duty(row)
        with room.unit_as(room.second):
            assert isinstance(desks.take(DESK, duty=duty.pk, version=0), Claimed)
        refused = room.does(index, row, case=case.number, kind="note")
        assert "Rita Reviewer has this" in refused.sentence
        assert isinstance(room.does(index, row, room.second, case=case.number, kind="note"), Done)
        with room.unit_as(room.second, reading=True):
            assert [one.paper.number for one in queue().rows] == [row.number]

    def test_two_who_move_one_paper_at_once_and_one_does(self, room):
        case, row = room.assigned(), room.received("note")

        def indexing(actor):
            with unit(actor):
                return index(paper=row.pk, version=0, case=case.number, kind="note")

        def keeping(actor):
            with unit(actor):
                return keep(paper=row.pk, version=0, reason="A copy.")

        answers = at_once([partial(indexing, room.clerk), partial(keeping, room.second)])
        assert sorted(kinds(answers)) == ["Changed", "Done"]
        assert rows(PaperStep, paper=row).count() == 2
