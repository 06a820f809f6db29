"""Reading what people type. Each function says what it gives for what it cannot read; none of them guesses."""

import re
from datetime import date

from portal.policy.core import Month

_MONEY = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.(\d{2}))?", re.ASCII)
_NUMBER_FIRST = re.compile(r"(\d{1,2})\s*[/\-.\s]\s*(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/\-.]\s*(\d{1,2})", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_US_DAY = re.compile(r"(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
# Fixed English: what people may type must not follow the server's locale.
MONTHS = tuple(
    "January,February,March,April,May,June,July,August,September,October,November,December".split(",")  # noqa: SIM905
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read_ssn(typed: str) -> str | None:
    """Nine digits, from "900-01-2345", "900 01 2345" or "900012345"."""
    digits = re.sub(r"[\s\-\u2010-\u2015]", "", typed)
    return digits if re.fullmatch(r"[0-9]{9}", digits) else None


def read_cents(typed: str) -> int | None:
    """Whole cents, from "1,160.00", "$1160" or "1160.50". A comma must stand before three digits."""
    found = _MONEY.fullmatch(typed.strip())
    if not found:
        return None
    return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def read_month(typed: str) -> Month | None:
    """A month, from "02/2025", "2-2025", "2025-02", "Feb 2025" or "February 2025"."""
    text = typed.strip()
    if found := _NUMBER_FIRST.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := _NAMED_MONTH.fullmatch(text):
        name = found[1].lower()
        numbers = [place for place, full in enumerate(MONTHS, 1) if full.lower().startswith(name)]
        return _month(int(found[2]), numbers[0]) if len(numbers) == 1 else None
    return None


def read_day(typed: str) -> date | None:
    """A day, from "12/15/2025", "12-15-2025" or "2025-12-15". Month first, as people in the United States write."""
    text = typed.strip()
    if found := _US_DAY.fullmatch(text):
        return _day(int(found[3]), int(found[1]), int(found[2]))
    if found := _ISO_DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return None


def _month(year: int, number: int) -> Month | None:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= number <= 12):
        return None
    return Month(year * 12 + number - 1)


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_version(text: str) -> int:
    """The version a page was made from, as it was sent back; -1, which no row has, for what cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
