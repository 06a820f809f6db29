"""Dated parameters: our own working rules, each with its source."""

from datetime import date
from typing import NamedTuple

ALWAYS = date(2008, 7, 21)


class Dated(NamedTuple):
    """A value in force from a date, until the next one."""

    from_on: date
    value: float
    source: str


def on(table: tuple[Dated, ...], day: date) -> float:
    """The value in force on `day`; the first one for days before it."""
    in_force = [row for row in table if row.from_on <= day]
    return in_force[-1].value if in_force else table[0].value
