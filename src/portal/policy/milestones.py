"""When milestones are attained: Phase 1 by months at the trial work level, Phase 2 by SGA (PAY-07, 08, 11)."""

from portal.policy.case import Attainment, Case
from portal.policy.core import Month
from portal.policy.look_back import WINDOWS, needs
from portal.policy.tables.figures import (
    HALF_TRIAL_WORK_LEVEL,
    SGA_BLIND,
    SGA_NON_BLIND,
    TRIAL_WORK_LEVEL,
    Series,
)


def _earliest(months: list[Month], count: int, window: int) -> int | None:
    """Where in the list the first month stands that ends a window holding so many of them."""
    for index in range(count - 1, len(months)):
        if months[index] - months[index - count + 1] < window:
            return index
    return None


def attainment(case: Case, kind: str) -> Attainment:
    """When this Phase 1 milestone was attained: windows roll, and run over the Ticket across providers."""
    count, window = WINDOWS[kind]
    found = case.levels()
    index = _earliest(found.sure, count, window)
    month = None if index is None else found.sure[index]
    counted = () if index is None else tuple(found.sure[index - count + 1 : index + 1])
    perhaps = month
    if found.perhaps is not found.sure:
        first = _earliest(found.perhaps, count, window)
        perhaps = None if first is None else found.perhaps[first]
    if kind == "P1M1":
        half = half_level_month(case)
        if half is not None and not (perhaps and perhaps < half):
            return Attainment(half, half, (half,), True)
    if perhaps == month or perhaps is None:
        return Attainment(month, perhaps, counted)
    doubtful = [one for one in found.perhaps if one <= perhaps and one not in found.sure]
    return Attainment(month, perhaps, counted, False, needs(doubtful))


def half_level_month(case: Case) -> Month | None:
    """The month in which the half-level form of the first milestone is met, where it is in force (PAY-08).

    The job started late in the month, the month is at or above half the level and below it, and one of the next
    two months is at or above the level.
    """
    ends, started = case.settings.half_level_ends_with, case.request.job_started_on
    if ends is None or started is None or started.day < case.settings.late_in_month_from_day:
        return None
    month = Month.of(started)
    if case.window_from is None or not case.window_from <= month < ends:
        return None
    low, high = case.earnings.low, case.earnings.high
    if not _at_least(low, month, HALF_TRIAL_WORK_LEVEL) or _at_least(high, month, TRIAL_WORK_LEVEL):
        return None
    following = (month.plus(1), month.plus(2))
    return month if any(_at_least(low, one, TRIAL_WORK_LEVEL) for one in following) else None


def _at_least(amounts: dict[Month, int], month: Month, series: Series) -> bool:
    figure = series.on(month)
    return figure is not None and month in amounts and amounts[month] >= figure.cents


def attained_month(case: Case) -> Month:
    """The month a Phase 1 request is judged for: the attainment, where it is not after the claimed month.

    A milestone reached only in the outcome period is none (411.535(a)(1)(i)): the claimed month is judged.
    """
    found = case.attainment
    claimed = case.request.claim_month
    if found is None or found.perhaps is None or found.perhaps > claimed:
        return claimed
    outcomes = case.outcome_from
    return claimed if outcomes is not None and outcomes <= found.perhaps else found.perhaps


def sga(case: Case, month: Month) -> Series:
    """The SGA amount that binds in the month: the blind one for a person who is blind then."""
    for span in case.facts.beneficiary.blind:
        if span.from_ <= month and (span.until is None or month < span.until):
            return SGA_BLIND
    return SGA_NON_BLIND
