"""Which months lie at or above the trial work level, worked out once for a case (PAY-07, PAY-10).

Each month is compared with the level of its own year. A month without a row is one without earnings.
"""

from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.tables.figures import TRIAL_WORK_LEVEL

LOOK_BACK_MONTHS = 18


class Levels(NamedTuple):
    """Months, ascending. "Perhaps" is where no level is loaded, or sources differ about which side it is on.

    From the first payable month on, at or above the level: `sure`, and `perhaps`, which holds the sure ones too. In
    the 18 months before the first assignment, above the level: `above`, and `doubtful`, which does not hold them.
    """

    sure: list[Month]
    perhaps: list[Month]
    above: list[Month]
    doubtful: list[Month]


def months_by_level(
    low: dict[Month, int], high: dict[Month, int], first: Month | None, window_from: Month | None
) -> Levels:
    """`low` and `high` bound the earnings of each month; `first` is the month of the Ticket's first assignment."""
    if first is None:
        return Levels([], [], [], [])
    sure: list[Month] = []
    maybe: list[Month] = []
    above: list[Month] = []
    doubtful: list[Month] = []
    earliest, level = first - LOOK_BACK_MONTHS, TRIAL_WORK_LEVEL.by_month
    for month, most in high.items():
        cents = level.get(month, 0)
        if most < cents or most == 0:
            continue
        if window_from is not None and month >= window_from:
            (sure if cents and low[month] >= cents else maybe).append(month)
        elif earliest <= month < first and most > cents:
            (above if cents and low[month] > cents else doubtful).append(month)
    sure.sort()
    return Levels(sure, sorted(sure + maybe) if maybe else sure, sorted(above), sorted(doubtful))
