"""`script/bench`: all parts, or those named; the table goes to the terminal and to docs/proof/bench.txt."""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime

from bench import ground
from bench.report import Line, read, summary, table
from portal.cluster import machine
from portal.cluster.errors import ClusterError
from portal.cluster.places import REPOSITORY
from portal.cluster.progress import say

PARTS = {
    "law": "pure decisions of the policy",
    "openfisca": "a milestone test beside OpenFisca",
    "bulk": "determinations in sets, beside writing the same rows",
    "sweep": "claims nobody asked for, beside writing the same rows",
    "pages": "signed-in pages, beside a bare Django page",
    "morning": "a morning's pages and jobs at 1,000 and 100,000 assigned Tickets with the same number due",
    "caseload": "a counsellor's pages at 100 and 10,000 Tickets, beside a bare Django page",
    "files": "files of 10,000 payment requests and of 5,000 contact notes",
    "records": "a file of benefit status for 200,000 people, beside COPY",
    "lookup": "look-up by SSN among 12,000 and 1,200,000 people",
    "start": "script/demo to its first page, cold and warm",
}
TARGET = REPOSITORY / "docs" / "proof" / "bench.txt"
# The demo's own size: 12,000 people, 340 Tickets in use.
SIZE = 1.0


def measure(parts: list[str]) -> tuple[list[Line], list[str]]:
    """Run the parts one after the other, nothing beside them; their lines and notes."""
    lines: list[Line] = []
    notes: list[str] = []
    with ground.server() as environment:
        if set(parts) - {"start"}:
            say("making the synthetic program")
            ground.nation(environment, SIZE)
        for part in parts:
            say(f"{part}: {PARTS[part]}")
            found, said = read(ground.run(environment, f"bench.{part}"))
            lines += found
            notes += said
        for database in (ground.NATION, ground.LARGE, ground.BARE):
            ground.drop(database)
    return lines, notes


def proof(lines: list[Line], notes: list[str], load: float) -> str:
    """The whole text: what was met, when and where, the table, what the numbers are.

    `load` is how many processes wanted a core before the bench began: above 0 it was not alone.
    """
    return "\n".join(
        [
            f"bench: {summary(lines)}",
            "Medians of repeats, each thing and its yardstick in turn. Compare ratios, not absolute numbers.",
            "",
            f"date: {datetime.now(UTC):%Y-%m-%d}",
            *machine.facts(),
            f"load of other work when it began: {load:.1f}",
            "",
            table(lines),
            "",
            *(f"- {text}" for text in notes),
        ]
    )


def main(arguments: list[str]) -> int:
    """Exit code 0 when everything was measured, whatever came out; 1 when something could not be."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)} (default all)")
    chosen = parser.parse_args(arguments).parts
    if unknown := [part for part in chosen if part not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}")
    try:
        load = os.getloadavg()[0]
        text = proof(*measure([part for part in PARTS if part in (chosen or PARTS)]), load)
    except (ClusterError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{text}")
    # A run of some parts is a look; the proof is a run of all.
    if not chosen:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(f"{text}\n")
        say(f"written to {TARGET.relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
