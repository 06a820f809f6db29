"""Federal working days: day 1 is the next one (decisions.md, day counting)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

NO_CLOSURES: frozenset[date] = frozenset()


@lru_cache(maxsize=64)
def _closed(year: int) -> frozenset[date]:
    # Inauguration Day and days closed by executive order only are working days (decisions.md).
    return frozenset(
        day
        for day, name in holidays.country_holidays("US", years=year, categories=("public",)).items()
        if "Inauguration" not in name
    )


def is_working_day(day: date, closures: frozenset[date] = NO_CLOSURES) -> bool:
    """Is this a federal working day? `closures` are the one-off closed days of the editable table."""
    return day.weekday() < 5 and day not in _closed(day.year) and day not in closures


def working_days_after(day: date, count: int, closures: frozenset[date] = NO_CLOSURES) -> date:
    """The date `count` federal working days after `day`; 0 is the day itself."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, closures)
    return day
