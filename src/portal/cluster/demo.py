"""`script/demo`: the whole portal on this machine with a synthetic program, until Ctrl-C.

`--check` does the main job once over HTTP and stops; `--stop` ends a demo that runs elsewhere.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import NoReturn

from portal.cluster import scanner, static
from portal.cluster.environment import child_environment, python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY, state_dir
from portal.cluster.processes import Child, end_leftovers
from portal.cluster.progress import say
from portal.cluster.server import cluster
from portal.cluster.web import Web, choose_port, worker

RUN = "demo"
DEFAULT_PORT = 8000
STOP_SECONDS = 60


class AlreadyRunning(ClusterError):
    """Another process holds the demo; `pid` and `url` are its own."""

    def __init__(self, pid: int, url: str) -> None:
        where = f"runs already at {url}" if url else "is being started already"
        super().__init__(f"The demo {where}. Stop it with script/demo --stop.")
        self.pid = pid
        self.url = url


class Holder:
    """The lock that one demo of a state folder holds while it lives, and what it says of itself."""

    def __init__(self) -> None:
        folder = state_dir() / "run"
        folder.mkdir(parents=True, exist_ok=True)
        self.file = (folder / "demo").open("a+")

    def take(self) -> None:
        """Raises AlreadyRunning."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.seek(0)
            pid, _, url = self.file.read().partition(" ")
            raise AlreadyRunning(int(pid or 0), url) from None
        self.write("")

    def write(self, url: str) -> None:
        """Note who we are and where we answer."""
        self.file.seek(0)
        self.file.truncate()
        self.file.write(f"{os.getpid()} {url}")
        self.file.flush()


@contextlib.contextmanager
def surroundings(*, inherit: bool) -> Iterator[dict[str, str]]:
    """Database and scanner; what is started here is stopped at the end. Gives the children's environment.

    `inherit`: an earlier demo was killed, so a database that still runs is ours to stop, too.
    """
    with contextlib.ExitStack() as stack:
        environment = child_environment(RUN)
        if os.environ.get("DATABASE_URL"):
            say("using the PostgreSQL that DATABASE_URL names")
        else:
            server = cluster("demo")
            started = server.start()
            if started or inherit:
                stack.callback(server.stop)
            say(f"PostgreSQL {'started' if started else 'runs already'}")
            environment["PORTAL_PG_SOCKET"] = str(server.socket_dir)
        if "PORTAL_CLAMD_SOCKET" not in environment and scanner.program():
            malware = scanner.Scanner(RUN)
            stack.callback(malware.stop)
            malware.start()
            environment["PORTAL_CLAMD_SOCKET"] = str(malware.address)
            say("malware scanner started (it knows test signatures only)")
        elif "PORTAL_CLAMD_SOCKET" not in environment:
            say("no malware scanner here: uploads will wait (apt-get install clamav-daemon)")
        yield environment


def prepare(environment: dict[str, str], size: float | None) -> None:
    """Bring database, synthetic program and static files up to date, the last two side by side."""
    nation = "nation" + (f" --size {size}" if size else "")
    with contextlib.ExitStack() as stack:
        collecting = static.start_collecting(environment)
        if collecting:
            stack.callback(collecting.stop)
        run_commands(environment, "portal_database --verbosity 0", nation)
        if collecting:
            collecting.wait()
            static.remember()


def run_commands(environment: dict[str, str], *commands: str) -> None:
    """Django commands, their output on this terminal. Raises ClusterError if one fails."""
    command = [python(), "-m", "portal.cluster.prepare", *commands]
    code = subprocess.run(command, env=environment, cwd=REPOSITORY, check=False).returncode
    if code:
        raise ClusterError(f"A step failed (exit code {code}); what it said stands above.")


def serve(children: list[Child]) -> None:
    """Keep the children alive until interrupted: one that dies is started again."""
    while True:
        time.sleep(0.5)
        for child in children:
            if (code := child.ended()) is not None:
                say(f"{child.name} ended (exit code {code}); starting it again")
                child.stop()
                time.sleep(1)
                child.start()


def run(chosen: argparse.Namespace, *, inherit: bool) -> None:
    """Start everything, then check once or serve until interrupted."""
    with contextlib.ExitStack() as stack:
        port = choose_port(chosen.port, DEFAULT_PORT, any_other=chosen.check)
        environment = stack.enter_context(surroundings(inherit=inherit))
        prepare(environment, chosen.size)
        web = Web(port, environment)
        children = [web.child, worker(environment)]
        for child in children:
            stack.callback(child.stop)
            child.start()
        web.wait_until_healthy()
        say(f"web and worker started: {web.url}")
        if chosen.check:
            run_commands(environment, f"check_main_job --url {web.url}")
            return
        chosen.holder.write(web.url)
        run_commands(environment, "personas")
        print(f"\n  The Ticket Portal is at  {web.url}\n  Stop it with Ctrl-C.\n", flush=True)
        serve(children)


def check_running(other: AlreadyRunning) -> None:
    """Do the main job once in the demo that runs already, and leave it running."""
    say(f"checking the demo that runs at {other.url}")
    environment = child_environment(RUN)
    if not os.environ.get("DATABASE_URL"):
        environment["PORTAL_PG_SOCKET"] = str(cluster("demo").socket_dir)
    run_commands(environment, f"check_main_job --url {other.url}")


def stop() -> None:
    """End the demo of this state folder, what it left behind, and its database."""
    holder = Holder()
    try:
        holder.take()
    except AlreadyRunning as running:
        os.kill(running.pid, signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until:
            time.sleep(0.1)
            with contextlib.suppress(AlreadyRunning):
                holder.take()
                break
    end_leftovers(RUN)
    if not os.environ.get("DATABASE_URL"):
        cluster("demo").stop()
    say("stopped")


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="The Ticket Portal on this machine.")
    parser.add_argument("--check", action="store_true", help="do the main job once over HTTP, then stop")
    parser.add_argument("--stop", action="store_true", help="stop a demo that runs, and its database")
    parser.add_argument(
        "--size",
        type=float,
        help="size of the synthetic program when it is made (1: a thousandth of the country)",
    )
    parser.add_argument("--port", type=int, help=f"port of the web server (default {DEFAULT_PORT})")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Exit code 0 when all went well or Ctrl-C ended it, 1 with a sentence on what did not work."""
    chosen = _parse(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        if chosen.stop:
            stop()
            return 0
        chosen.holder = Holder()
        try:
            chosen.holder.take()
        except AlreadyRunning as other:
            if chosen.check and other.url:
                check_running(other)
                return 0
            raise
        count = end_leftovers(RUN)
        if count:
            say(f"ended {count} processes that an earlier demo had left")
        run(chosen, inherit=bool(count))
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 0 if isinstance(error, AlreadyRunning) and not chosen.check else 1
    except KeyboardInterrupt:
        say("stopped")
        return 1 if chosen.check else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
