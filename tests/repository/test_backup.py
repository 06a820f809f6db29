"""Backups: sealed, whole or refused, restored to an instant."""

import io
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from portal.cluster.backup import store, work
from portal.cluster.backup.envelope import CHUNK, NotOurs, opened, seal
from portal.cluster.errors import ClusterError
from portal.cluster.server import Cluster, cluster

pytestmark = [pytest.mark.row("L8")]
KEY = bytes(range(32))


def sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    assert seal(io.BytesIO(content), target, KEY) == len(content)
    return target.getvalue()


def plain(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(opened(io.BytesIO(data), key))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_sealed_opens_and_shows_nothing(size):
    content = b"0123456789abcdef" * (size // 16) + b"x" * (size % 16)
    data = sealed(content)
    assert plain(data) == content
    assert b"0123456789abcdef" not in data


def test_a_changed_cut_or_foreign_file_is_refused():
    data = sealed(b"y" * (2 * CHUNK + 5))
    changed = bytearray(data)
    changed[CHUNK // 2] ^= 1
    second = 15 + CHUNK + 16
    swapped = data[:15] + data[second : second + CHUNK + 16] + data[15:second] + data[second + CHUNK + 16 :]
    for bad in (bytes(changed), data[:-1], data[: 15 + CHUNK + 16], swapped, b"not a backup", b""):
        with pytest.raises(NotOurs):
            plain(bad)
    with pytest.raises(NotOurs):
        plain(data, bytes(32))


@pytest.fixture
def server(tmp_path, monkeypatch) -> Iterator[Cluster]:
    monkeypatch.setenv("PORTAL_BACKUP_DIR", str(tmp_path / "backups"))
    monkeypatch.delenv("PORTAL_BACKUP_KEY", raising=False)
    server = cluster(f"backup-{os.getpid()}", throw_away=True, archived=True)
    server.start()
    yield server
    server.stop()


def value(server: Cluster) -> str:
    with psycopg.connect(server.admin_url()) as session:
        return session.execute("select what from thing").fetchone()[0]


def test_a_restore_brings_back_the_instant_and_never_overwrites(server):
    with psycopg.connect(server.admin_url(), autocommit=True) as session:
        session.execute("create table thing (what text); insert into thing values ('before the backup')")
        base = work.take(server)
        session.execute("update thing set what = 'the good state'")
        time.sleep(1.1)
        good = datetime.now(UTC)
        time.sleep(0.2)
        session.execute("update thing set what = 'the mistake'")
    assert work.ship(server) > 0
    assert b"the good state" not in base.read_bytes()
    assert all(b"the good state" not in path.read_bytes() for path in store.segment("x").parent.iterdir())
    restored = work.restore(f"restored-{os.getpid()}", good, throw_away=True)
    try:
        assert value(restored) == "the good state"
        with pytest.raises(ClusterError, match="never overwrites"):
            work.restore(restored.name, good)
    finally:
        work.remove(restored)
    assert value(server) == "the mistake"


def test_there_is_nothing_to_restore_from_before_the_first_backup(server):
    with pytest.raises(ClusterError, match="no backup was taken before"):
        work.restore("never", datetime(2001, 1, 1, tzinfo=UTC))
