"""The one place that reads the time.

`at` is an instant in UTC and always real: sessions, codes and tokens run on it. `on` is the agency's date
(US Eastern). The synthetic program lives on its own date (ADR 0003): then `on` is `PORTAL_TODAY`, and the
instants written with business facts keep the real time of day on that date.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

EASTERN = ZoneInfo("America/New_York")


class Moment(NamedTuple):
    """One reading of the clock: `real` for sessions and codes, `at` and `on` for everything the program records."""

    real: datetime
    at: datetime
    on: date


def now() -> Moment:
    """Read the clock once, at the edge; everything below is handed the result."""
    real = datetime.now(UTC)
    pinned: date | None = settings.PORTAL_TODAY
    if pinned is None:
        return Moment(real, real, real.astimezone(EASTERN).date())
    shift = pinned - real.astimezone(EASTERN).date()
    return Moment(real, real + timedelta(days=shift.days), pinned)


def end_of(on: date) -> datetime:
    """The last instant of the agency's day."""
    return datetime.combine(on, time.max, EASTERN).astimezone(UTC)
