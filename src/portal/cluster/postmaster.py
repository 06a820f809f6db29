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
    """Remove `postmaster.pid` of a server that is dead but was never reaped.

    Where process 1 reaps nobody (many containers), a killed server's number stays taken for ever and
    PostgreSQL believes that it lives. Waits for the dead server's own processes to end: the file
    guards the data against a second server beside them.
    """
    try:
        pid = abs(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError, IndexError):
        return
    until = time.monotonic() + seconds
    while _works_in(data) and time.monotonic() < until:
        time.sleep(0.02)
    if state == "Z" and not _works_in(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _works_in(data: Path) -> bool:
    folder = str(data.resolve())
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(process / "cwd") == folder:
                    return True
    return False
