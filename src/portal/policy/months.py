"""Earnings by month: sums over employers, and bounds where sources differ (PAY-07, EVD-07)."""

from collections.abc import Iterable
from typing import NamedTuple

from portal.policy.core import Earned, Month
from portal.policy.records import WORK, Earning

RECORDS = ("ssa-record", "tax-record")


class MonthlyEarnings(NamedTuple):
    """What was earned, by month, in whole cents.

    `low` and `high` are gross earnings from work; they differ only in the months of `disputed`. `not_work` is
    pensions and the like. `training` are months with pay for training, `proven` months with an earning that Social
    Security has proven.
    """

    low: dict[Month, int]
    high: dict[Month, int]
    not_work: dict[Month, int]
    training: frozenset[Month] | set[Month]
    proven: set[Month]
    disputed: tuple[Month, ...]

    def earned(self, month: Month) -> Earned:
        return Earned(month, self.low.get(month, 0), self.high.get(month, 0))


_NONE: frozenset[Month] = frozenset()


def monthly_earnings(rows: Iterable[Earning]) -> MonthlyEarnings:
    """Add up what counts: wages and self-employment. Pay for training alone is no job and is kept apart."""
    low: dict[Month, int] = {}
    not_work: dict[Month, int] = {}
    training: set[Month] | frozenset[Month] = _NONE
    proven: set[Month] = set()
    several: set[Month] | None = None
    for row in rows:
        month = row.month
        if row.kind in WORK:
            if row.proven:
                proven.add(month)
            if month in low:
                several = {month} if several is None else several | {month}
            else:
                low[month] = row.gross
        elif row.kind == "paid-training":
            training = training | {month}
        else:
            not_work[month] = not_work.get(month, 0) + row.gross
    if several is None:
        return MonthlyEarnings(low, low, not_work, training, proven, ())
    return _with_bounds(rows, several, MonthlyEarnings(low, dict(low), not_work, training, proven, ()))


def _with_bounds(rows: Iterable[Earning], several: set[Month], earnings: MonthlyEarnings) -> MonthlyEarnings:
    disputed = []
    for month in sorted(several):
        low, high = bounds([row for row in rows if row.month == month and row.kind in WORK])
        earnings.low[month], earnings.high[month] = low, high
        if low != high:
            disputed.append(month)
    return earnings._replace(disputed=tuple(disputed))


def bounds(rows: list[Earning]) -> tuple[int, int]:
    """The least and the most that a month's rows can mean.

    Employers add up. Where sources give one employer different amounts, either may be right, unless one is proven.
    A record that names no employer, beside rows that do, states the whole month and not one more employer.
    """
    employers: dict[str | None, list[Earning]] = {}
    for row in rows:
        employers.setdefault(row.employer, []).append(row)
    wholes: list[int] = []
    if len(employers) > 1 and None in employers:
        whole = [row for row in employers[None] if row.source in RECORDS]
        rest = [row for row in employers.pop(None) if row.source not in RECORDS]
        wholes = list(_by_source(whole).values())
        if rest:
            employers[None] = rest
    sums = [_by_source(_proven_or_all(one)).values() for one in employers.values()]
    low, high = sum(map(min, sums)), sum(map(max, sums))
    return min([low, *wholes]), max([high, *wholes])


def _proven_or_all(rows: list[Earning]) -> list[Earning]:
    return [row for row in rows if row.proven] or rows


def _by_source(rows: list[Earning]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.source] = sums.get(row.source, 0) + row.gross
    return sums
