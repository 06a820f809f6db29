"""Figures by year, read once from `rates.csv` (RATE-01).

A blank row gives no `Figure`: the check that needs it is unknown. No other year's figure ever stands in.
"""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

from portal.policy.core import Figure, Month

FIRST_YEAR = 2008
"""Before the regulation in force (21 July 2008) there are no figures, and no payment under these rules."""

STANDINGS = frozenset({"published", "derived", "blank"})
_FILE = Path(__file__).with_name("rates.csv")


class Row(NamedTuple):
    """A row of `rates.csv`; `cents` is None where the amount is blank."""

    year: int
    name: str
    cents: int | None
    standing: str
    source: str


def _row(raw: dict[str, str]) -> Row:
    amount, standing = raw["amount"], raw["standing"]
    if standing not in STANDINGS or (amount == "") != (standing == "blank"):
        raise ValueError(f"rates.csv: {raw['year']} {raw['name']}: amount and standing do not agree")
    cents = Decimal(amount) * 100 if amount else None
    if cents is not None and (cents != int(cents) or cents <= 0):
        raise ValueError(
            f"rates.csv: {raw['year']} {raw['name']}: {amount} is no amount in dollars and cents"
        )
    return Row(int(raw["year"]), raw["name"], None if cents is None else int(cents), standing, raw["source"])


def read_rows(path: Path = _FILE) -> tuple[Row, ...]:
    """All rows in the file's order. Raises ValueError for a row that contradicts itself or stands twice."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = tuple(_row(raw) for raw in csv.DictReader(file))
    if len({(row.year, row.name) for row in rows}) != len(rows):
        raise ValueError("rates.csv: a year and name stand twice")
    return rows


ROWS = read_rows()
YEARS = tuple(sorted({row.year for row in ROWS}))


class Series:
    """One figure over the years: `TRIAL_WORK_LEVEL.on(month)`."""

    __slots__ = ("by_month", "by_year", "name", "says")

    def __init__(self, name: str, says: str) -> None:
        self.name = name
        self.says = says
        self.by_year = {
            row.year: Figure(name, row.year, row.cents, row.standing, row.source)
            for row in ROWS
            if row.name == name and row.cents is not None
        }
        self.by_month = {
            year * 12 + number: figure.cents for year, figure in self.by_year.items() for number in range(12)
        }

    def on(self, month: Month | int) -> Figure | None:
        """The figure of the month's own year; None where it is not loaded."""
        return self.by_year.get(month // 12)


TRIAL_WORK_LEVEL = Series("TWL", "Trial work level, a month")
HALF_TRIAL_WORK_LEVEL = Series("HALF_TWL", "Half the trial work level, a month")
SGA_NON_BLIND = Series("SGA_NONBLIND", "Substantial gainful activity, a month")
SGA_BLIND = Series("SGA_BLIND", "Substantial gainful activity of a blind person, a month")
BASE_T2 = Series("PCB_TITLE2", "Payment calculation base, SSDI and concurrent")
BASE_T16 = Series("PCB_TITLE16", "Payment calculation base, SSI only")
PHASE_1 = Series("P1_MILESTONE_EACH", "Phase 1 milestone, each")
PHASE_2_T2 = Series("P2_MILESTONE_SSDI", "Phase 2 milestone, SSDI and concurrent")
PHASE_2_T16 = Series("P2_MILESTONE_SSI", "Phase 2 milestone, SSI only")
OUTCOME_T2 = Series("OUTCOME_MO_SSDI", "Outcome payment, outcome-milestone system, SSDI and concurrent")
OUTCOME_T16 = Series("OUTCOME_MO_SSI", "Outcome payment, outcome-milestone system, SSI only")
OUTCOME_ONLY_T2 = Series("OUTCOME_ONLY_SSDI", "Outcome payment, outcome system, SSDI and concurrent")
OUTCOME_ONLY_T16 = Series("OUTCOME_ONLY_SSI", "Outcome payment, outcome system, SSI only")

ALL = (
    TRIAL_WORK_LEVEL,
    HALF_TRIAL_WORK_LEVEL,
    SGA_NON_BLIND,
    SGA_BLIND,
    BASE_T2,
    BASE_T16,
    PHASE_1,
    PHASE_2_T2,
    PHASE_2_T16,
    OUTCOME_T2,
    OUTCOME_T16,
    OUTCOME_ONLY_T2,
    OUTCOME_ONLY_T16,
)

FORMULAS: dict[str, tuple[Series, str]] = {
    "HALF_TWL": (TRIAL_WORK_LEVEL, "0.50"),
    "P1_MILESTONE_EACH": (BASE_T2, "1.20"),
    "P2_MILESTONE_SSDI": (BASE_T2, "0.36"),
    "P2_MILESTONE_SSI": (BASE_T16, "0.36"),
    "OUTCOME_MO_SSDI": (BASE_T2, "0.36"),
    "OUTCOME_MO_SSI": (BASE_T16, "0.36"),
    "OUTCOME_ONLY_SSDI": (BASE_T2, "0.67"),
    "OUTCOME_ONLY_SSI": (BASE_T16, "0.67"),
}
"""What each derived figure follows from (PAY-04; 20 CFR 411.540, 411.545, 411.550)."""


def rounded(exact: Decimal) -> int:
    """Dollars rounded to the nearest whole dollar, half up (PAY-04), in cents."""
    return int(exact.to_integral_value(ROUND_HALF_UP)) * 100


def by_formula(name: str, year: int) -> int | None:
    """The figure as it follows from its base, in cents; None where the base is not loaded."""
    base, factor = FORMULAS[name]
    figure = base.on(Month(year * 12))
    return None if figure is None else rounded(Decimal(figure.cents) / 100 * Decimal(factor))


def not_loaded(month: Month | int) -> str:
    """What a check needs when the figure of the month's year is blank."""
    return f"rate not loaded for {month // 12}"
