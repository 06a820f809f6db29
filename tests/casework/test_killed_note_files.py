"""kill -9 of the worker in the middle of a file: the next worker finishes it, nothing lost or doubled (rows I7, J8)."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.services.bring_notes import NOTES
from portal.kernel.jobs import look_for_stuck_files
from portal.kernel.sent_files.services import stepping
from portal.kernel.sent_files.services.receiving import receive, start

ROOT = Path(__file__).resolve().parents[2]
ROWS, WAIT = 2_000, 120
pytestmark = [pytest.mark.row("I7", "J8", "J2")]


@pytest.fixture
def environment(database, tmp_path):
    return {
        **os.environ,
        "PORTAL_DATABASE": database.name,
        "PORTAL_PG_SOCKET": connections["default"].settings_dict["HOST"],
        "PORTAL_STATE_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings.demo",
    }


def worker(environment):
    command = [sys.executable, str(ROOT / "manage.py"), "worker", "--once"]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def killed_at(process, file, reached):
    """Kill the worker outright as soon as the file is so far."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        file.refresh_from_db(using="loader")
        if reached(file):
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.01)
    return process.wait(WAIT)


def found_again(file):
    """The periodic job finds that the file has stopped."""
    file.refresh_from_db(using="loader")
    NoteFile.objects.using("loader").update(stepped_at=file.stepped_at - stepping.STUCK * 2)
    look_for_stuck_files(0)


def test_a_worker_killed_while_it_tries_and_while_it_brings_in(office, environment):
    case = office.assigned(on=date(2025, 10, 1))
    rows = [f"N-{n},{case.number},2025-11-{n % 28 + 1:02},letter,no,Job search" for n in range(ROWS)]
    content = "\n".join(["reference,case,date,method,two_way,reason", *rows]).encode()
    with office.unit_as(office.counsellor):
        answer = receive(kind=NOTES, name="notes.csv", content=content)
    file = NoteFile.objects.using("loader").get(pk=answer.file)
    assert killed_at(worker(environment), file, lambda one: one.rows_tried >= 500) == -signal.SIGKILL
    found_again(file)
    assert worker(environment).wait(WAIT) == 0
    file.refresh_from_db(using="loader")
    assert (file.state, file.rows_tried) == ("tried", ROWS)
    with office.unit_as(office.counsellor):
        start(kind=NOTES, file=file.pk)
    assert killed_at(worker(environment), file, lambda one: one.rows_done >= 500) == -signal.SIGKILL
    found_again(file)
    assert worker(environment).wait(WAIT) == 0
    file.refresh_from_db(using="loader")
    assert (file.state, file.rows_done) == ("done", ROWS)
    kept = NoteRow.objects.using("loader").filter(file=file)
    assert kept.filter(became="accepted").count() == ContactNote.objects.using("loader").count() == ROWS
