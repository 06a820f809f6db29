"""A real malware scanner with a two-line database of its own, and small files of every kind."""

import hashlib
import io
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portal.kernel.uploads.scanner import Clean, scan

# Written in two parts, so that a scanner on the developer's machine leaves this file alone.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*").encode()
MARKER = b"portal-malware-marker-for-tests"


@pytest.fixture
def eicar() -> bytes:
    """The test file that every scanner reports."""
    return EICAR


@pytest.fixture
def marker() -> bytes:
    """Bytes that our own database calls malware, wherever they stand."""
    return MARKER


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF of `pages` pages; `change` may add to it; more arguments go to `save`."""

    def make(pages: int = 1, change: Callable[[pikepdf.Pdf], object] | None = None, **save: object) -> bytes:
        document = pikepdf.new()
        for _ in range(pages):
            document.add_blank_page()
        if change is not None:
            change(document)
        target = io.BytesIO()
        document.save(target, **save)  # type: ignore[arg-type]
        return target.getvalue()

    return make


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """A picture in Pillow's `kind`, with some noise so that it does not compress to nothing."""

    def make(kind: str, size: tuple[int, int] = (64, 48), frames: int = 1) -> bytes:
        target = io.BytesIO()
        each = Image.effect_noise(size, 80)
        more = {"save_all": True, "append_images": [each] * (frames - 1)} if frames > 1 else {}
        each.save(target, kind, **more)
        return target.getvalue()

    return make


@pytest.fixture(scope="session")
def clamd_socket() -> Iterator[str]:
    """The socket of a running clamd: `PORTAL_CLAMD_SOCKET`, or one started here; it must be installed."""
    if given := os.environ.get("PORTAL_CLAMD_SOCKET"):
        yield given
        return
    program = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "clamd is not installed: apt-get install clamav-daemon"
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        yield from _run(program, Path(folder))


def _run(program: str, folder: Path) -> Iterator[str]:
    address = str(folder / "c.sock")
    database = folder / "db"
    database.mkdir()
    digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (database / "portal.hdb").write_text(f"{digest}:{len(EICAR)}:Portal.Eicar.Test\n")
    (database / "portal.ndb").write_text(f"Portal.Marker.Test:0:*:{MARKER.hex()}\n")
    settings = [f"DatabaseDirectory {database}", f"LocalSocket {address}", "Foreground yes", "MaxThreads 2"]
    settings += ["StreamMaxLength 12M", f"TemporaryDirectory {folder}"]
    if os.getuid() == 0:
        settings.append("User clamav")
        owner = pwd.getpwnam("clamav")
        for each in (folder, database, *database.iterdir()):
            os.chown(each, owner.pw_uid, owner.pw_gid)
    (folder / "clamd.conf").write_text("\n".join(settings) + "\n")
    with (folder / "log").open("wb") as log:
        daemon = subprocess.Popen([program, f"--config-file={folder / 'clamd.conf'}"], stdout=log, stderr=log)
    try:
        _wait_until_it_answers(daemon, address, folder / "log")
        yield address
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)


def _wait_until_it_answers(daemon: subprocess.Popen[bytes], address: str, log: Path) -> None:
    limit = time.monotonic() + 60
    while not isinstance(scan(b"ready?", socket=address, timeout=5), Clean):
        assert daemon.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < limit, log.read_text(errors="replace")
        time.sleep(0.05)


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """A false scanner on TCP that takes what comes and gives the answer asked for; returns host:port."""
    listeners: list[socket.socket] = []
    yield lambda answer: _serve(answer, listeners)
    for listener in listeners:
        listener.close()


def _serve(answer: bytes, listeners: list[socket.socket]) -> str:
    listener = socket.create_server(("127.0.0.1", 0))
    listeners.append(listener)
    threading.Thread(target=_answer_once, args=(listener, answer), daemon=True).start()
    return f"127.0.0.1:{listener.getsockname()[1]}"


def _answer_once(listener: socket.socket, answer: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        received = b""
        while not received.endswith(b"\0\0\0\0"):
            received += connection.recv(65536)
        if answer == b"(silence)":
            connection.recv(1)
        connection.sendall(answer)
