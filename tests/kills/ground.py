"""A database of its own and processes forked on it, killed with -9 while they work; cheap enough to do it often."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import psycopg

from portal.cluster import postmaster
from portal.cluster.environment import child_environment, python
from portal.cluster.places import REPOSITORY
from portal.cluster.server import Cluster, cluster
from tests.kills.filled import fill

SETTINGS = "tests.kills.settings"
WEIGHTS = {"process": 60, "backend": 25, "postmaster": 10, "database": 5}
# A process is killed so long after its start, between its first connection and the end of what it does.
SOONEST, LATEST = 0.02, 0.5
# What has lost its database may wait long before it stops: whoever runs the portal ends it.
PATIENCE = 1.0
WAIT = 120
# What the minute's clock would bring by itself, asked for at once.
BY_THE_CLOCK = (
    "kernel.retry_stalled",
    "kernel.look_for_stuck_files",
    "payments.look_for_stuck_sweeps",
    "payments.look_for_unsent_runs",
    "exchange.take",
)
_MOVE_CLOCK = """
set portal.actor = 'kills';
update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 hour';
update procrastinate_jobs set scheduled_at = now() where status = 'todo' and scheduled_at > now();
update payments_requestfile set stepped_at = stepped_at - interval '1 hour' where state in ('received', 'running');
update payments_answerfile set stepped_at = stepped_at - interval '1 hour' where state in ('received', 'running');
update payments_sweep set stepped_at = stepped_at - interval '1 hour' where state = 'running'
"""
_ASK = """
insert into procrastinate_jobs (queue_name, task_name, queueing_lock, lock, args)
select 'default', %(task)s::text, %(task)s::text, %(lock)s::text, '{"timestamp": 0}' where not exists
    (select from procrastinate_jobs where status = 'todo' and queueing_lock = %(task)s::text)
"""


class Act(NamedTuple):
    """What a process does: a name of `tests.kills.acts` with what it is given."""

    name: str
    given: tuple[Any, ...] = ()


class Forks:
    """Forked processes of one kind, web or worker, one at a time."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log.open("ab")
        command = [python(), "-m", "tests.kills.forks"]
        pipe = subprocess.PIPE
        self.parent = subprocess.Popen(
            command, env=environment, cwd=REPOSITORY, stdin=pipe, stdout=pipe, stderr=self.log, text=True
        )

    def begin(self, act: Act) -> int:
        """The ID of a process that has begun."""
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps([act.name, *act.given]) + "\n")
        self.parent.stdin.flush()
        return self._said()

    def ended(self) -> int:
        """How the process ended, waited for: 0, 1, or the signal below 0."""
        return self._said()

    def stop(self) -> None:
        self.parent.communicate(timeout=WAIT)
        self.log.close()

    def _said(self) -> int:
        assert self.parent.stdout is not None
        return int(self.parent.stdout.readline())


class Ground:
    """The server, and what runs on it."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.kills: list[str] = []
        self.server: Cluster = cluster(f"test-works-{os.getpid()}", throw_away=True, archived=False)

    def start(self, template: str) -> None:
        self.server.start()
        fill(self.server, template)
        environment = child_environment(f"works-{os.getpid()}", SETTINGS)
        for name in ("DATABASE_URL", "PORTAL_DATABASE", "PORTAL_PROCESS", "PORTAL_CLAMD_SOCKET"):
            environment.pop(name, None)
        environment |= {
            "PORTAL_SETTINGS": SETTINGS,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PORTAL_PG_SOCKET": str(self.server.socket_dir),
            "PORTAL_STATE_DIR": str(self.folder),
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
        }
        log = self.folder / "processes.log"
        self.web = Forks(environment, log)
        self.worker = Forks(environment | {"PORTAL_PROCESS": "worker"}, log)

    def stop(self) -> None:
        for one in ("web", "worker"):
            if hasattr(self, one):
                getattr(self, one).stop()
        self.server.stop()

    def connect(self) -> psycopg.Connection:
        """As the superuser, past every wall."""
        return psycopg.connect(self.server.admin_url("portal"), autocommit=True)

    def value(self, query: str, *given: Any) -> Any:
        """The one value that the query answers."""
        with self.connect() as connection:
            row = connection.execute(query, given).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return row[0]

    def done(self, forks: Forks, name: str, *given: Any) -> None:
        """Do it without killing anything."""
        forks.begin(Act(name, given))
        assert forks.ended() == 0, f"{name}: {self.last_words()}"

    def killed(self, forks: Forks, name: str, *given: Any) -> None:
        """Begin it, and kill -9 the process or its database; a process that was faster counts for no kill."""
        pid = forks.begin(Act(name, given))
        time.sleep(self.random.uniform(SOONEST, LATEST))
        what = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if not _running(pid):
            forks.ended()
            return
        victims = [victim for victim in self._pids(what, pid) if _killed(victim)]
        self.kills += [what] if victims else []
        if what != "process":
            until = time.monotonic() + PATIENCE
            while _running(pid) and time.monotonic() < until:
                time.sleep(0.02)
            _killed(pid)
        forks.ended()
        self.mend()

    def mend(self) -> None:
        """Start the server if it has ended, and wait for it; then let the clock come round, as minutes would."""
        if postmaster.find(self.server.data) is None:
            self.server.start()
        until = time.monotonic() + WAIT
        while True:
            try:
                self.clock()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
                self.server.start()
            else:
                return

    def clock(self) -> None:
        """Dead workers are seen to be dead, what stands still has stood still for long, and the minute comes."""
        with self.connect() as connection:
            connection.execute(_MOVE_CLOCK)
            for task in BY_THE_CLOCK:
                lock = task if task == "exchange.take" else None
                connection.execute(_ASK, {"task": task, "lock": lock})

    def last_words(self) -> str:
        return (self.folder / "processes.log").read_text()[-3000:]

    def _pids(self, what: str, pid: int) -> list[int]:
        if what == "process":
            return [pid]
        if what == "backend":
            with contextlib.suppress(psycopg.OperationalError), self.connect() as connection:
                rows = connection.execute(
                    "select pid from pg_stat_activity where backend_type = 'client backend'"
                    " and pid <> pg_backend_pid() order by state = 'idle', pid"
                ).fetchall()
                return [row[0] for row in rows[:1]]
            return []
        found = postmaster.find(self.server.data)
        assert found is not None, "the database should run"
        children = Path(f"/proc/{found.pid}/task/{found.pid}/children").read_text().split()
        return [found.pid, *(map(int, children) if what == "database" else [])]


def _killed(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _running(pid: int) -> bool:
    """Not ended: one that has, and is not yet waited for, is a zombie."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
