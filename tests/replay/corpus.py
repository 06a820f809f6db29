"""The corpus: payment decisions with the facts they were made on, kept so that no answer changes unseen.

`corpus.jsonl.gz` holds one JSON object a line: `case` (a name), `rule`, `facts` and `answer`, both as `portal decide
payment` reads and prints them. Cases named scenario/... are the hand-written ones of the synthetic program, nation/...
its random ones, law/... those of the tests of the law. Nothing regenerates it: an answer that changes fails the
suite, and who means the change says why. `changes.csv` has a line for each state of the corpus, with the reason.

    python -m tests.replay.corpus changed                     what is answered otherwise now, case by case
    python -m tests.replay.corpus accept "why"                take today's answers, for this reason
    python -m tests.replay.corpus add NAME "why" < facts.json take one more case, with today's answer
"""

import csv
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from portal.policy.replay import Difference, difference, in_short, replayed

HERE = Path(__file__).parent
CORPUS, CHANGES = HERE / "corpus.jsonl.gz", HERE / "changes.csv"
RULE = "payment"

type Json = dict[str, Any]


class Case(NamedTuple):
    """One decision as it was made."""

    name: str
    facts: Json
    answer: Json


def cases() -> list[Case]:
    """All of them, by name."""
    lines = gzip.decompress(CORPUS.read_bytes()).decode().splitlines()
    rows = (json.loads(line) for line in lines)
    return [Case(row["case"], row["facts"], row["answer"]) for row in rows]


def differing() -> Iterator[tuple[Case, Difference]]:
    """The cases that are answered otherwise now, with both answers."""
    for case in cases():
        found = difference(RULE, case.facts, case.answer)
        if found is not None:
            yield case, found


def digest() -> str:
    """Of the corpus as it stands in the file."""
    return hashlib.sha256(gzip.decompress(CORPUS.read_bytes())).hexdigest()


def changes() -> list[Json]:
    """Every state the corpus has had, with its digest, its number of cases and the reason."""
    with CHANGES.open(newline="") as file:
        return list(csv.DictReader(file))


def keep(found: list[Case], why: str) -> None:
    """Write the corpus, and why it is another one now. Raises ValueError without a reason."""
    if not why.strip():
        raise ValueError("say why the corpus changes")
    rows = [
        {"case": case.name, "rule": RULE, "facts": case.facts, "answer": case.answer}
        for case in sorted(found)
    ]
    text = "".join(json.dumps(row, sort_keys=True, separators=(",", ":")) + "\n" for row in rows)
    CORPUS.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    begun = CHANGES.exists()
    with CHANGES.open("a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not begun:
            writer.writerow(("digest", "cases", "why"))
        writer.writerow((digest(), len(rows), why))


def _accept(why: str) -> str:
    changed = {case.name: dict(found.now) for case, found in differing()}
    if not changed:
        return "Every case is answered as before; nothing to accept."
    keep([case._replace(answer=changed.get(case.name, case.answer)) for case in cases()], why)
    return f"{len(changed)} answers taken."


def _add(name: str, why: str) -> str:
    facts = json.load(sys.stdin)
    known = cases()
    if any(case.name == name for case in known):
        return f"There is a case {name} already."
    answer = replayed(RULE, facts).to_json()
    keep([*known, Case(name, facts, answer)], why)
    return f"{name}: {answer['outcome']} {answer['denial'] or answer['amount'] or ''}"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["changed"]:
            for case, found in differing():
                print(f"{case.name}: {in_short(found)}")
        case ["accept", why]:
            print(_accept(why))
        case ["add", name, why]:
            print(_add(name, why))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
