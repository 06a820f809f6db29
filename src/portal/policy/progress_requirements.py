"""What each progress certification period asks for: one table (TPR-02; 20 CFR 411.180; form SSA-1375)."""

from fractions import Fraction
from typing import NamedTuple

from portal.policy.core import Cents, Figure, Month
from portal.policy.progress_facts import Completion
from portal.policy.records import MonthSpan
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL, Series
from portal.policy.tables.parameters import PROGRESS, ProgressSettings


class Requirement(NamedTuple):
    """One period's requirement: months of work at a level, or study, or something completed, or work and study together.

    `study` is the share of an academic year's full-time load; None where study does not help. `no_cash` counts only
    months without a cash benefit. `completions` each meet it alone.
    """

    number: int
    months: int
    level: Series
    no_cash: bool
    study: Fraction | None
    completions: frozenset[Completion]
    combines: bool


_SCHOOL = frozenset({Completion.DIPLOMA, Completion.GED})
_PROGRAMS = frozenset({Completion.TECHNICAL, Completion.TWO_YEAR, Completion.FOUR_YEAR})
_DEGREE = frozenset({Completion.FOUR_YEAR})
_NOTHING: frozenset[Completion] = frozenset()
_YEAR = Fraction(1)
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(1, 3, TRIAL_WORK_LEVEL, False, Fraction("0.60"), _SCHOOL, True),
    Requirement(2, 6, TRIAL_WORK_LEVEL, False, Fraction("0.75"), _NOTHING, True),
    Requirement(3, 9, SGA_NON_BLIND, False, _YEAR, _PROGRAMS, True),
    Requirement(4, 9, SGA_NON_BLIND, False, _YEAR, _NOTHING, True),
    Requirement(5, 6, SGA_NON_BLIND, True, _YEAR, _DEGREE, False),
    Requirement(6, 6, SGA_NON_BLIND, True, None, _DEGREE, False),
    Requirement(7, 6, SGA_NON_BLIND, True, None, _NOTHING, False),
)
"""The first to the seventh; every later one is as the seventh (C-15)."""


def requirement(number: int) -> Requirement:
    """The requirement of the period of this number. Raises ValueError for a number below 1."""
    if number < 1:
        raise ValueError(f"there is no period {number}")
    return REQUIREMENTS[min(number, len(REQUIREMENTS)) - 1]._replace(number=number)


def level_of(
    needed: Requirement,
    month: Month,
    blind: tuple[MonthSpan, ...] = (),
    *,
    settings: ProgressSettings = PROGRESS,
) -> Figure | None:
    """The earnings the month must reach; None where the figure is not loaded.

    Blind people are held to the blind amount only where the parameter says so.
    """
    series = needed.level
    if settings.progress_blind_level and series is SGA_NON_BLIND:
        covered = (one.from_ <= month and (one.until is None or month < one.until) for one in blind)
        series = SGA_BLIND if any(covered) else series
    return series.on(month)


def levels_of(
    needed: Requirement,
    months: tuple[Month, ...],
    blind: tuple[MonthSpan, ...] = (),
    *,
    settings: ProgressSettings = PROGRESS,
) -> tuple[tuple[int, Cents | None], ...]:
    """Year by year what a month has to reach, in cents; None where the year's figure is not loaded."""
    by_year: dict[int, Cents | None] = {}
    for month in months:
        figure = level_of(needed, month, blind, settings=settings)
        by_year[month.year] = None if figure is None else Cents(figure.cents)
    return tuple(by_year.items())
