"""A worker that is killed outright in the middle of a file, for tests of every kind of file."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections

from portal.kernel.jobs import look_for_stuck_files
from portal.kernel.sent_files.services import stepping

ROOT = Path(__file__).resolve().parents[2]
WAIT = 120


class KilledOn:
    """The workers of one file: each a process of its own on the test's database."""

    def __init__(self, database: Any, folder: Path, file: Any) -> None:
        self.file = file
        self.environment = {
            **os.environ,
            "PORTAL_DATABASE": database.name,
            "PORTAL_PG_SOCKET": connections["default"].settings_dict["HOST"],
            "PORTAL_STATE_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "portal.config.settings.demo",
        }

    def killed(self, reached: Callable[[Any], bool]) -> None:
        """A worker begins, and is killed as soon as the file is so far. Then it is found that the file has stopped."""
        process = self._worker()
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            self.file.refresh_from_db(using="loader")
            if reached(self.file):
                process.send_signal(signal.SIGKILL)
                break
            if process.poll() is not None:
                # It has stopped by itself before there was anything to kill.
                process = self._worker()
            time.sleep(0.01)
        assert process.wait(WAIT) == -signal.SIGKILL
        self.file.refresh_from_db(using="loader")
        before = self.file.stepped_at - stepping.STUCK * 2
        type(self.file).objects.using("loader").filter(pk=self.file.pk).update(stepped_at=before)
        look_for_stuck_files(0)

    def finished(self) -> None:
        """Another worker does what is left."""
        assert self._worker().wait(WAIT) == 0
        self.file.refresh_from_db(using="loader")

    def _worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(ROOT / "manage.py"), "worker", "--once"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=quiet, stderr=quiet)
