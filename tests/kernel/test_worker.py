"""The worker, as a process of its own: does what a unit left in the outbox, under its own login."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from portal.kernel import mailing
from portal.kernel.actor import SYSTEM
from portal.kernel.ids import new_id
from portal.kernel.models import Mail, TrailBlock

ROOT = Path(__file__).resolve().parents[2]
WAIT = 120


# A minute's task that nobody has begun by the next minute, because both hands of the worker are full.
STILL_WAITING = """
insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)
values ('default', 'kernel.retry_stalled', 'kernel.retry_stalled', '{"timestamp": 0}', now() + interval '1 hour')
"""


@pytest.fixture
def mail(database, unit_as):
    with unit_as(SYSTEM):
        return mailing.write_mail(
            key="receipt/1",
            account=new_id(),
            address="clerk@example.org",
            subject="We received your request",
            body="We received PR-7K4M-2Q9X.",
        )


def worked(database, tmp_path) -> subprocess.CompletedProcess[str]:
    """The worker, until it has done what waits."""
    environment = {
        **os.environ,
        "PORTAL_DATABASE": database.name,
        "PORTAL_PG_SOCKET": connections["default"].settings_dict["HOST"],
        "PORTAL_STATE_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings.demo",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "worker", "--once"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WAIT, cwd=ROOT)


@pytest.mark.row("I7")
def test_the_worker_sends_what_waits(database, mail, tmp_path):
    done = worked(database, tmp_path)
    assert done.returncode == 0, done.stderr
    assert Mail.objects.using("loader").get(pk=mail.pk).state == "sent", done.stderr
    assert len(list((tmp_path / "mail").iterdir())) == 1
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where status = 'failed'")
        assert cursor.fetchone() == (0,), done.stderr
    assert TrailBlock.objects.using("loader").count() <= 1


@pytest.mark.row("I7")
def test_a_minutes_task_that_still_waits_does_not_stop_the_worker(database, mail, tmp_path):
    with connections["loader"].cursor() as cursor:
        cursor.execute(STILL_WAITING)
    done = worked(database, tmp_path)
    assert done.returncode == 0 and "stopping worker" not in done.stderr, done.stderr
    assert Mail.objects.using("loader").get(pk=mail.pk).state == "sent", done.stderr
    with connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'kernel.retry_stalled'")
        assert cursor.fetchone() == (1,)
