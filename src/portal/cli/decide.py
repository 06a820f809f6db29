"""`portal decide payment < facts.json`: the decision as JSON; `--schema` the JSON Schema of the facts.

Other subjects are `progress`, a progress review, `protection`, from medical reviews on a day, and those of casework:
`assignability`, `assignment`, `unassignment`, `validity`, `contact`, and `election` of a payment system.
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import NamedTuple

from portal.cli.main import refuse
from portal.policy import payment, progress, progress_json, protection
from portal.policy.casework_asked import ASKED
from portal.policy.core import Decision, Json
from portal.policy.payment_facts import FactsError, parse, schema


class Subject(NamedTuple):
    """What can be decided: from the JSON of its facts, and how these are described."""

    decide: Callable[[object], Decision]
    schema: Callable[[], dict[str, Json]]


def _protection(value: object) -> Decision:
    facts = progress_json.parse_protection(value)
    return protection.protected(facts.use, facts.on)


SUBJECTS = {
    "payment": Subject(lambda value: payment.decide(parse(value)), schema),
    "progress": Subject(
        lambda value: progress.decide(progress_json.parse_progress(value)), progress_json.progress_schema
    ),
    "protection": Subject(_protection, progress_json.protection_schema),
    **{name: Subject(one.decide, one.schema) for name, one in ASKED.items()},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", choices=list(SUBJECTS), help="what is to be decided")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the facts instead")


def run(arguments: argparse.Namespace) -> int:
    """Read facts from the standard input and print the decision; 2 and a sentence for facts that are wrong."""
    subject = SUBJECTS[arguments.subject]
    if arguments.schema:
        return _print(subject.schema())
    try:
        decision = subject.decide(json.loads(sys.stdin.buffer.read(), object_pairs_hook=_object))
    except FactsError as error:
        return refuse(str(error))
    except json.JSONDecodeError as error:
        return refuse(f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).")
    except (UnicodeDecodeError, RecursionError, ValueError):
        return refuse("This is not JSON in UTF-8.")
    return _print(decision.to_json())


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object that names no key twice: which of the two was meant, nobody can know."""
    keys = [key for key, _ in pairs]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise FactsError(f"{twice}: stands twice in one object")
    return dict(pairs)


def _print(value: Json | dict[str, Json]) -> int:
    print(json.dumps(value, indent=2, ensure_ascii=False))
    return 0
