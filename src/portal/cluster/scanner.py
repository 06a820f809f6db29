"""A malware scanner for demo and tests: the real ClamAV with two signatures of its own.

Real signatures are a download of hundreds of megabytes; these two find the industry's harmless
test file and a marker that tests write.
"""

import os
import pwd
import shutil
import socket
import tempfile
import time
from pathlib import Path

from portal.cluster.errors import ClusterError
from portal.cluster.processes import Child, mark

START_SECONDS = 60
EICAR_MD5, EICAR_BYTES = "44d88612fea8a8f36de82e1278abb02f", 68
MARKER = b"portal-malware-marker-for-tests"
LARGEST_UPLOAD = "12M"


def program() -> str | None:
    """The path of clamd, None where it is not installed."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Scanner:
    """One running clamd; `address` is its socket, for `PORTAL_CLAMD_SOCKET`."""

    def __init__(self, run: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-clamd-"))
        self.address = self.folder / "c.sock"
        self.child = Child(
            "the malware scanner",
            [program() or "clamd", f"--config-file={self.folder / 'clamd.conf'}"],
            {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **mark(run)},
            self.folder / "log",
        )

    def start(self) -> None:
        """Start it and wait until it answers. Raises ClusterError with its log if it does not."""
        self._write_files()
        self.child.start()
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.child.ended() is not None or time.monotonic() > until:
                raise ClusterError(f"The malware scanner did not start:\n{self.child.last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it and remove its folder."""
        self.child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write_files(self) -> None:
        database = self.folder / "db"
        database.mkdir()
        (database / "portal.hdb").write_text(f"{EICAR_MD5}:{EICAR_BYTES}:Portal.Eicar.Test\n")
        (database / "portal.ndb").write_text(f"Portal.Marker.Test:0:*:{MARKER.hex()}\n")
        settings = [
            f"DatabaseDirectory {database}",
            f"LocalSocket {self.address}",
            f"TemporaryDirectory {self.folder}",
            f"StreamMaxLength {LARGEST_UPLOAD}",
            "MaxThreads 2",
            "Foreground yes",
        ]
        if os.geteuid() == 0:
            owner = pwd.getpwnam("clamav")
            settings.append("User clamav")
            for path in (self.folder, database, *database.iterdir()):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        (self.folder / "clamd.conf").write_text("\n".join(settings) + "\n")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.address))
                line.sendall(b"zPING\0")
                return line.recv(16).startswith(b"PONG")
            except OSError:
                return False
