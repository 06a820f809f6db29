"""The terms of a plan, read once from versioned files under `content/terms` (its README says how they are written)."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

CONTENT = Path(__file__).parents[4] / "content" / "terms"
_TERM = re.compile(r"^\[term\] (.+)$", re.MULTILINE)


class Term(NamedTuple):
    """One term; its number is what the plan says was explained."""

    number: int
    title: str
    text: str


class TermsOfPlan(NamedTuple):
    """All terms of one version in one language. `standing` says where the words come from."""

    version: str
    language: str
    title: str
    standing: str
    in_force_from: date
    terms: tuple[Term, ...]


class TermsError(ValueError):
    """A file of terms cannot be read; the text names the file and what is wrong with it."""


@cache
def every(folder: Path = CONTENT) -> Mapping[tuple[str, str], TermsOfPlan]:
    """All versions in all languages, by version and language. Raises TermsError."""
    found = [_read(path) for path in sorted(folder.glob("*/*.md"))]
    for version in {one.version for one in found}:
        shapes = {(one.in_force_from, len(one.terms)) for one in found if one.version == version}
        if len(shapes) > 1:
            raise TermsError(f"{version}: its languages differ in date or number of terms")
    return {(one.version, one.language): one for one in found}


def in_force(on: date) -> str:
    """The version a plan of this day is written with. Raises LookupError where there is none yet."""
    begun = [one for one in every().values() if one.in_force_from <= on]
    if not begun:
        raise LookupError(f"no terms are in force on {on}")
    return max(begun, key=lambda one: one.in_force_from).version


def terms(version: str, language: str = "en") -> TermsOfPlan:
    """The terms of a version, in English where they are not in this language. Raises KeyError for no version."""
    return every().get((version, language)) or every()[version, "en"]


def _read(path: Path) -> TermsOfPlan:
    head, separator, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    if not separator:
        raise TermsError(f"{path}: has no front matter between lines of ---")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    parts = _TERM.split(body)[1:]
    try:
        return TermsOfPlan(
            path.parts[-2],
            path.stem,
            fields["title"],
            fields["standing"],
            date.fromisoformat(fields["in_force_from"]),
            tuple(
                Term(number, title.strip(), " ".join(text.split()))
                for number, (title, text) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1)
            ),
        )
    except KeyError as missing:
        raise TermsError(f"{path}: the front matter has no {missing}") from None
