"""Every change of the law, in code and in its parameters."""

import ast

from tests.mutants import changes as code
from tests.mutants import parameters
from tests.mutants.changes import Change
from tests.mutants.law import modules


def all_changes() -> list[Change]:
    """In a fixed order, so that two runs try the same."""
    found = [one for name, path in modules() for one in code.changes(name, path.read_text(encoding="utf-8"))]
    return found + parameters.changes()


def changed(change: Change, source: str) -> ast.Module:
    """The module's tree with the change made."""
    way = parameters if change.scope == parameters.FILE.name else code
    return way.changed(change, source)
