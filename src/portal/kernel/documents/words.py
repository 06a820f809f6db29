"""How values are written in a document: dates, instants and money in words, text without surprises."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.kernel.documents.errors import DocumentError
from portal.policy.core import in_dollars

EASTERN = ZoneInfo("America/New_York")
# Invisible characters that words in real languages need. All other format characters can make a text look
# like another one (a right-to-left override turns "exe.fdp" into "pdf.exe"), so they are named instead.
_HARMLESS_FORMAT = {"\u00ad", "\u200c", "\u200d"}
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_NAMED_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs"}

type Printable = str | list[Printable] | dict[str, Printable]


def printable(value: object, where: str) -> Printable:
    """`value` with every leaf as text. Raises `DocumentError` naming the field for NUL or an unknown type."""
    if isinstance(value, Mapping):
        return {str(key): printable(inner, f"{where}.{key}") for key, inner in value.items()}
    if isinstance(value, str):
        if "\0" in value:
            raise DocumentError(f"{where}: contains a NUL character")
        return clean(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [printable(inner, f"{where}[{place}]") for place, inner in enumerate(value)]
    if isinstance(value, datetime):
        return eastern(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Decimal):
        return dollars(value)
    raise DocumentError(f"{where}: has the wrong type ({type(value).__name__})")


def long_date(on: date) -> str:
    """December 15, 2025."""
    return f"{on:%B} {on.day}, {on.year}"


def eastern(at: datetime) -> str:
    """December 15, 2025, 3:04 p.m. Eastern Time (EST). `at` needs a time zone."""
    here = at.astimezone(EASTERN)
    half = "a.m." if here.hour < 12 else "p.m."
    return f"{long_date(here.date())}, {here.hour % 12 or 12}:{here:%M} {half} Eastern Time ({here:%Z})"


def dollars(amount: Decimal) -> str:
    """$1,850.00; the sign before the dollar mark. More than two decimals are an error, not rounded."""
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
        raise DocumentError("an amount must be whole cents")
    return in_dollars(int(amount * 100))


def clean(text: str) -> str:
    """`text` composed (NFC), one kind of line end, and control characters named: "[U+202E]"."""
    unified = _LINE_END.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", "    ")
    return "".join(_named_if_hidden(character) for character in unified)


def _named_if_hidden(character: str) -> str:
    if character == "\n" or character in _HARMLESS_FORMAT:
        return character
    return code_point(character) if unicodedata.category(character) in _NAMED_CATEGORIES else character


def code_point(character: str) -> str:
    """[U+202E]."""
    return f"[U+{ord(character):04X}]"


def spelled(character: str) -> str:
    """A character no font at hand can draw, as its Unicode name: "[grinning face]"."""
    name = unicodedata.name(character, "")
    return f"[{name.lower()}]" if name else code_point(character)


def replace_characters(value: Printable, table: Mapping[str, str]) -> Printable:
    """`value` with every character that `table` knows replaced, in all texts below it."""
    if isinstance(value, str):
        return "".join(table.get(character, character) for character in value)
    if isinstance(value, list):
        return [replace_characters(inner, table) for inner in value]
    return {key: replace_characters(inner, table) for key, inner in value.items()}


def characters(value: Printable) -> set[str]:
    """Every character used in any text below `value`."""
    if isinstance(value, str):
        return set(value)
    inner = value if isinstance(value, list) else list(value.values())
    return set().union(*(characters(each) for each in inner))
