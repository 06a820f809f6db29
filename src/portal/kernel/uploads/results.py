"""The answers about an uploaded file, and the limits it is held against."""

from dataclasses import dataclass
from enum import StrEnum

MEBIBYTE = 1024 * 1024


class Reason(StrEnum):
    """Why a file was refused; stored with the refusal."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_ACCEPTED = "not-accepted"
    WRONG_EXTENSION = "wrong-extension"
    LOCKED = "locked"
    DAMAGED = "damaged"
    ACTIVE = "active-content"
    ATTACHMENTS = "attachments"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TWO_IN_ONE = "two-in-one"
    TOO_COMPLEX = "too-complex"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, pages of a PDF or TIFF, pixels of one picture, seconds and bytes to read it."""

    max_bytes: int = 10 * MEBIBYTE
    max_pages: int = 200
    max_pixels: int = 60_000_000
    max_seconds: int = 20
    max_memory: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the file is. `size` in bytes; `sha256` in hex; `safe_name` may be shown and stored."""

    media_type: str
    pages: int
    sha256: str
    size: int
    safe_name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the file was not taken, in a sentence for the person who sent it."""

    reason_code: Reason
    sentence: str
