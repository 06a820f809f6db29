"""A large file is tried by the worker, in batches that may be killed; one that has stopped goes on (rows J2, I7, J8)."""

from datetime import date, timedelta

import pytest
from django.db import connections

from portal.casework import jobs
from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.services.bring_notes import NOTES
from portal.kernel.actor import SYSTEM
from portal.kernel.jobs import look_for_stuck_files
from portal.kernel.sent_files import reading
from portal.kernel.sent_files.results import NotYet, Started
from portal.kernel.sent_files.services import stepping
from portal.kernel.sent_files.services.receiving import receive, start

pytestmark = [pytest.mark.row("J2", "I7", "J8")]


@pytest.fixture
def case(office):
    """A Ticket assigned on 1 October 2025."""
    return office.assigned(on=date(2025, 10, 1))


@pytest.fixture
def file(office, case):
    """501 rows, one more than are tried while their sender waits; every tenth is about nobody known."""
    rows = [
        f"N-{n},{case.number if n % 10 else 'CS-0000-0000'},2025-11-{n % 28 + 1:02},letter,no,Job search"
        for n in range(501)
    ]
    content = "\n".join(["reference,case,date,method,two_way,reason", *rows]).encode()
    with office.unit_as(office.counsellor):
        answer = receive(kind=NOTES, name="notes.csv", content=content)
    return NoteFile.objects.using("loader").get(pk=answer.file)


def worked(office, file):
    jobs.bring_in_notes(str(file.pk), str(office.counsellor.account))
    file.refresh_from_db(using="loader")


def asked_for(file):
    """How often the worker has been asked to work on a file and has not begun."""
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs where status = 'todo' and args ->> 'subject' = %s",
            [str(file.pk)],
        )
        return cursor.fetchone()[0]


def forget(file):
    with connections["loader"].cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where args ->> 'subject' = %s", [str(file.pk)])


def rows(file):
    return NoteRow.objects.using("loader").filter(file=file)


def test_the_sender_of_a_large_file_does_not_wait_for_its_verdicts(office, file):
    assert (file.state, file.rows_tried, asked_for(file)) == ("received", 0, 1)
    assert not rows(file).exclude(tried="").exists()
    with office.unit_as(office.counsellor):
        assert isinstance(start(kind=NOTES, file=file.pk), NotYet)
    worked(office, file)
    assert (file.state, file.rows_tried) == ("tried", 501)
    assert not ContactNote.objects.using("loader").exists()
    with office.unit_as(office.counsellor, reading=True):
        assert reading.counts(NOTES, file) == (450, 0, 51)
        assert reading.rows(NOTES, file).rows[1].cells["reference"] == "N-1"


def test_once_tried_a_row_is_sealed_under_the_key_of_the_case_it_is_about(office, case, file):
    worked(office, file)
    keys = {bytes(one.cells)[1:17] for one in rows(file).filter(person=case.person_id)}
    others = {bytes(one.cells)[1:17] for one in rows(file).filter(person=None)}
    assert (len(keys), len(others), keys & others) == (1, 1, set())


def test_a_trial_that_was_killed_goes_on_and_brings_nothing_in(office, file, monkeypatch):
    with office.unit_as(SYSTEM):
        assert stepping.step(files=NoteFile, file=file.pk, size=200)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stepping, "update_rows", killed)
        with pytest.raises(KeyboardInterrupt), office.unit_as(SYSTEM):
            stepping.step(files=NoteFile, file=file.pk, size=200)
    file.refresh_from_db(using="loader")
    assert (file.state, file.rows_tried) == ("received", 200)
    worked(office, file)
    assert (file.state, file.rows_tried, rows(file).filter(tried="").count()) == ("tried", 501, 0)


@pytest.mark.parametrize("begun", [False, True])
def test_a_file_without_its_job_is_found_and_finished(office, file, begun):
    if begun:
        worked(office, file)
        with office.unit_as(office.counsellor):
            assert isinstance(start(kind=NOTES, file=file.pk), Started)
    forget(file)
    look_for_stuck_files(0)
    assert asked_for(file) == 0, "one that moved a moment ago is not stuck"
    before = file.sent_at - stepping.STUCK - timedelta(seconds=1)
    NoteFile.objects.using("loader").filter(pk=file.pk).update(stepped_at=before)
    look_for_stuck_files(0)
    look_for_stuck_files(0)
    assert asked_for(file) == 1
    worked(office, file)
    assert file.state == ("done" if begun else "tried")
    assert ContactNote.objects.using("loader").count() == (450 if begun else 0)
