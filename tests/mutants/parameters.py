"""Changes of the dated parameters: their values stand in a table and not in code."""

import ast
import csv
from collections.abc import Iterator
from datetime import date, timedelta

from tests.mutants.changes import Change
from tests.mutants.law import POLICY

MODULE = "portal.policy.tables.parameters"
FILE = POLICY / "tables" / "parameters.csv"
READ = "read_parameters()"
DAY = timedelta(days=1)


def changes() -> list[Change]:
    """A number one more and one less, a day later and earlier, yes for no. A blank value is left alone."""
    found = []
    with FILE.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            for variant, value in enumerate(_values(row["value"])):
                words = f"{row['value']} -> {value}"
                found.append(
                    Change(MODULE, number, 0, variant, "parameters.csv", number + 2, row["name"], words)
                )
    return found


def _values(value: str) -> tuple[str, ...]:
    if value in ("yes", "no"):
        return ("no" if value == "yes" else "yes",)
    if value.isdigit():
        return str(int(value) + 1), str(int(value) - 1)
    if " " in value:
        return tuple(_one_changed(value.split()))
    if value:
        day = date.fromisoformat(value)
        return str(day + DAY), str(day - DAY)
    return ()


def _one_changed(values: list[str]) -> Iterator[str]:
    """A list of values with one of them changed."""
    for place, value in enumerate(values):
        for other in _values(value):
            yield " ".join([*values[:place], other, *values[place + 1 :]])


def changed(change: Change, source: str) -> ast.Module:
    """The module's tree, reading the file with the one value changed."""
    value = change.change.partition(" -> ")[2]
    other = f"one._replace(value={value!r}) if one.name == {change.expression!r} else one"
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == READ:
            node.value = ast.parse(f"tuple({other} for one in {READ})", mode="eval").body
            return tree
    raise ValueError(f"{MODULE} does not call {READ}")
