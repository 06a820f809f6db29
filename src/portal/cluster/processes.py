"""Child processes that end with us, and are found again if we were killed before we could end them."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY, state_key

MARK = "PORTAL_RUN"
STOP_SECONDS = 15.0


@dataclass
class Child:
    """A program in a group of its own, so that its own children end with it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it prints goes to `log`, which begins anew."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
                start_new_session=True,
            )

    def ended(self) -> int | None:
        """Its exit code, None while it runs."""
        return self.process.poll() if self.process else 0

    def wait(self) -> None:
        """Wait for its end. Raises ClusterError with the end of its log if it failed."""
        if self.process and self.process.wait():
            raise ClusterError(f"{self.name} failed:\n{self.last_words()}")

    def last_words(self) -> str:
        """The end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return text.strip()[-3000:] or "(it printed nothing)"

    def stop(self) -> None:
        """Ask it to end, then end it with all it started."""
        if not self.process:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def mark(run: str) -> dict[str, str]:
    """The variable that the children of `run` ("demo", "test") carry in their environment."""
    return {MARK: f"{run}-{state_key()}"}


def leftovers(run: str) -> Iterator[int]:
    """Processes that an earlier `run` with this state folder started and could not end.

    Known by the mark in their environment, which no other program has: a number in a file
    could be another program's by now.
    """
    wanted = f"{MARK}={mark(run)[MARK]}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)


def end_leftovers(run: str) -> int:
    """End what an earlier `run` left; how many processes that were."""
    found = list(leftovers(run))
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in leftovers(run):
            with contextlib.suppress(OSError):
                os.kill(pid, number)
        until = time.monotonic() + STOP_SECONDS / 2
        while any(leftovers(run)) and time.monotonic() < until:
            time.sleep(0.05)
    return len(found)
