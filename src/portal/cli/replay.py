"""`portal replay [FILE]`: decisions made again from their facts by today's law, and what differs.

A line is one decision as JSON: `{"facts": ..., "answer": ...}`, the answer as `portal decide` printed it. Its `id` or
`case`, where it has one, names it in what is printed; else its line does.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from portal.cli.main import refuse
from portal.policy.reading import FactsError
from portal.policy.replay import difference, in_short


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="JSON lines; the standard input where none is named")


def run(arguments: argparse.Namespace) -> int:
    """Print each decision that is made otherwise now, then the counts.

    0 where all are the same, 1 where one differs, 2 where a line cannot be read: the rest is replayed all the same.
    """
    if arguments.file is None:
        return _replay(sys.stdin.buffer)
    try:
        with Path(arguments.file).open("rb") as file:
            return _replay(file)
    except OSError as error:
        return refuse(f"{arguments.file} cannot be read: {error.strerror}.")


def _replay(lines: Iterable[bytes]) -> int:
    replayed = differing = wrong = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            name, said = _line(line, f"line {number}")
        except FactsError as error:
            wrong += 1
            refuse(f"line {number}: {error}")
            continue
        replayed += 1
        if said is not None:
            differing += 1
            print(f"{name}: {said}")
    print(f"{replayed:,} decisions made again, {differing:,} of them otherwise.")
    if wrong:
        return refuse(f"Lines that could not be read: {wrong:,}.")
    return 1 if differing else 0


def _line(line: bytes, place: str) -> tuple[str, str | None]:
    """What the decision is called, and what differs, if anything does."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise FactsError("This is not JSON in UTF-8. A decision is one object on one line.") from None
    if not isinstance(value, dict) or not {"facts", "answer"} <= value.keys():
        raise FactsError('This is not a decision. It must be an object with "facts" and "answer".')
    answer = value["answer"]
    if not _is_answer(answer):
        raise FactsError("answer: must be an answer as `portal decide` prints it")
    found = difference(answer["rule"], value["facts"], answer)
    name = value.get("id") or value.get("case") or place
    return str(name), None if found is None else in_short(found)


def _is_answer(answer: Any) -> bool:
    """Is it of the shape that is compared: a rule, a primary reason or none, and named checks?"""
    if not isinstance(answer, dict) or not isinstance(answer.get("rule"), str):
        return False
    checks, primary = answer.get("checks"), answer.get("primary")
    every = [*checks, *([primary] if primary else [])] if isinstance(checks, list) else [None]
    return all(isinstance(one, dict) and isinstance(one.get("name"), str) for one in every)
