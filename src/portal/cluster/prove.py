"""`script/prove`: the tests' proofs with full counts; what came out stands in docs/proof/<name>.txt."""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from portal.cluster import machine, testrun
from portal.cluster.environment import python
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY
from portal.cluster.progress import say

FOLDER = REPOSITORY / "docs" / "proof"


@dataclass(frozen=True)
class Proof:
    """What is run, what it shows, and the counts it is given."""

    shows: str
    arguments: list[str]
    counts: dict[str, str] = field(default_factory=dict)


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
    "journeys": Proof(
        "Whole jobs in a real browser: accessibility, without JavaScript, by keyboard.",
        ["-n", "0", "-m", "journey", "tests"],
    ),
    "house": Proof(
        "Everything else: walls, vault, trail, services, pages, races.",
        ["-n", "2", "-m", "not kill and not journey", f"--ignore={testrun.POLICY}", "tests"],
        {"PORTAL_EXAMPLES": "2000"},
    ),
}


def prove(name: str, proof: Proof, environment: dict[str, str]) -> bool:
    """Run one proof and write its file; whether it held."""
    say(f"proving {name}: {proof.shows}")
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
        with testrun.surroundings() as environment:
            results = [prove(name, PROOFS[name], environment) for name in names]
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
