"""What is wrong with what was typed, gathered for the list on top of a page."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.forms import BaseForm, BaseFormSet

FORMS = (BaseForm, BaseFormSet)


class Problem(NamedTuple):
    """A sentence, and the control it is about ("" where it is about several)."""

    text: str
    control: str


def problems(forms: Iterable[Any]) -> list[Problem]:
    """All problems of forms, formsets and lists of them, in the order of their fields. Unsent forms have none."""
    return [problem for form in forms for problem in _of(form)]


def _of(form: Any) -> Iterator[Problem]:
    if isinstance(form, list):
        for one in form:
            yield from _of(one)
    elif isinstance(form, BaseFormSet):
        yield from (Problem(str(text), "") for text in form.non_form_errors())
        for one in form:
            yield from _of(one)
    elif isinstance(form, BaseForm) and form.is_bound:
        yield from (Problem(str(text), "") for text in form.non_field_errors())
        for field in form:
            for text in field.errors:
                control = "" if field.is_hidden else getattr(field, "first_control_id", field.auto_id)
                yield Problem(str(text) if field.is_hidden else _about(str(field.label), str(text)), control)


def _about(label: str, text: str) -> str:
    """The problem with the name of its field; a label that is a sentence needs no colon."""
    return f"{label} {text}" if label.endswith((".", "?", "!", ":")) else f"{label}: {text}"
