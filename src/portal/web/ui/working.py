"""The working of an amount that is a sum: what is left, at how much each, and what that comes to (PAY-13)."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_CAPTION = "How the amount is worked out"
_COLUMNS = (
    Column("Milestones not yet paid", header=True),
    Column("How many", numeric=True),
    Column("Each", numeric=True),
    Column("Comes to", numeric=True),
)
_PARTS = (("phase_1", "Phase 1"), ("phase_2", "Phase 2"))


def working(checks: Iterable[Mapping[str, Any]]) -> Table | None:
    """The table, from the check of a decision that states the parts of a sum; None where none does."""
    for check in checks:
        if "phase_1_left" in check["facts"] and "phase_1_each" in check["facts"]:
            return _table(check["facts"])
    return None


def _table(facts: Mapping[str, Any]) -> Table:
    rows, total = [], 0
    for part, words in _PARTS:
        left, each = int(facts[f"{part}_left"]), _cents(facts[f"{part}_each"])
        total += left * each
        rows.append([words, left, formats.money(each), formats.money(left * each)])
    rows.append(["Together", "", "", formats.money(total)])
    if "share_amount" in facts:
        rows.append(["The share of this provider", "", "", formats.dollars(facts["share_amount"])])
    return Table(_CAPTION, _COLUMNS, rows)


def _cents(dollars: str) -> int:
    whole, _, cents = dollars.partition(".")
    return int(whole) * 100 + int(cents or 0)
