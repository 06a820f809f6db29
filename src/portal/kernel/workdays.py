"""Federal working days: day 1 is the next one (decisions.md, day counting)."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def _closed(year: int) -> frozenset[date]:
    # Inauguration Day and days closed by executive order only are working days (decisions.md).
    return frozenset(
        day
        for day, name in holidays.country_holidays("US", years=year, categories=("public",)).items()
        if "Inauguration" not in name
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _closed(day.year)


def working_days_after(day: date, count: int) -> date:
    """The date `count` federal working days after `day`; 0 is the day itself."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
