"""What a running server says of itself in its file `postmaster.pid`."""

import contextlib
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

# The shortest question a server answers: "do you speak TLS?"
SSL_REQUEST = bytes.fromhex("0000000804d2162f")


@dataclass(frozen=True)
class Postmaster:
    """A live server: its process, its socket's folder, and whether it takes connections."""

    pid: int
    socket_dir: Path
    ready: bool

    @property
    def socket(self) -> Path:
        """Its socket; a cleaner of the temporary folder may have taken it."""
        return self.socket_dir / ".s.PGSQL.5432"

    def answers(self) -> bool:
        """Whether it takes connections: asked, because one just killed still looks alive."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(SSL_REQUEST)
                return line.recv(1) in {b"N", b"S"}
            except OSError:
                return False


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


def bury(data: Path, seconds: float = 10) -> None:
    """Remove the `postmaster.pid` that a killed server left, once none of its processes works on `data`.

    Where process 1 reaps late or never (many containers), or after a reboot, its number is taken and
    PostgreSQL would believe that the old server lives. The file also guards the data against a second
    server, hence the wait.
    """
    until = time.monotonic() + seconds
    while _works_in(data):
        if time.monotonic() > until:
            return
        time.sleep(0.02)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _works_in(data: Path) -> bool:
    folder = str(data.resolve())
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(process / "cwd") == folder:
                    return True
    return False
