"""What a running server says of itself in its file `postmaster.pid`."""

import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """A live server: its process, its socket's folder, and whether it takes connections."""

    pid: int
    socket_dir: Path
    ready: bool

    def reachable(self) -> bool:
        """Whether its socket still stands in the file system (a cleaner may have taken it)."""
        return (self.socket_dir / ".s.PGSQL.5432").exists()


def find(data: Path) -> Postmaster | None:
    """The server that runs on `data`, or None.

    The process must also work in that folder: after a reboot the number may be another program's.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = abs(int(lines[0]))
        if os.readlink(f"/proc/{pid}/cwd") != str(data.resolve()):
            return None
    except (OSError, ValueError, IndexError):
        return None
    padded = lines + [""] * 8
    return Postmaster(pid=pid, socket_dir=Path(padded[4].strip()), ready=padded[7].strip() == "ready")


def wait_until_ready(data: Path, seconds: float) -> Postmaster | None:
    """The server on `data` as soon as it is ready; None if it is gone or not ready in time."""
    until = time.monotonic() + seconds
    while (server := find(data)) and not server.ready:
        if time.monotonic() > until:
            return None
        time.sleep(0.02)
    return server
