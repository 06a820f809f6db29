"""Progress certification periods, counted month by month with every pause (TPR-01, TPR-10, TPR-11)."""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.tables.parameters import CASEWORK, PROGRESS, CaseworkSettings, ProgressSettings
from portal.policy.ticket_use import Cause, Span, spans, stands
from portal.policy.use_facts import Failure, UseFacts

NOT_ASSIGNED_FIRST = "not assigned on the first day of the month"
STOPPED = "the clock stopped at a failed review"


class CountedMonth(NamedTuple):
    """A month after the first assignment. `period` is the period it counts in; None where it does not, with why.

    `known` is False where it is not known whether it counts; nothing after it can be counted.
    """

    month: Month
    period: int | None
    why: str | None = None
    known: bool = True


class Period(NamedTuple):
    """A progress certification period: the months counted in it so far, and whether all of them are."""

    number: int
    months: tuple[Month, ...]
    complete: bool

    @property
    def review_from(self) -> date | None:
        """The day after its last month, from which it can be reviewed."""
        return self.months[-1].plus(1).first if self.complete else None


class Calendar(NamedTuple):
    """Every month up to the one asked for, and the periods they make."""

    months: tuple[CountedMonth, ...]
    periods: tuple[Period, ...]

    @property
    def known(self) -> bool:
        return all(one.known for one in self.months)

    def period(self, number: int) -> Period:
        """The period of this number; empty where it has not begun."""
        return next((one for one in self.periods if one.number == number), Period(number, (), False))


def next_review_from(
    calendar: Calendar, through: Month, *, casework: CaseworkSettings = CASEWORK
) -> date | None:
    """The earliest day from which a period not over by `through`, the calendar's last month, can be reviewed.

    Should every month after it count. None where `through` does not count: what begins again is a fact of its own.
    """
    if calendar.months and calendar.months[-1].period is None:
        return None
    running = next((one for one in calendar.periods if not one.complete), None)
    if calendar.periods and running is None and calendar.periods[-1].months[-1] == through:
        return calendar.periods[-1].review_from
    left = casework.progress_period_months - (len(running.months) if running else 0)
    return through.plus(left + 1).first


def count(
    facts: UseFacts,
    through: Month,
    *,
    settings: ProgressSettings = PROGRESS,
    casework: CaseworkSettings = CASEWORK,
) -> Calendar:
    """The months from the one after the first assignment through `through`, as far as they can be counted.

    A month counts when the Ticket was assigned, or in a case, on its first day and in use to its last. Twelve make a
    period. The clock stops at the end of a period whose review failed; the next one opens in the month after re-entry.
    """
    use = spans(facts, settings=settings)
    months: list[CountedMonth] = []
    periods: list[Period] = []
    failures = {one.period: one for one in facts.failures if stands(one, settings=settings)}
    number, counted, failure = 1, [], None
    for month in _calendar(use, through):
        if failure is not None and _stopped(failure, month):
            months.append(CountedMonth(month, None, STOPPED))
            continue
        failure = None
        one = _counted(month, number, use)
        months.append(one)
        if not one.known:
            break
        if one.period is not None:
            counted.append(month)
        if len(counted) == casework.progress_period_months:
            periods.append(Period(number, tuple(counted), True))
            failure = failures.get(number)
            number, counted = number + 1, []
    if counted:
        periods.append(Period(number, tuple(counted), False))
    return Calendar(tuple(months), tuple(periods))


def _calendar(use: tuple[Span, ...], through: Month) -> tuple[Month, ...]:
    if not use:
        return ()
    return tuple(map(Month, range(Month.of(use[0].since) + 1, through + 1)))


def _stopped(failure: Failure, month: Month) -> bool:
    return failure.reentered_on is None or month <= Month.of(failure.reentered_on)


def _counted(month: Month, number: int, use: tuple[Span, ...]) -> CountedMonth:
    first, after = month.first, month.plus(1).first
    within = [one.day for one in use if one.since < after and (one.until is None or first < one.until)]
    if not within[0].held:
        why = within[0].cause.value
        return CountedMonth(
            month, None, why if within[0].cause is not Cause.EXTENSION else NOT_ASSIGNED_FIRST
        )
    if any(day.in_use is False for day in within):
        return CountedMonth(month, None, next(day.cause.value for day in within if day.in_use is False))
    if any(day.in_use is None for day in within):
        return CountedMonth(month, None, Cause.EXTENSION_NOT_KNOWN.value, known=False)
    return CountedMonth(month, number)
