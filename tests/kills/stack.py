"""The whole portal on a database of its own, and the ways it can be killed."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import psycopg

from portal.cluster import postmaster
from portal.cluster.environment import child_environment, python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY
from portal.cluster.server import Cluster, cluster
from portal.cluster.web import Web, choose_port, worker
from tests.kills.filled import fill

SETTINGS = "tests.kills.settings"
WEIGHTS = {"backend": 30, "worker": 25, "web worker": 20, "postmaster": 12, "database": 8, "web server": 3}
# A web worker this young serves nobody yet, and the web server gives up when one dies twice at once.
GROWN_UP_SECONDS = 7

STARTS = 3


class Kill(NamedTuple):
    """What was killed, and when by the real clock."""

    at: float
    what: str


class Stack:
    """Database, web server with two workers, and the worker; `kill` kills something and starts it again."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.kills: list[Kill] = []
        self.died_too: list[str] = []
        self.server: Cluster = cluster(f"test-kills-{os.getpid()}", throw_away=True, archived=False)
        self.environment = self._environment()
        self.web = Web(choose_port(None, 0, any_other=True), self.environment)
        self.worker = worker(self.environment)
        self.web.child.log, self.worker.log = folder / "web.log", folder / "worker.log"

    def _environment(self) -> dict[str, str]:
        environment = child_environment(f"kills-{os.getpid()}", SETTINGS)
        for name in ("DATABASE_URL", "PORTAL_DATABASE", "PORTAL_PROCESS", "PORTAL_CLAMD_SOCKET"):
            environment.pop(name, None)
        return environment | {
            "PORTAL_SETTINGS": SETTINGS,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "PORTAL_PG_SOCKET": str(self.server.socket_dir),
            "PORTAL_STATE_DIR": str(self.folder),
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
        }

    def start(self, template: str) -> None:
        self.server.start()
        fill(self.server, template)
        self.command("-m", "portal.cluster.prepare", "nation --size 0.02")
        self.web.child.start()
        self.worker.start()
        self.web.wait_until_healthy()

    def stop(self) -> None:
        self.web.child.stop()
        self.worker.stop()
        self.server.stop()

    def command(self, *arguments: str) -> str:
        """A program of the portal on this database; what it printed."""
        done = subprocess.run(
            [python(), *arguments],
            env=self.environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout[-1500:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def people(self, working: int, disputed: int) -> dict[str, list[str]]:
        """Ticketholders to ask payments for, by their public numbers."""
        made: dict[str, list[str]] = json.loads(
            self.command("-m", "tests.kills.people", str(working), str(disputed))
        )
        return made

    def connect(self) -> psycopg.Connection:
        """As the superuser, past every wall."""
        return psycopg.connect(self.server.admin_url("portal"), autocommit=True)

    def kill(self) -> None:
        """Kill -9 something that runs, then start again what ended, and wait until pages come."""
        what = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        victims = [pid for pid in self._pids(what) if _killed(pid)]
        if not victims:
            return
        self.kills.append(Kill(time.time(), what))
        if what in ("postmaster", "database"):
            self.server.start()
        self.mend(after=what)

    def mend(self, after: str = "") -> None:
        """Start what has ended, as whoever runs the portal would, and wait until pages come."""
        for _ in range(STARTS):
            for name, child in {"web server": self.web.child, "worker": self.worker}.items():
                if child.ended() is not None:
                    if name != after:
                        self.died_too.append(f"{name} after {after}")
                    child.stop()
                    child.start()
            # The web server ends of itself when one of its workers dies twice within seconds.
            with contextlib.suppress(ClusterError):
                return self.web.wait_until_healthy()
        raise AssertionError(f"no page comes after the kill of {after}: {self.web.child.last_words()}")

    def _pids(self, what: str) -> list[int]:
        web, work = self.web.child.process, self.worker.process
        assert web is not None and work is not None
        match what:
            case "web worker":
                return self._one([pid for pid in _children(web.pid) if _age(pid) > GROWN_UP_SECONDS])
            case "web server":
                return [web.pid, *_children(web.pid)]
            case "worker":
                return [work.pid]
            case "backend":
                return self._one(self._backends())
        found = postmaster.find(self.server.data)
        assert found is not None, "the database should run"
        return [found.pid, *(_children(found.pid) if what == "database" else [])]

    def _one(self, pids: list[int]) -> list[int]:
        return [self.random.choice(sorted(pids))] if pids else []

    def _backends(self) -> list[int]:
        """Connections of web and worker, those in a transaction rather than idle ones."""
        with contextlib.suppress(psycopg.OperationalError), self.connect() as connection:
            rows = connection.execute(
                "select pid, state <> 'idle' from pg_stat_activity where backend_type = 'client backend'"
                " and pid <> pg_backend_pid()"
            ).fetchall()
            busy = [pid for pid, works in rows if works]
            return busy or [pid for pid, _ in rows]
        return []


def _killed(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _age(pid: int) -> float:
    """Seconds since the process was started; 0 for one that is gone."""
    with contextlib.suppress(OSError):
        started = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
    return 0.0
