"""Earnings inquiries: what a provider may ask, and which quarters can be told by then (EVD-05, form SSA-1396; row C4).

Wages reach the record by calendar quarter, and late: a quarter is told once it ended five whole months ago, which
is eight months after it began. The last eight of those are told. A yes is a hint and proves nothing.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Check, Decision, Month, State, Test, check, decide, failed, held
from portal.policy.months import RECORDS, bounds
from portal.policy.records import WORK, DaySpan, Earning, MonthSpan
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND

RULE = "earnings-inquiry"
VERSION = "2025-12"
QUARTERS = 8
MONTHS_OF_A_QUARTER = 3
MONTHS_UNTIL_TOLD = 8
_LAW = "Form SSA-1396, instructions; 20 CFR 411.575"

ASSIGNED = Test(
    "ticket-is-or-was-yours",
    "EVD-05",
    _LAW,
    "The Ticket is assigned to your organization, or was.",
    "Check the Social Security number.",
    states=(State.HELD, State.FAILED),
)
DATED = Test(
    "date-is-that-of-an-assignment",
    "EVD-05",
    _LAW,
    "The Ticket was assigned to your organization on the date given.",
    "Enter the date of the assignment as the Ticketholder's record shows it.",
    states=(State.HELD, State.FAILED),
)
AVAILABLE = Test(
    "a-quarter-can-be-told",
    "EVD-05",
    _LAW,
    "At least one of the last 8 quarters that can be told began before the assignment ended.",
    "Leave this person out. What the record has of later quarters is not yours to ask.",
    states=(State.HELD, State.FAILED),
)
NEW = Test(
    "not-asked-already",
    "EVD-05",
    "Reading settled by the program",
    "Your organization has not asked about this assignment since the latest quarter could be told.",
    "Read the earlier answer, or wait for it. Ask again when the next quarter can be told.",
    states=(State.HELD, State.FAILED),
)
TESTS = (ASSIGNED, DATED, AVAILABLE, NEW)


class Asked(NamedTuple):
    """An earlier inquiry of the provider about the same assignment; None as `answered_on`: it waits."""

    number: str
    asked_on: date
    answered_on: date | None


class AskFacts(NamedTuple):
    """A person as a provider asks about: its own assignments, the date it typed, what it asked about that one before."""

    assignments: tuple[DaySpan, ...]
    typed_on: date | None
    earlier: tuple[Asked, ...] = ()


def quarter_of(month: Month) -> Month:
    """The first month of the calendar quarter."""
    return Month(month - month % MONTHS_OF_A_QUARTER)


def available_on(quarter: Month) -> date:
    """The first day on which a quarter's wages can be told: five whole months after its end."""
    return quarter.plus(MONTHS_UNTIL_TOLD).first


def next_available_on(on: date) -> date:
    """The next day after `on` on which a new quarter can be told."""
    return available_on(_latest(on).plus(MONTHS_OF_A_QUARTER))


def quarters_told(on: date, ended_on: date | None = None) -> tuple[Month, ...]:
    """The quarters, each by its first month, that can be told on a day: of an ended assignment those begun before."""
    latest = _latest(on)
    last_eight = [latest.plus(-MONTHS_OF_A_QUARTER * back) for back in reversed(range(QUARTERS))]
    return tuple([one for one in last_eight if ended_on is None or one.first < ended_on])


def judge_asking(facts: AskFacts, on: date) -> Decision:
    """May the provider ask about this assignment on this day?"""
    chosen = next((one for one in facts.assignments if one.from_ == facts.typed_on), None)
    dates = tuple([one.from_ for one in facts.assignments])
    checks = [
        check(ASSIGNED, bool(facts.assignments)),
        check(DATED, chosen is not None, (("typed", facts.typed_on), ("assigned_on", dates))),
        _available(chosen, on),
        _new(facts.earlier, on),
    ]
    return decide(RULE, VERSION, checks)


def _available(chosen: DaySpan | None, on: date) -> Check:
    told = quarters_told(on, chosen.until if chosen else None)
    facts = (("from", told[0] if told else None), ("through", told[-1].plus(2) if told else None))
    return check(AVAILABLE, bool(told), facts)


def _new(earlier: Sequence[Asked], on: date) -> Check:
    since = available_on(_latest(on))
    for one in earlier:
        told = (("number", one.number), ("asked_on", one.asked_on), ("answered_on", one.answered_on))
        if one.answered_on is None:
            return failed(NEW, told)
        if one.answered_on >= since:
            return failed(NEW, told, true_from=next_available_on(on))
    return held(NEW)


def _latest(on: date) -> Month:
    return quarter_of(Month.of(on).plus(-MONTHS_UNTIL_TOLD))


class Side(StrEnum):
    """What an inquiry is told of a quarter; `DISPUTED`: the records differ about the side of the level."""

    AT_OR_ABOVE = "at-or-above"
    BELOW = "below"
    NONE = "none"
    DISPUTED = "disputed"
    NO_LEVEL = "no-level"


class QuarterTold(NamedTuple):
    """A quarter's side of three times SGA; `level` in whole cents, None where the year's figure is not loaded."""

    quarter: Month
    side: Side
    level: int | None


def tell_quarters(
    quarters: Sequence[Month], earnings: Sequence[Earning], blind: Sequence[MonthSpan]
) -> list[QuarterTold]:
    """Each quarter's side of three times SGA: work on Social Security's and tax records alone.

    The level of each month is that of its own year, and the one for blind people while the person is blind.
    """
    return [_told(quarter, earnings, blind) for quarter in quarters]


def _told(quarter: Month, earnings: Sequence[Earning], blind: Sequence[MonthSpan]) -> QuarterTold:
    months = [quarter.plus(place) for place in range(MONTHS_OF_A_QUARTER)]
    figures = [(SGA_BLIND if _is_blind(month, blind) else SGA_NON_BLIND).on(month) for month in months]
    loaded = [figure.cents for figure in figures if figure is not None]
    level = sum(loaded) if len(loaded) == len(months) else None
    low = high = 0
    for month in months:
        rows = [row for row in earnings if row.month == month and row.kind in WORK and row.source in RECORDS]
        least, most = bounds(rows) if rows else (0, 0)
        low, high = low + least, high + most
    return QuarterTold(quarter, _side(low, high, level), level)


def _side(low: int, high: int, level: int | None) -> Side:
    if high == 0:
        return Side.NONE
    if level is None:
        return Side.NO_LEVEL
    if low < level <= high:
        return Side.DISPUTED
    return Side.AT_OR_ABOVE if low >= level else Side.BELOW


def _is_blind(month: Month, blind: Sequence[MonthSpan]) -> bool:
    return any(one.from_ <= month and (one.until is None or month < one.until) for one in blind)
