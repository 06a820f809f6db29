"""`script/test`: the test suite on a throw-away database, with a real malware scanner.

Without arguments everything: the linters, the law without Django, then the rest. With arguments what pytest makes of
them.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from portal.cluster import scanner
from portal.cluster.environment import child_environment, python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY
from portal.cluster.progress import say
from portal.cluster.server import cluster, remove_leftovers

RUN = "test"
SETTINGS = "portal.config.settings.test"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
POLICY = "tests/policy"
WORKERS = ["-n", "2"]
# The law is proved without Django, so that it cannot come to need it.
WITHOUT_DJANGO = ["-p", "no:django", "--confcutdir", POLICY, "-W", "ignore::pytest.PytestConfigWarning"]
# What pyproject.toml sets for the Django plugin is unknown without it.
WITHOUT_DJANGO += ["-o", "strict_config=false"]


def suites() -> list[list[str]]:
    """pytest's arguments for each part of the whole suite."""
    rest = [*WORKERS, "--durations=10", "tests"]
    if not (REPOSITORY / POLICY).is_dir():
        return [rest]
    return [[*WORKERS, *WITHOUT_DJANGO, POLICY], [*rest, f"--ignore={POLICY}"]]


@contextlib.contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """A database, a scanner and a state folder that end with the tests; gives the tests' environment."""
    with contextlib.ExitStack() as stack:
        environment = child_environment(f"{RUN}-{os.getpid()}")
        environment |= {"PORTAL_SETTINGS": SETTINGS, "DJANGO_SETTINGS_MODULE": SETTINGS}
        if not os.environ.get("DATABASE_URL"):
            remove_leftovers(RUN)
            server = cluster(f"{RUN}-{os.getpid()}", throw_away=True)
            stack.callback(server.stop)
            server.start()
            environment["PORTAL_PG_SOCKET"] = str(server.socket_dir)
            say("throw-away PostgreSQL started")
        if "PORTAL_CLAMD_SOCKET" not in environment:
            malware = scanner.Scanner(f"{RUN}-{os.getpid()}")
            stack.callback(malware.stop)
            malware.start()
            environment["PORTAL_CLAMD_SOCKET"] = str(malware.address)
            say("malware scanner started")
        browser = next(filter(None, map(shutil.which, BROWSERS)), None)
        if browser:
            environment.setdefault("PORTAL_CHROMIUM", browser)
        state = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-test-")))
        state.chmod(0o755)  # tests start servers of their own in it, which run as another user
        environment["PORTAL_STATE_DIR"] = str(state)
        yield environment


def pytest(environment: dict[str, str], arguments: Sequence[str]) -> int:
    """Run pytest, its output on this terminal; its exit code (5, no test found, is a failure too)."""
    command = [python(), "-m", "pytest", *arguments]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


def run(arguments: list[str]) -> int:
    """What was asked for, one after another; the first exit code that is not 0."""
    with surroundings() as environment:
        codes = [] if arguments else [lint(environment)]
        for suite in [[*WORKERS, *arguments]] if arguments else suites():
            say(f"pytest {' '.join(suite)}")
            codes.append(pytest(environment, suite))
    failed = next(filter(None, codes), 0)
    say("TESTS FAILED" if failed else "all tests passed")
    return failed


def lint(environment: dict[str, str]) -> int:
    """The linters, which keep one core busy; on the other, the database is made that the tests copy."""
    making = subprocess.Popen([python(), "-m", "tests.server"], cwd=REPOSITORY, env=environment)
    try:
        return subprocess.run(["script/lint"], cwd=REPOSITORY, check=False).returncode
    finally:
        making.wait()


def interrupt(number: int, frame: object) -> NoReturn:
    """Make a request to end look like Ctrl-C, so that everything started is stopped."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """pytest's exit code; 1 with a sentence if the surroundings could not be made."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    os.chdir(REPOSITORY)
    try:
        return run(arguments)
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
