"""Change the law in one place at a time and see that its tests notice: `nice python -m tests.mutants [module...]`.

One process at a time; goes on where it was interrupted (var/mutants). Prints the report; exit code 1 if less than
95 % of the changes were killed, or a change listed as equivalent was.
"""

import argparse
import os
import sys
import time

from portal.cluster.testrun import POLICY
from tests.mutants import in_place, reloaded, report, session
from tests.mutants.changes import Change
from tests.mutants.every import all_changes
from tests.mutants.journal import FILE, Journal, fingerprint
from tests.mutants.law import REPOSITORY


def try_all(changes: list[Change], journal: Journal) -> None:
    """Try each change that has no result yet: in the living function first, where that cannot tell by loading it."""
    living, loaded = in_place.by_scope(changes)
    tried = [change for change in living if change.key not in journal.results]
    print(f"{len(tried)} changes in functions", file=sys.stderr)
    in_place.run(tried, journal.hints, _noting(journal, len(tried)), FILE.with_name("pytest.txt"), POLICY)
    journal.reread()
    again = [change for change in living if not journal.results[change.key].final]
    again += [change for change in loaded if change.key not in journal.results]
    print(f"{len(again)} changes by loading the law anew", file=sys.stderr)
    reloaded.check({change.module for change in again}, POLICY)
    for number, change in enumerate(again, 1):
        killer = reloaded.killer(change, journal.likely(change), POLICY)
        journal.note(change, killer, final=True)
        if not killer or number % 20 == 0:
            print(
                f"  {number} of {len(again)} {'' if killer else 'survived: ' + change.key}", file=sys.stderr
            )


def _noting(journal: Journal, count: int) -> in_place.Report:
    terminal = os.dup(sys.stderr.fileno())
    done = 0

    def note(change: Change, killer: str, final: bool) -> None:
        nonlocal done
        done += 1
        journal.note(change, killer, final=final)
        if done % 100 == 0:
            os.write(terminal, f"  {done} of {count}\n".encode())

    return note


def main(arguments: list[str]) -> int:
    """Exit code 0 if enough changes were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="like portal.policy.timing (default all)")
    chosen = parser.parse_args(arguments).modules
    os.chdir(REPOSITORY)
    began = time.monotonic()
    changes = [change for change in all_changes() if not chosen or change.module in chosen]
    journal = Journal(FILE, fingerprint())
    FILE.parent.mkdir(parents=True, exist_ok=True)
    session.prepare()
    try_all(changes, journal)
    text, good = report.report(changes, journal.results, report.equivalents(), time.monotonic() - began)
    print(text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
