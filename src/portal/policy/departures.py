"""How soon a departure was reported: an organisation has 24 hours after a person's last day worked (row A5)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.policy.tables.parameters import ACCESS_IN_FORCE

# Last days worked are days of the agency's calendar.
EASTERN = ZoneInfo("America/New_York")


class Reported(NamedTuple):
    """One report. `hours` are those after the end of the last day worked, in whole hours begun; 0 when before it."""

    hours: int
    late: bool


class Record(NamedTuple):
    """An organisation's reports: how many, how many in time and late, and the median of their hours."""

    reports: int
    in_time: int
    late: int
    median_hours: float | None


def report_due(last_day_worked: date) -> datetime:
    """The last instant in time, in UTC: 24 hours after the last day worked has ended, US Eastern."""
    return _ended(last_day_worked) + timedelta(hours=ACCESS_IN_FORCE.leaver_report_hours)


def reported(last_day_worked: date, at: datetime) -> Reported:
    """How a report at the instant `at` stands to the duty."""
    after = at - _ended(last_day_worked)
    hours = max(0, -(-after // timedelta(hours=1)))
    return Reported(hours, at > report_due(last_day_worked))


def record(reports: Sequence[Reported]) -> Record:
    """The reports of one organisation together."""
    late = sum(one.late for one in reports)
    middle = median(one.hours for one in reports) if reports else None
    return Record(len(reports), len(reports) - late, late, middle)


def _ended(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), EASTERN).astimezone(UTC)
