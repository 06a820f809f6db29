"""Form fields for what this program asks: SSNs, money, months, days, files, yes or no, long answers.

Every value is typed as text and read generously, so that nothing depends on JavaScript or on a browser's own
date box. A field gives back the type the services take: nine digits, whole cents, a Month, a date.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EMPTY_VALUES

from portal.policy.core import Month
from portal.web.ui import formats
from portal.web.ui.typed import read_cents, read_day, read_month, read_ssn

__all__ = [
    "DayField",
    "FilesField",
    "LongTextField",
    "MoneyField",
    "MonthField",
    "OptionLabel",
    "SsnField",
    "YesNoField",
]


class OptionLabel(str):
    """A radio's or check box's label with a second, quieter line."""

    hint: str

    def __new__(cls, text: str, hint: str = "") -> "OptionLabel":
        made = super().__new__(cls, text)
        made.hint = hint
        return made


class SsnInput(forms.TextInput):
    """Nine digits, shown in groups; the browser is asked not to remember them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "maxlength": "11"}
        super().__init__({**base, "class": "usa-input--medium", "data-portal-ssn": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return formats.ssn(str(value)) if value not in EMPTY_VALUES else None


class SsnField(forms.CharField):
    """A Social Security number; gives nine digits. Only the shape is judged here."""

    widget = SsnInput
    default_error_messages = {
        "required": "Enter the Social Security number.",
        "shape": "Enter a Social Security number of 9 digits, for example 900-01-2345.",
    }

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if typed in EMPTY_VALUES:
            return ""
        digits = read_ssn(str(typed))
        if digits is None:
            raise ValidationError(self.error_messages["shape"], code="shape")
        return digits


class MoneyInput(forms.TextInput):
    """Dollars and cents behind a dollar mark."""

    template_name = "ui/widgets/money.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "maxlength": "14", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):
            return formats.money(value).replace("$", "")
        return str(value) if value not in EMPTY_VALUES else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["wrong"] = bool(attrs and attrs.get("aria-invalid"))
        return context


class MoneyField(forms.Field):
    """An amount typed in dollars; gives whole cents. `initial` is in cents too."""

    widget = MoneyInput
    default_error_messages = {
        "required": "Enter an amount in dollars.",
        "shape": "Enter an amount in dollars and cents, for example 1,160.00.",
        "low": "Enter %(limit)s or more.",
        "high": "Enter %(limit)s or less.",
    }

    def __init__(
        self, *, min_cents: int | None = 0, max_cents: int | None = 99_999_999_99, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.min_cents, self.max_cents = min_cents, max_cents

    def to_python(self, value: Any) -> int | None:
        if value in EMPTY_VALUES:
            return None
        cents = value if isinstance(value, int) else read_cents(str(value))
        if cents is None:
            raise ValidationError(self.error_messages["shape"], code="shape")
        if self.min_cents is not None and cents < self.min_cents:
            raise self._limit("low", self.min_cents)
        if self.max_cents is not None and cents > self.max_cents:
            raise self._limit("high", self.max_cents)
        return cents

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _changed(self, initial, data)

    def _limit(self, code: str, cents: int) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"limit": formats.money(cents)})


class MonthInput(forms.TextInput):
    """A month typed as 02/2025."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "maxlength": "14", "class": "usa-input--small", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Month):
            return f"{value.number:02d}/{value.year}"
        return str(value) if value not in EMPTY_VALUES else None


class MonthField(forms.Field):
    """A calendar month; gives a Month."""

    widget = MonthInput
    default_error_messages = {
        "required": "Enter a month and year.",
        "shape": "Enter a month and year, for example 02/2025.",
    }

    def __init__(self, *, help_text: str = "For example 02/2025", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> Month | None:
        if value in EMPTY_VALUES or isinstance(value, Month):
            return value or None
        parsed = read_month(str(value))
        if parsed is None:
            raise ValidationError(self.error_messages["shape"], code="shape")
        return parsed

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _changed(self, initial, data)


class DayInput(forms.TextInput):
    """A day typed as 12/15/2025; with JavaScript a calendar opens beside it."""

    template_name = "ui/widgets/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "maxlength": "20", **(attrs or {})})
        self.earliest: date | None = None
        self.latest: date | None = None

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return f"{value:%m/%d/%Y}"
        return str(value) if value not in EMPTY_VALUES else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = value if isinstance(value, date) else read_day(str(value or ""))
        context["widget"].update(
            iso=shown.isoformat() if shown else "",
            earliest=self.earliest.isoformat() if self.earliest else "",
            latest=self.latest.isoformat() if self.latest else "",
        )
        return context


class DayField(forms.Field):
    """A day; gives a date. `earliest` and `latest` are both allowed days."""

    widget = DayInput
    default_error_messages = {
        "required": "Enter a date.",
        "shape": "Enter a date as month/day/year, for example 12/15/2025.",
        "early": "Enter %(limit)s or a later date.",
        "late": "Enter %(limit)s or an earlier date.",
    }

    def __init__(
        self,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        help_text: str = "For example 12/15/2025",
        **kwargs: Any,
    ) -> None:
        super().__init__(help_text=help_text, **kwargs)
        self.limit(earliest, latest)

    def limit(self, earliest: date | None, latest: date | None) -> None:
        """Set the allowed days, as a form does that learns them when a page is opened."""
        self.earliest, self.latest = earliest, latest
        if isinstance(self.widget, DayInput):
            self.widget.earliest, self.widget.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        if value in EMPTY_VALUES or isinstance(value, date):
            return value or None
        parsed = read_day(str(value))
        if parsed is None:
            raise ValidationError(self.error_messages["shape"], code="shape")
        return parsed

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self._limit("early", self.earliest)
        if value and self.latest and value > self.latest:
            raise self._limit("late", self.latest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _changed(self, initial, data)

    def _limit(self, code: str, limit: date) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"limit": formats.day(limit)})


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; gives a list. What is in them is judged where they are received."""

    widget = FilesInput
    default_error_messages = {"required": "Choose at least one file.", "empty": "The file %(name)s is empty."}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        empty = [
            ValidationError(self.error_messages["empty"], code="empty", params={"name": one.name})
            for one in files
            if not one.size
        ]
        if empty:
            raise ValidationError(empty)
        return files


class YesNoField(forms.TypedChoiceField):
    """A question with Yes and No, neither chosen beforehand; gives a bool, or None where it may stay open."""

    widget = forms.RadioSelect
    default_error_messages = {"required": "Choose Yes or No.", "invalid_choice": "Choose Yes or No."}

    def __init__(self, *, yes: str = "Yes", no: str = "No", **kwargs: Any) -> None:
        choices: Sequence[tuple[str, str]] = [("yes", yes), ("no", no)]
        super().__init__(choices=choices, coerce=lambda typed: typed == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class LongTextField(forms.CharField):
    """An answer of several lines, with a count of what still fits."""

    def __init__(self, *, max_length: int = 2000, rows: int = 5, **kwargs: Any) -> None:
        look = {"rows": str(rows), "class": "usa-character-count__field"}
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs=look), **kwargs)


def _changed(field: forms.Field, initial: Any, data: Any) -> bool:
    """Has the person typed another value? The same one written differently is no change."""
    try:
        return bool(field.to_python(data) != field.to_python(initial))
    except ValidationError:
        return True
