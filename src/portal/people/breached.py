"""A rule of passwords: none that was found in a breach of another system (OWASP ASVS 5.0.0, 6.2.12)."""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

# Of a line `HASH:COUNT` in ascending order: 40 hexadecimal digits of SHA-1.
_DIGITS = 40
_LONGEST_LINE = 128


class BreachedValidator:
    """Refuses what stands in the operator's file of breached passwords; without a file nothing is refused here."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for such a password. Raises OSError where the file that was set up is not there."""
        # The name of the list, not a protection: a password itself is stored with scrypt.
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        path = settings.PORTAL_BREACHED_PASSWORDS
        if path and stands_in(Path(path), digest):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        return "This password became known when another system was broken into. Choose another one."


def stands_in(path: Path, digest: str) -> bool:
    """Does a line of the sorted file begin with this hash? Some thirty short reads, however large the file."""
    wanted = digest.encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        # The first line that begins at or after `low` is always before or at the one looked for.
        while low < high:
            middle = (low + high) // 2
            found = _line_from(file, middle)
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low) == wanted


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The hash of the first whole line that begins at `place` or after it; empty past the last one."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline(_LONGEST_LINE)
    return file.readline(_LONGEST_LINE)[:_DIGITS].upper()
