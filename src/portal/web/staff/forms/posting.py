"""A month of earnings as an analyst posts it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from portal.earnings.models import EarningsMonth
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import MoneyField, MonthField


class PostingForm(forms.Form):
    """One month from one source. What it replaces stays on record as superseded."""

    month = MonthField(label="Month worked", error_messages={"required": "Enter the month that was worked."})
    gross = MoneyField(label="Gross for the month (net, if self-employed)")
    kind = forms.ChoiceField(
        label="What it is",
        choices=[(kind.value, capfirst(kind.label)) for kind in EarningsMonth.Kind],
        initial=EarningsMonth.Kind.WAGES,
        help_text="A pension or another payment that is not for work never counts as earnings (DEN-08).",
        error_messages={"required": "Choose what it is."},
    )
    employer = forms.CharField(
        label="Who paid",
        max_length=200,
        required=False,
        validators=[no_ssn],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = forms.ChoiceField(
        label="Source",
        choices=[(source.value, capfirst(source.label)) for source in EarningsMonth.Source],
        error_messages={"required": "Choose the source."},
    )
    shown_by = forms.CharField(
        label="Read from",
        help_text="The number of the file, or which record and when. Write nobody's name or number.",
        max_length=200,
        required=False,
        validators=[no_ssn],
    )
    proven = forms.BooleanField(label="Verified: the paper or record shows this amount", required=False)
    replaces = forms.ChoiceField(label="Takes the place of", required=False)

    def __init__(self, *args: Any, standing: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["replaces"]
        field.choices = [("", "Nothing: it stands beside what is on record"), *standing]
