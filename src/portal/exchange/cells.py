"""What a field of a line can hold: how it is read, how it is written, and how that is said in the layout."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.kernel.vault import well_formed_ssn
from portal.policy.core import Month


class Wrong(ValueError):
    """What stands in a field cannot be read. `says` is what is wrong, `remedy` what to do."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(says)
        self.says, self.remedy = says, remedy


class Cell(NamedTuple):
    """A type of field. `read` takes the text without its padding, never an empty one; `write` gives it back."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    codes: Mapping[str, str] = {}
    numeric: bool = False


def code(codes: Mapping[str, str]) -> Cell:
    """One of these codes; the value is the portal's word for it."""
    back = {value: key for key, value in codes.items()}

    def read(text: str) -> str:
        if text not in codes:
            raise Wrong(f"The code is none of {', '.join(codes)}.", "Send the row with one of these codes.")
        return codes[text]

    return Cell("code", read, lambda value: back[str(value)], codes)


def several(codes: Mapping[str, str]) -> Cell:
    """Codes with a space between them; the value is a tuple, in the order of the portal's words."""
    one = code(codes)
    return Cell(
        "codes",
        lambda text: tuple(sorted({one.read(part) for part in text.split()})),
        lambda values: " ".join(sorted(one.write(value) for value in values)),
        codes,
    )


def _ssn(text: str) -> str:
    if not (len(text) == 9 and text.isascii() and text.isdigit() and well_formed_ssn(text)):
        raise Wrong(
            "This is no Social Security number that can have been issued.",
            "Send the row with the person's own number.",
        )
    return text


def _day(text: str) -> date:
    try:
        if not (len(text) == 8 and text.isascii() and text.isdigit()):
            raise ValueError
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise Wrong("This is no day of the calendar.", "Write the day as YYYYMMDD.") from None


def _month(text: str) -> Month:
    try:
        if len(text) != 6:
            raise ValueError
        return Month.parse(f"{text[:4]}-{text[4:]}")
    except ValueError:
        raise Wrong("This is no month.", "Write the month as YYYYMM.") from None


def _cents(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Wrong("This is no amount.", "Write whole cents, in digits alone.")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Wrong("This is no number.", "Write it in digits alone.")
    return int(text)


def _text(text: str) -> str:
    if not text.isprintable():
        raise Wrong("There are characters in it that cannot be printed.", "Send the row with letters alone.")
    return " ".join(text.split())


SSN = Cell("SSN", _ssn, str)
DAY = Cell("day YYYYMMDD", _day, lambda day: f"{day:%Y%m%d}")
MONTH = Cell("month YYYYMM", _month, lambda month: f"{month.year:04d}{month.number:02d}")
CENTS = Cell("cents", _cents, str, numeric=True)
NUMBER = Cell("number", _number, str, numeric=True)
TEXT = Cell("text", _text, str)
