"""Taking a backup, shipping the log, and restoring to an instant."""

import io
import os
import shlex
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from portal.cluster import binaries
from portal.cluster.backup import store
from portal.cluster.backup.envelope import opened, seal
from portal.cluster.errors import ClusterError
from portal.cluster.server import SUPERUSER, Cluster, cluster


def take(server: Cluster) -> Path:
    """Copy the whole server while it works, seal the copy, and ship the log so far. Needs an archived server."""
    programs = binaries.unpack(server.home.parent)
    copy = server.home / "backup.tar"
    command = [str(programs / "pg_basebackup"), "-h", str(server.socket_dir), "-U", SUPERUSER]
    command += ["-D", "-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast"]
    report = server.home / "backup.out"
    with copy.open("wb") as output, report.open("wb") as errors:
        code = subprocess.run(
            command, stdout=output, stderr=errors, stdin=subprocess.DEVNULL, check=False
        ).returncode
    try:
        if code:
            raise ClusterError(f"the backup failed: {report.read_text(errors='replace').strip()[-1000:]}")
        path = store.folder() / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.base"
        _seal_file(copy, path)
    finally:
        copy.unlink(missing_ok=True)
        report.unlink(missing_ok=True)
    ship(server)
    return path


def ship(server: Cluster) -> int:
    """Seal the finished segments of the log and take them away; how many. What is shipped can be restored."""
    _psql(server, "select pg_switch_wal()")
    _wait_until_archived(server)
    shipped = 0
    for segment in sorted(path for path in server.archive.iterdir() if path.suffix != ".new"):
        target = store.segment(segment.name)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _seal_file(segment, target)
        segment.unlink()
        shipped += 1
    return shipped


def restore(name: str, at: datetime, *, throw_away: bool = False) -> Cluster:
    """Make a new server `name` as the old one was at `at` (UTC), and start it. Never over an existing one.

    Raises ClusterError if no backup is old enough, NotOurs if one was changed or the key is wrong.
    """
    base = max((path for path in store.bases() if _taken_at(path) <= at), default=None)
    if base is None:
        raise ClusterError(f"no backup was taken before {at:%Y-%m-%d %H:%M:%S} UTC")
    server = cluster(name, throw_away=throw_away, archived=True)
    if server.data.exists():
        raise ClusterError(f"there is a server {name} already; a restore never overwrites one")
    server.home.mkdir(exist_ok=True)
    log = server.home / "restored-log"
    log.mkdir()
    for sealed in sorted(store.segment("x").parent.glob("*.sealed")):
        _open_file(sealed, log / sealed.stem)
    with (
        base.open("rb") as source,
        tarfile.open(fileobj=_Chunks(opened(source, store.key())), mode="r|") as tar,
    ):
        tar.extractall(server.data, filter="data")
    (server.data / "recovery.signal").touch()
    (server.data / "postgresql.auto.conf").write_text(
        f"restore_command = {_quoted(f'cp {shlex.quote(str(log))}/%f %p')}\n"
        f"recovery_target_time = '{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f+00}'\n"
        "recovery_target_action = 'promote'\n"
    )
    _hand_over(server)
    server.start()
    return server


class _Chunks(io.RawIOBase):
    """A readable file over an iterator of bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.rest) < size:
            chunk = next(self.chunks, None)
            if chunk is None:
                break
            self.rest += chunk
        size = len(self.rest) if size < 0 else size
        found, self.rest = self.rest[:size], self.rest[size:]
        return found


def _taken_at(path: Path) -> datetime:
    return datetime.strptime(path.stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _seal_file(plain: Path, target: Path) -> None:
    new = target.with_suffix(".new")
    with plain.open("rb") as source, new.open("wb") as sealed:
        seal(source, sealed, store.key())
        _flush(sealed)
    new.rename(target)


def _open_file(sealed: Path, target: Path) -> None:
    with sealed.open("rb") as source, target.open("wb") as plain:
        for chunk in opened(source, store.key()):
            plain.write(chunk)


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _hand_over(server: Cluster) -> None:
    for path in [server.home, *server.home.rglob("*")]:
        server.account.take(path, 0o700 if path.is_dir() else 0o600)


def _wait_until_archived(server: Cluster) -> None:
    waiting = server.data / "pg_wal" / "archive_status"
    for _ in range(300):
        if not any(waiting.glob("*.ready")):
            return
        _psql(server, "select pg_sleep(0.1)")
    raise ClusterError(f"the server does not hand over its log: see {server.log}")


def _psql(server: Cluster, statement: str) -> None:
    programs = binaries.unpack(server.home.parent)
    command = [
        str(programs / "psql"),
        "-h",
        str(server.socket_dir),
        "-U",
        SUPERUSER,
        "-qAt",
        "-c",
        statement,
        "postgres",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterError(done.stderr.strip())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def forget_before(limit: datetime) -> int:
    """Remove copies older than `limit` with the log only they need; how many copies. The newest copy always stays.

    Keys that were destroyed are gone for good once the copies that held them are.
    """
    old = [path for path in store.bases()[:-1] if _taken_at(path) < limit]
    for path in old:
        path.unlink()
    if old:
        oldest = _taken_at(store.bases()[0]).timestamp()
        for sealed in store.segment("x").parent.glob("*.sealed"):
            if sealed.stat().st_mtime < oldest:
                sealed.unlink()
    return len(old)


def remove(server: Cluster) -> None:
    """Stop a restored server and delete it; for rehearsals."""
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)
