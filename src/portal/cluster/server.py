"""A PostgreSQL server of our own: made at the first start, joined by whoever comes later."""

import contextlib
import fcntl
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from portal.cluster import binaries, postmaster
from portal.cluster.account import Account, server_account
from portal.cluster.errors import ClusterError
from portal.cluster.places import default_socket_dir, fallback_dirs, state_dir

START_SECONDS = 120
SUPERUSER = "postgres"

# Sockets only. `minimal` lets COPY into a new table skip the log; there is no standby to feed.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "100",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Backups to an instant need the whole log, kept until it is taken away sealed (portal.cluster.backup).
ARCHIVE_SETTINGS = {
    "wal_level": "replica",
    "max_wal_senders": "4",
    "archive_mode": "on",
    "archive_timeout": "60",
}
# For data that is thrown away: a crash of the machine may lose it. A crash of the server may not, so that tests
# can kill it: commits still wait until the system has the log.
THROW_AWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One server by name. `home` holds its data and log; `socket_dir` is the `host` of a connection."""

    name: str
    home: Path
    socket_dir: Path
    account: Account
    throw_away: bool
    archived: bool = False

    @property
    def archive(self) -> Path:
        """Where the server leaves finished segments of its log for the backup to take."""
        return self.home / "archive"

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home / "log"

    @property
    def _lock_file(self) -> Path:
        return self.home.parent / f"{self.name}.lock"

    def running(self) -> bool:
        """Whether the server takes connections."""
        server = postmaster.find(self.data)
        return server is not None and server.ready and server.answers()

    def admin_url(self, database: str = "postgres") -> str:
        """Address for the superuser, over the socket."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def start(self) -> bool:
        """Start the server, or join it; True if it was this call that started it.

        Raises ClusterError with the end of the log if it does not come up.
        """
        self._make_home()
        with self._lock():
            if self._joined():
                return False
            programs = binaries.unpack(self.home.parent)
            if sentence := binaries.explain_missing(programs):
                raise ClusterError(sentence)
            if not (self.data / "PG_VERSION").exists():
                self._initialize(programs)
            self._make_socket_dir()
            self._start_server()
            return True

    def stop(self, *, immediately: bool = False) -> bool:
        """Stop the server; False if it did not run. A throw-away one loses its data."""
        if not self.home.exists():
            return False
        with self._lock():
            ran = postmaster.find(self.data) is not None
            if ran:
                self._pg_ctl("stop", "-m", "immediate" if immediately or self.throw_away else "fast", "-w")
        if self.throw_away:
            shutil.rmtree(self.home, ignore_errors=True)
            self._lock_file.unlink(missing_ok=True)
        shutil.rmtree(self.socket_dir, ignore_errors=True)
        return ran

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with self._lock_file.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _joined(self) -> bool:
        """Wait for the server that is there; False as soon as there is none."""
        until = time.monotonic() + START_SECONDS
        while server := postmaster.find(self.data):
            if server.ready and server.answers():
                return True
            if server.ready and not server.socket.exists():
                self._pg_ctl("stop", "-m", "fast", "-w")
            if time.monotonic() > until:
                raise ClusterError(f"The database in {self.home} runs but does not answer: see {self.log}")
            time.sleep(0.02)
        postmaster.bury(self.data)
        return False

    def _make_home(self) -> None:
        try:
            self.home.mkdir(exist_ok=True)
            if not os.access(self.home, os.W_OK | os.X_OK):
                raise PermissionError
            self.account.take(self.home, 0o700)
        except PermissionError:
            raise ClusterError(
                f"The database's folder {self.home} belongs to another user. Run the command as that user, "
                "or set PORTAL_STATE_DIR to a folder of your own."
            ) from None

    def _initialize(self, programs: Path) -> None:
        new = self.home / "new"
        shutil.rmtree(new, ignore_errors=True)
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--data-checksums"]
        options += [*binaries.locale(programs), "--no-instructions"]
        options += ["--no-sync"] if self.throw_away else []
        self._run([str(programs / "initdb"), "--pgdata", str(new), *options], "initdb")
        # Renamed when whole: a start killed in the middle of initdb leaves nothing to trip over.
        new.rename(self.data)

    def _make_socket_dir(self) -> None:
        folder = self.socket_dir
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in {self.account.uid, os.geteuid()}:
            raise ClusterError(f"{folder} belongs to somebody else: remove it and start again.")
        self.account.take(folder, 0o700)
        for leftover in folder.glob(".s.PGSQL.*"):
            leftover.unlink()

    def _start_server(self) -> None:
        settings = SETTINGS | (THROW_AWAY_SETTINGS if self.throw_away else {})
        settings["unix_socket_directories"] = str(self.socket_dir)
        if self.archived:
            self.archive.mkdir(exist_ok=True)
            self.account.take(self.archive, 0o700)
            kept = f"{self.archive}/%f"
            keep = f"test ! -f {kept} && cp %p {kept}.new && mv {kept}.new {kept}"
            settings |= ARCHIVE_SETTINGS | {"archive_command": keep}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        # After a crash the old server's last processes may hold its memory for a moment.
        for attempt in range(10):
            before = self.log.stat().st_size if self.log.exists() else 0
            if self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(self.log), "-o", options):
                return
            said = self.log.read_bytes()[before:].decode(errors="replace") if self.log.exists() else ""
            if "still in use" not in said:
                break
            time.sleep(0.2 * (attempt + 1))
        raise ClusterError(f"The database did not start. Its log ends:\n{said.strip()[-2000:]}")

    def _pg_ctl(self, action: str, *options: str) -> bool:
        programs = binaries.unpack(self.home.parent)
        command = [str(programs / "pg_ctl"), action, "-D", str(self.data), *options]
        return self.account.run(command, timeout=START_SECONDS + 10) == 0

    def _run(self, command: list[str], name: str) -> None:
        report = self.home / f"{name}.out"
        with report.open("wb") as output:
            code = self.account.run(command, output=output)
        if code:
            raise ClusterError(f"{name} failed: {report.read_text(errors='replace').strip()[-2000:]}")
        report.unlink()


def cluster(name: str = "demo", *, throw_away: bool = False, archived: bool | None = None) -> Cluster:
    """The cluster of that name, whether it exists yet or not; makes only the folder it lies in.

    `throw_away`: fast and without safety against a power cut; `stop` deletes its data.
    `archived`: keep the log for backups to an instant; by default where PORTAL_ARCHIVE=1 says so.
    """
    account = server_account()
    return Cluster(
        name=name,
        home=_base(account) / name,
        socket_dir=default_socket_dir(name),
        account=account,
        throw_away=throw_away,
        archived=os.environ.get("PORTAL_ARCHIVE") == "1" if archived is None else archived,
    )


def _base(account: Account) -> Path:
    """The first folder for servers that `account` can pass to."""
    places = [state_dir() / "postgres", *fallback_dirs()]
    for place in places:
        try:
            for folder in reversed([place, *place.parents]):
                if not folder.exists():
                    folder.mkdir(mode=0o755)
                    folder.chmod(0o755)
        except OSError:
            continue
        owned = place.lstat().st_uid == os.geteuid() and not place.is_symlink()
        if owned and os.access(place, os.W_OK) and account.can_use(place):
            return place
    raise ClusterError(
        f"None of {', '.join(map(str, places))} can be used for the database by the user {account.name}: "
        "set PORTAL_STATE_DIR to a folder that it can pass to."
    )


def remove_leftovers(prefix: str) -> None:
    """Stop and delete throw-away clusters `<prefix>-<pid>` whose maker no longer lives."""
    account = server_account()
    for home in _base(account).glob(f"{prefix}-*"):
        pid = home.name.rpartition("-")[2]
        if home.is_dir() and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            with contextlib.suppress(ClusterError, subprocess.SubprocessError):
                cluster(home.name, throw_away=True).stop()
