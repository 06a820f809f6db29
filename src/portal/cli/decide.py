"""`portal decide payment < facts.json`: the decision as JSON; `--schema` the JSON Schema of the facts."""

import argparse
import json
import sys

from portal.cli.main import refuse
from portal.policy.core import Json
from portal.policy.payment import decide
from portal.policy.payment_facts import FactsError, parse, schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", choices=["payment"], help="what is to be decided")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the facts instead")


def run(arguments: argparse.Namespace) -> int:
    """Read facts from the standard input and print the decision; 2 and a sentence for facts that are wrong."""
    if arguments.schema:
        return _print(schema())
    try:
        facts = parse(json.loads(sys.stdin.buffer.read(), object_pairs_hook=_object))
    except FactsError as error:
        return refuse(str(error))
    except json.JSONDecodeError as error:
        return refuse(f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).")
    except (UnicodeDecodeError, RecursionError, ValueError):
        return refuse("This is not JSON in UTF-8.")
    return _print(decide(facts).to_json())


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
