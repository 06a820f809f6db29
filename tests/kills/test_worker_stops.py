"""A worker that lost the database and does not stop is ended, so that a new one can be started (row I7)."""

import subprocess
import sys

import pytest

from portal.kernel.management.commands import worker

HANGING = """
import logging, time
from portal.kernel.management.commands import worker
worker.STOP_SECONDS = 0.2
log = logging.getLogger("procrastinate.worker")
log.addFilter(worker.end_when_stopping)
log.error("side task failed", extra={"action": %r})
time.sleep(%s)
"""


@pytest.mark.row("I7")
@pytest.mark.parametrize(
    ("action", "seconds", "code"), [("side_task_failed", 30, worker.ENDED_ITSELF), ("start_job", 1, 0)]
)
def test_a_worker_that_hangs_while_it_stops_is_ended(action, seconds, code):
    program = HANGING % (action, seconds)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=25)
    assert done.returncode == code
