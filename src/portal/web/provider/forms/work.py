"""The work: earnings by month and employer, the services given, and what a claim needs beside."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from portal.earnings.models import EarningsMonth
from portal.payments.form import EarningsGiven
from portal.web.ui.fields import DayField, LongTextField, MoneyField, MonthField

MAX_ROWS = 400
ANSWER_ROWS = 20
_FILLED_BY_HAND = ("employer", "gross", "period_from", "period_until", "paid_on")
_YES_NO = (("yes", "Yes"), ("no", "No"))


class EarningsRow(forms.Form):
    """Gross pay of one month from one employer. A row where only the month stands is an empty row."""

    month = MonthField(label="Month worked", required=False)
    employer = forms.CharField(
        label="Employer",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-employers", "autocomplete": "off"}),
    )
    gross = MoneyField(label="Gross pay for the month", required=False)
    kind = forms.ChoiceField(
        label="Kind of earnings",
        choices=[(kind.value, capfirst(kind.label)) for kind in EarningsMonth.Kind],
        initial=EarningsMonth.Kind.WAGES,
        required=False,
    )
    source = forms.ChoiceField(
        label="You know it from",
        choices=[
            (source.value, capfirst(source.label))
            for source in EarningsMonth.Source
            if source not in (EarningsMonth.Source.SSA_RECORD, EarningsMonth.Source.TAX_RECORD)
        ],
        initial=EarningsMonth.Source.PAY_SLIP,
        required=False,
    )
    period_from = DayField(label="Pay period from", required=False)
    period_until = DayField(label="Pay period to", required=False)
    paid_on = DayField(label="Pay date", required=False)

    @property
    def is_empty(self) -> bool:
        """Has nobody written anything here?"""
        return not any(str(self[name].value() or "").strip() for name in _FILLED_BY_HAND)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_empty:
            return cleaned
        for name, sentence in (
            ("month", "Write the month that was worked, for example 02/2025."),
            ("employer", "Write who paid: the employer's name, or “self-employed”."),
            ("gross", "Write the gross pay for the month in dollars."),
        ):
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, ValidationError(sentence))
        begun, ended = cleaned.get("period_from"), cleaned.get("period_until")
        if begun and ended and ended < begun:
            self.add_error(
                "period_until", ValidationError("The pay period ends before it begins. Check both dates.")
            )
        return cleaned

    @property
    def given(self) -> EarningsGiven | None:
        """The row as the payments room takes it, once cleaned; None for an empty row."""
        if self.is_empty:
            return None
        cleaned = self.cleaned_data
        return EarningsGiven(
            cleaned["month"],
            cleaned["gross"],
            cleaned["kind"] or EarningsMonth.Kind.WAGES.value,
            cleaned["employer"],
            cleaned["source"] or EarningsMonth.Source.PAY_SLIP.value,
        )


EarningsFormSet = forms.formset_factory(EarningsRow, extra=1, max_num=MAX_ROWS, validate_max=True)


AnswerEarningsFormSet = forms.formset_factory(EarningsRow, extra=2, max_num=ANSWER_ROWS, validate_max=True)


class ServicesForm(forms.Form):
    """What was done for the Ticketholder. The last three questions are shown only where a claim needs them."""

    services_described = forms.BooleanField(
        label="We gave the services and supports that the Individual Work Plan names, and they are in our records",
        required=False,
    )
    services_text = LongTextField(
        label="Services and supports given",
        help_text="Name them and say when, in a few words. It is kept with the request.",
        max_length=2000,
        rows=3,
        required=False,
    )
    job_started_on = DayField(label="First day of the job", required=False)
    services_statement_on = DayField(
        label="Date of your statement of services, if it is on paper", required=False
    )
    services_contributed = forms.ChoiceField(
        label="Did your services help the Ticketholder to reach this?",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def contributed(self) -> bool | None:
        """The last question's answer, once cleaned; None where it was not given."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("services_contributed", ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("services_text", "").strip() and not cleaned.get("services_described"):
            self.add_error(
                "services_described", ValidationError("Tick this too: the services you name count only then.")
            )
        return cleaned


def earnings_given(rows: Iterable[EarningsRow]) -> tuple[EarningsGiven, ...]:
    """The rows somebody filled in."""
    return tuple(given for row in rows if (given := row.given) is not None)


def rows_for(months: Sequence[Any]) -> list[dict[str, Any]]:
    """One row to begin with for each month."""
    return [{"month": month} for month in months]
