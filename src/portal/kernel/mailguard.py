"""The last look at a mail before it leaves: personal data in it stops it.

Mail travels and is kept outside the portal, so a mail says only that something waits, under its public
number. The guard reads the text as a person would see it: entities and tags resolved, hidden characters
gone, digits of every script made plain.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote


class Kind(StrEnum):
    """What kind of personal data was found."""

    SSN = "ssn"
    PART_OF_SSN = "part-of-ssn"
    BIRTH_DATE = "birth-date"
    KNOWN = "known"
    EARNINGS = "earnings"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason not to send. The sentence never repeats what was found: it may reach a log."""

    kind: Kind
    part: str
    line: int
    sentence: str


_WHY = {
    Kind.SSN: "has nine digits that read as a Social Security number. Use the request's number instead",
    Kind.PART_OF_SSN: "gives the end of a Social Security number. Use the request's number instead",
    Kind.BIRTH_DATE: "gives a date of birth. Take it out; the reader sees it in the portal",
    Kind.KNOWN: "names what this message is about. Take it out; the reader sees it in the portal",
    Kind.EARNINGS: "says what somebody earned. Take the amount out; the reader sees it in the portal",
}
_DIGIT_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*"
_DATE = (
    r"(?:\d{1,4}\s?[-./ ]\s?\d{1,2}\s?[-./ ]\s?\d{2,4}"
    rf"|\d{{0,2}}\s?(?:de )?{_MONTH}\.?[\s,]|(?:19|20)\d\d|\d{{8}})"
)
_AMOUNT = r"(?:\$\s?\d|\b\d[\d,]*(?:\.\d\d)?\s?(?:dollars|usd)\b)"
_EARNING = (
    r"\b(?:wages?|earnings?|earn(?:s|ed)?|salar(?:y|ies)|income|paychecks?|pay ?stubs?"
    r"|(?:gross|net|hourly|monthly) pay)\b"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        # 123456789, also glued to letters
        (Kind.SSN, r"(?<!\d)\d{9}(?!\d)"),
        # 123-45-6789, 123 45 6789, 123 / 45 / 6789: the same mark twice, or any of hyphen, dot and space
        (Kind.SSN, r"(?<!\d)\d{3}([\W_]{1,3})\d{2}\1\d{4}(?!\d)"),
        (Kind.SSN, r"(?<!\d)\d{3}[-.\s]{1,3}\d{2}[-.\s]{1,3}\d{4}(?!\d)"),
        (Kind.SSN, r"(?<!\d)\d{3}[-.\s]{0,3}\d{6}(?!\d)|(?<!\d)\d{5}[-.\s]{1,3}\d{4}(?!\d)"),
        # 123-456-789 and an EIN without its name
        (Kind.SSN, r"(?<!\d)\d{3}([-.\s])\d{3}\1\d{3}(?!\d)|(?<!\d)\d{2}-\d{7}(?!\d)"),
        # 1.2.3.4.5.6.7.8.9 and the same in words
        (Kind.SSN, r"(?<!\d)\d(?:[\W_]{1,3}\d){8}(?!\d)"),
        (Kind.SSN, rf"\b(?:{_DIGIT_WORD}[\W_]{{1,3}}){{8}}{_DIGIT_WORD}\b"),
        (Kind.PART_OF_SSN, r"\blast[\s-]*(?:four|4)\b[^0-9]{0,40}(?<!\d)\d{4}(?!\d)"),
        (Kind.PART_OF_SSN, r"\bending\s+(?:in|with)[^0-9\n]{0,10}\d{4}(?!\d)"),
        (Kind.PART_OF_SSN, r"[x*#\u2022\u25cf]{3}[\W_]?[x*#\u2022\u25cf]{2}[\W_]?\d{4}(?!\d)"),
        (Kind.PART_OF_SSN, r"\b(?:ssn|social security (?:number|no|#))(?![a-z])[^0-9\n]{0,40}\d{4,}"),
        (
            Kind.BIRTH_DATE,
            rf"(?:\bd\.?o\.?b\b|\bdate of birth|\bbirth\s?da(?:te|y)|\bborn\b|\bnacid[oa]\b|"
            rf"\bfecha de nacimiento)[^\n]{{0,30}}?{_DATE}",
        ),
        (Kind.EARNINGS, rf"{_AMOUNT}[^\n]{{0,60}}{_EARNING}|{_EARNING}[^\n]{{0,60}}{_AMOUNT}"),
    )
)
# Not personal, though it looks so: public numbers, an organisation's own EIN, a ZIP code after its State.
_HARMLESS = re.compile(
    r"(?<![A-Z0-9-])[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}(?![A-Z0-9-])"
    r"|\bEIN[\s:#]{1,3}\d{2}-\d{7}(?![\d-])"
    r"|(?<=\b[A-Z]{2}\s)\d{5}-\d{4}(?![\d-])"
)
_UNFOLDED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)


def check_outgoing(subject: str, body: str, *, known: Iterable[str] = ()) -> list[Finding]:
    """Why this mail must not be sent; an empty list lets it go. At most one finding a kind, part and line.

    `known` holds what the caller knows to be personal: names of the people the message is about, in either
    order, without regard to case and accents. `body` may be plain text or HTML.
    """
    names = [spelling for text in known for spelling in _spellings(text)]
    found = {
        (part, line, kind): None
        for part, text in (("subject", subject), ("body", body))
        for view in _views(text)
        for kind, line in (*_patterns_in(view), *_names_in(view, names))
    }
    return [
        Finding(kind, part, line, f"Line {line} of the {part} {_WHY[kind]}.")
        for part, line, kind in sorted(found)
    ]


def _patterns_in(view: str) -> tuple[tuple[Kind, int], ...]:
    return _found_in(_HARMLESS.sub("\u00a4", view))


@lru_cache(maxsize=64)
def _found_in(text: str) -> tuple[tuple[Kind, int], ...]:
    """Mails about many requests are the same words but for the number, which is harmless."""
    return tuple(
        (kind, text.count("\n", 0, match.start()) + 1)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(text)
    )


def _names_in(view: str, names: list[str]) -> Iterator[tuple[Kind, int]]:
    lines = [f" {_folded(line)} " for line in view.split("\n")]
    # A name may be broken over two lines.
    for number, line in enumerate(lines, start=1):
        following = lines[number].lstrip() if number < len(lines) else ""
        for name in names:
            at = f"{line}{following}".find(f" {name} ")
            if 0 <= at < len(line) - 1:
                yield Kind.KNOWN, number


def _spellings(text: str) -> set[str]:
    """The folded text, and with its last word first; nothing for what is too short to tell anything."""
    words = _folded(text).split()
    both = {" ".join(words), " ".join([*words[-1:], *words[:-1]])}
    return {spelling for spelling in both if len(spelling) > 1}


def _folded(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        split = unicodedata.normalize("NFKD", plain).translate(_UNFOLDED)
        plain = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _views(text: str) -> set[str]:
    """The text as written, with tags taken out, and with web addresses decoded; each made plain."""
    resolved = html.unescape(html.unescape(text))
    without_tags = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return {_plain(view) for view in (resolved, without_tags, unquote(resolved))}


def _plain(text: str) -> str:
    # Most mail is plain already, and looking at each character costs more than all the patterns.
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    one_line_end = re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", text)
    return "".join(map(_plain_character, unicodedata.normalize("NFKD", one_line_end)))


def _plain_character(character: str) -> str:
    if character == "\n" or character.isascii():
        return character if character == "\n" or character.isprintable() else " " * (character == "\t")
    category = unicodedata.category(character)
    if category in {"Cf", "Cc", "Me"} or character in "\ufe0f\ufe0e":
        return ""
    if category == "Pd" or character == "\u2212":
        return "-"
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)
