"""Whom an earnings inquiry asks about: a row a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.earnings.parameters import MOST_ROWS
from portal.web.ui.fields import DayField, SsnField


class PersonRow(forms.Form):
    """One Ticketholder. A row in which nothing stands is left out."""

    ssn = SsnField(label="Social Security number", required=False)
    assigned_on = DayField(label="Date of assignment", required=False)

    @property
    def is_empty(self) -> bool:
        """Has nobody written anything here?"""
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_empty:
            return cleaned
        if "ssn" not in self.errors and not cleaned.get("ssn"):
            self.add_error("ssn", ValidationError("Enter the Ticketholder's Social Security number."))
        if "assigned_on" not in self.errors and cleaned.get("assigned_on") is None:
            self.add_error("assigned_on", ValidationError("Enter the day the Ticket was assigned to you."))
        return cleaned


class _Rows(forms.BaseFormSet):
    """Rows whose fields say which row they are of, so that the list of problems does too."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            for field in form.fields.values():
                field.label = f"{field.label}, row {index + 1}"


PeopleFormSet = forms.formset_factory(PersonRow, formset=_Rows, extra=0, max_num=MOST_ROWS, validate_max=True)
