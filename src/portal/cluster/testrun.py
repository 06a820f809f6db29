"""`script/test`: the test suite on a throw-away database, with a real malware scanner.

Without arguments everything: the linters and the law without Django beside each other, then the rest. With arguments
what pytest makes of them.
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
# Made for two cores: while one process waits for a browser or for what it has killed, the third works.
WORKERS = ["-n", "3"]
# The law is proved without Django, so that it cannot come to need it.
WITHOUT_DJANGO = ["-p", "no:django", "--confcutdir", POLICY, "-W", "ignore::pytest.PytestConfigWarning"]
# What pyproject.toml sets for the Django plugin is unknown without it.
WITHOUT_DJANGO += ["-o", "strict_config=false"]
REST = ["--durations=10", "tests", f"--ignore={POLICY}"]


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
    say(f"pytest {' '.join(arguments)}")
    return subprocess.run(
        _pytest(arguments), cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode


def run(arguments: list[str]) -> int:
    """What was asked for, one after another; the first exit code that is not 0."""
    with surroundings() as environment:
        codes = [] if arguments else lint_and_prove_the_law(environment)
        codes.append(pytest(environment, [*WORKERS, *(arguments or REST)]))
    failed = next(filter(None, codes), 0)
    say("TESTS FAILED" if failed else "all tests passed")
    return failed


def lint_and_prove_the_law(environment: dict[str, str]) -> list[int]:
    """The exit codes of the linters and of the law's tests; beside them, the database is made that the tests copy."""
    making = subprocess.Popen([python(), "-m", "tests.server"], cwd=REPOSITORY, env=environment)
    law = subprocess.Popen(
        _pytest(["-n", "0", *WITHOUT_DJANGO, POLICY]),
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        linted = subprocess.run(["script/lint"], cwd=REPOSITORY, check=False).returncode
        print(law.communicate()[0], flush=True)
    finally:
        making.wait()
        law.wait()
    return [linted, law.returncode]


def _pytest(arguments: Sequence[str]) -> list[str]:
    return [python(), "-m", "pytest", *arguments]


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
