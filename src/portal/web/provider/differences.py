"""What two people typed differently on one page of a draft, in the words of the page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms

from portal.policy.core import Month
from portal.web.provider.forms.claims import ClaimsForm, OtherClaimForm
from portal.web.provider.forms.papers import PaperForm
from portal.web.provider.forms.work import EarningsRow, ServicesForm
from portal.web.ui import formats

_ROW = re.compile(r"(?P<set>[a-z]+)-(?P<place>[0-9]{1,4})-(?P<field>[a-z_]+)")
_ROWS: dict[str, tuple[str, type[forms.Form]]] = {
    "other": ("Other payment", OtherClaimForm),
    "earnings": ("Earnings row", EarningsRow),
    "papers": ("File", PaperForm),
}
_NOTHING = "nothing"


class Difference(NamedTuple):
    """One question, answered differently."""

    question: str
    theirs: str
    yours: str


def differences(theirs: Mapping[str, Sequence[str]], yours: Mapping[str, Sequence[str]]) -> list[Difference]:
    """The questions of one page whose answers differ."""
    names = [name for name in {**theirs, **yours} if not name.endswith("_FORMS")]
    return [
        Difference(_question(name), _words(name, theirs.get(name, ())), _words(name, yours.get(name, ())))
        for name in names
        if list(theirs.get(name, ())) != list(yours.get(name, ()))
    ]


def _field(name: str) -> tuple[str, forms.Field | None]:
    row = _ROW.fullmatch(name)
    if row and row["set"] in _ROWS:
        words, form = _ROWS[row["set"]]
        return f"{words} {int(row['place']) + 1}: ", form.base_fields.get(row["field"])
    return "", ClaimsForm.base_fields.get(name) or ServicesForm.base_fields.get(name)


def _question(name: str) -> str:
    before, field = _field(name)
    return f"{before}{field.label if field and field.label else name.replace('_', ' ').replace('-', ' ')}"


def _words(name: str, values: Sequence[str]) -> str:
    field: Any = _field(name)[1]
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
