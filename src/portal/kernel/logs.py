"""Log lines: whatever writes them, an address or an error's text may hold what somebody typed."""

import logging
import re

# As people write it, standing by itself: a longer number, an ID and a public number are none.
_NUMBER = re.compile(r"(?<![0-9A-Za-z_-])\d{3}[-. ]?\d{2}[-. ]?\d{4}(?![0-9A-Za-z_-])", re.ASCII)

# The secret of a link that somebody was mailed.
_LINK = re.compile(r"(?<=/invitation/)[\w-]{20,}", re.ASCII)


class WithoutNumbers(logging.Formatter):
    """A line, its error included, without anything that reads as a Social Security number or opens a link."""

    def format(self, record: logging.LogRecord) -> str:
        return _NUMBER.sub("[number]", _LINK.sub("[link]", super().format(record)))
