"""A draft of the intake worksheet, read: its answers for the service, and its questions and answers as shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from portal.casework.worksheet import Worksheet
from portal.policy.core import Month
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.intake import PARTS, QuestionsForm
from portal.web.ui import formats


def read(answers: Mapping[str, Any], month: Month) -> tuple[Worksheet, tuple[str, ...]]:
    """The worksheet, and the slugs of pages that hold something that cannot be read."""
    cleaned: dict[str, Any] = {}
    shown, wrong = [], []
    for part in PARTS:
        data = as_data(answers.get(part.slug))
        form = QuestionsForm(data, month=month) if part.form is QuestionsForm else part.form(data)
        if not form.is_valid():
            wrong.append(part.slug)
        cleaned |= form.cleaned_data
        shown.append((part.title, tuple(row for _, row in answered(form))))
    fields = {name: value for name, value in cleaned.items() if name in Worksheet.__dataclass_fields__}
    return Worksheet(**fields, shown=tuple(shown)), tuple(wrong)


def answered(form: forms.Form) -> list[tuple[str, tuple[str, str]]]:
    """Every question of a page with its answer in words, by the name of its field."""
    return [
        (name, (str(bound.label), _words(bound.field, form.cleaned_data.get(name))))
        for name, bound in ((name, form[name]) for name in form.fields)
    ]


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return "Not answered"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return str(formats.day(value))
    if isinstance(field, forms.ChoiceField):
        labels: dict[str, Any] = dict(field.choices)  # type: ignore[arg-type]
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return str(value)
