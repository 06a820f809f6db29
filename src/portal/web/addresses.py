"""Addresses of many records of a kind: reversing each would take as long as the rest of its row."""

import re
from functools import lru_cache

from django.urls import get_urlconf, reverse

# As kernel.numbers writes them: nothing in one needs quoting in an address.
_NUMBER = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def of_number(url_name: str, number: str) -> str:
    """The address of the record with this public number. Raises NoReverseMatch where there is no such page."""
    if not _NUMBER.fullmatch(number):
        return reverse(url_name, args=[number])
    before, after = _around(url_name, get_urlconf(), number[:2])
    return f"{before}{number}{after}"


@lru_cache(maxsize=256)
def _around(url_name: str, urlconf: str | None, kind: str) -> tuple[str, str]:
    """What stands before and after the number, found with one that is no record's."""
    stand_in = f"{kind}-0000-0000"
    before, _, after = reverse(url_name, urlconf, args=[stand_in]).partition(stand_in)
    return before, after
