"""Days counted as the law counts them, the start day being day 0 (decisions on day counting, C-18), and in words."""

from calendar import monthrange
from datetime import date, timedelta

from portal.policy.core import Month

DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    month = Month.of(day).plus(months)
    return date(month.year, month.number, min(day.day, monthrange(month.year, month.number)[1]))


def attained_on(born_on: date, age: int) -> date:
    """The day an age is attained: the day before the birthday. Born on 29 February: 28 February."""
    if (born_on.month, born_on.day) == (2, 29):
        return date(born_on.year + age, 2, 28)
    return born_on.replace(year=born_on.year + age) - DAY


def within(since: date, until: date | None, day: date) -> bool:
    """Is the day in [since, until)? None as `until` is open."""
    return since <= day and (until is None or day < until)


def in_words(when: Month | date) -> str:
    """March 2025, or March 3, 2025: as the sentences of a rule name a time."""
    return f"{when.first:%B %Y}" if isinstance(when, Month) else f"{when:%B} {when.day}, {when.year}"
