"""What two people typed differently on one page of a draft, in the words of the page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from portal.policy.core import Month
from portal.web.ui import formats

_ROW = re.compile(r"(?P<set>[a-z]+)-(?P<place>[0-9]{1,4})-(?P<field>[a-z_]+)")
_NOTHING = "nothing"


class Questions(NamedTuple):
    """The forms of a draft's pages: those without a prefix, and by their prefix those of a row or with one."""

    forms: tuple[type[forms.Form], ...]
    rows: Mapping[str, tuple[str, type[forms.Form]]]


class Difference(NamedTuple):
    """One question, answered differently."""

    question: str
    theirs: str
    yours: str


def differences(
    asked: Questions, theirs: Mapping[str, Sequence[str]], yours: Mapping[str, Sequence[str]]
) -> list[Difference]:
    """The questions of one page whose answers differ."""
    names = [name for name in {**theirs, **yours} if not name.endswith("_FORMS")]
    return [
        Difference(
            _question(asked, name),
            _words(asked, name, theirs.get(name, ())),
            _words(asked, name, yours.get(name, ())),
        )
        for name in names
        if list(theirs.get(name, ())) != list(yours.get(name, ()))
    ]


def _field(asked: Questions, name: str) -> tuple[str, forms.Field | None]:
    row = _ROW.fullmatch(name)
    if row and row["set"] in asked.rows:
        words, form = asked.rows[row["set"]]
        return f"{words} {int(row['place']) + 1}: ", form.base_fields.get(row["field"])
    before, _, last = name.rpartition("-")
    if before in asked.rows:
        words, form = asked.rows[before]
        return f"{words}: ", form.base_fields.get(last)
    return "", next((form.base_fields[name] for form in asked.forms if name in form.base_fields), None)


def _question(asked: Questions, name: str) -> str:
    before, field = _field(asked, name)
    return f"{before}{field.label if field and field.label else name.replace('_', ' ').replace('-', ' ')}"


def _words(asked: Questions, name: str, values: Sequence[str]) -> str:
    field: Any = _field(asked, name)[1]
    if isinstance(field, forms.BooleanField):
        return "ticked" if any(values) else "not ticked"
    choices: dict[str, Any] = dict(field.choices) if hasattr(field, "choices") else {}
    shown = [str(choices.get(value, "")) or _month(value) for value in values if value.strip()]
    return ", ".join(shown) or _NOTHING


def _month(text: str) -> str:
    """A month inside a value as people read it: `P1M1 2025-02` as "P1M1 February 2025"."""
    before, _, last = text.rpartition(" ")
    try:
        return f"{before} {formats.month(Month.parse(last))}".strip()
    except ValueError:
        return text
