"""Dated parameters of the payment desk: our own working rules, each with its source."""

from datetime import date
from typing import NamedTuple


class Dated(NamedTuple):
    """A value in force from a date, until the next one."""

    from_on: date
    value: float
    source: str


_ALWAYS = date(2008, 7, 21)
# Working days an analyst has for a request the rules leave to a person.
DECIDE_WITHIN = (Dated(_ALWAYS, 10, "own service level, until the contract gives one"),)
# Working days Social Security is given for a referred request before it shows as late.
SSA_WITHIN = (Dated(_ALWAYS, 20, "own service level, until the contract gives one"),)
# Calendar days a provider has to answer before its request shows as late; nothing is denied by the clock.
ANSWER_WITHIN = (Dated(_ALWAYS, 30, "own service level; EVD-06 gives no time for returns"),)
# Share of determinations drawn for a second look.
QUALITY_RATE = (Dated(_ALWAYS, 0.05, "own quality plan, until the contract gives one"),)
QUALITY_SEED = "quality-control/1"
# Refused look-ups by SSN an hour before an account, or its organisation, has to wait.
LOOK_UPS_ACCOUNT = (Dated(_ALWAYS, 10, "own security plan"),)
LOOK_UPS_ORGANISATION = (Dated(_ALWAYS, 40, "own security plan"),)


def on(table: tuple[Dated, ...], day: date) -> float:
    """The value in force on `day`; the first one for days before it."""
    in_force = [row for row in table if row.from_on <= day]
    return in_force[-1].value if in_force else table[0].value
