"""Earnings by month: sums over employers, and bounds where sources differ (PAY-07, EVD-07)."""

from collections.abc import Collection, Set
from typing import NamedTuple

from portal.policy.core import Earned, Month
from portal.policy.records import WORK, Earning

RECORDS = ("ssa-record", "tax-record")


class MonthlyEarnings(NamedTuple):
    """What was earned, by month, in whole cents.

    `low` and `high` are gross earnings from work; they differ only in the months of `disputed`. `not_work` is
    pensions and the like. `training` are months with pay for training.
    """

    low: dict[Month, int]
    high: dict[Month, int]
    not_work: dict[Month, int]
    training: Set[Month]
    disputed: tuple[Month, ...]

    def earned(self, month: Month) -> Earned:
        return Earned(month, self.low.get(month, 0), self.high.get(month, 0))


_NONE: frozenset[Month] = frozenset()


def monthly_earnings(rows: Collection[Earning]) -> MonthlyEarnings:
    """Add up what counts: wages and self-employment. Pay for training alone is no job and is kept apart."""
    low = {row.month: row.gross for row in rows if row.kind in WORK}
    if len(low) == len(rows):  # as in most Tickets: one row a month, of work
        return MonthlyEarnings(low, low, {}, _NONE, ())
    return _added_up(rows)


def _added_up(rows: Collection[Earning]) -> MonthlyEarnings:
    work: dict[Month, list[Earning]] = {}
    not_work: dict[Month, int] = {}
    training: set[Month] = set()
    for row in rows:
        if row.kind in WORK:
            work.setdefault(row.month, []).append(row)
        elif row.kind == "paid-training":
            training.add(row.month)
        else:
            not_work[row.month] = not_work.get(row.month, 0) + row.gross
    between = {month: bounds(of_month) for month, of_month in work.items()}
    low = {month: least for month, (least, _) in between.items()}
    high = {month: most for month, (_, most) in between.items()}
    disputed = tuple([month for month in sorted(work) if low[month] != high[month]])
    return MonthlyEarnings(low, high, not_work, training, disputed)


def bounds(rows: list[Earning]) -> tuple[int, int]:
    """The least and the most that a month's rows can mean.

    Employers add up. Where sources give one employer different amounts, either may be right, unless one is proven.
    A record that names no employer, beside rows that do, states the whole month and not one more employer.
    """
    if len(rows) == 1:
        (only,) = rows
        return only.gross, only.gross
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
