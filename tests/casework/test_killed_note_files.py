"""kill -9 of the worker in the middle of a file: the next worker finishes it, nothing lost or doubled (rows I7, J8)."""

from datetime import date

import pytest

from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.services.bring_notes import NOTES
from portal.kernel.sent_files.services.receiving import receive, start
from tests.kills.files import KilledOn

ROWS = 2_000
pytestmark = [pytest.mark.row("I7", "J8", "J2")]


def test_a_worker_killed_while_it_tries_and_while_it_brings_in(office, database, tmp_path):
    case = office.assigned(on=date(2025, 10, 1))
    rows = [f"N-{n},{case.number},2025-11-{n % 28 + 1:02},letter,no,Job search" for n in range(ROWS)]
    content = "\n".join(["reference,case,date,method,two_way,reason", *rows]).encode()
    with office.unit_as(office.counsellor):
        answer = receive(kind=NOTES, name="notes.csv", content=content)
    file = NoteFile.objects.using("loader").get(pk=answer.file)
    workers = KilledOn(database, tmp_path, file)
    workers.killed(lambda one: one.rows_tried >= 500)
    workers.finished()
    assert (file.state, file.rows_tried) == ("tried", ROWS)
    with office.unit_as(office.counsellor):
        start(kind=NOTES, file=file.pk)
    workers.killed(lambda one: one.rows_done >= 500)
    workers.finished()
    assert (file.state, file.rows_done) == ("done", ROWS)
    kept = NoteRow.objects.using("loader").filter(file=file)
    assert kept.filter(became="accepted").count() == ContactNote.objects.using("loader").count() == ROWS
