"""What is taken to be otherwise, as somebody who judges a request again types it (row I4). It only asks."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from portal.payments.models import PaymentRequest
from portal.policy.core import Month
from portal.policy.what_if import Changes, Impossible, Months
from portal.tickets.models import BenefitPeriod
from portal.web.ui.fields import DayField, MoneyField, MonthField

AS_ON_RECORD = ("", "As on record")
# Before this day the regulation was another one.
_EARLIEST = date(2008, 7, 21)
_SECTIONS = (
    ("As of which days", ("on", "known_on")),
    ("The claim", ("asks", "claim_month", "job_started_on")),
    ("Earnings", ("earned_from", "earned_through", "earned_cents")),
    ("Benefits", ("benefit_from", "benefit_through", "benefit_status")),
    ("Assignment and agreement", ("assigned_on", "entered_on", "agreement_through")),
)
# What is said of months stands beside one of their fields.
_BESIDE = {"earned": "earned_through", "benefit": "benefit_from"}


class SupposingForm(forms.Form):
    """Facts taken to be otherwise; what is left empty is as on record."""

    sections_of: Sequence[tuple[str, Sequence[str]]] = ()
    earned_from = MonthField(label="Earnings from", required=False)
    earned_through = MonthField(label="Through", required=False, help_text="Empty is one month")
    earned_cents = MoneyField(
        label="Gross earnings a month",
        required=False,
        help_text="In place of all from work on record; 0 is none",
    )
    benefit_from = MonthField(label="Benefits from", required=False)
    benefit_through = MonthField(label="Through", required=False, help_text="Empty is one month")
    benefit_status = forms.ChoiceField(label="Status of every benefit then", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        statuses = [(one.value, capfirst(one.label)) for one in BenefitPeriod.Status]
        fields["benefit_status"].choices = [AS_ON_RECORD, *statuses]
        self.order_fields(["on", *(name for _, names in self.sections_of for name in names)])

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields by what they are about."""
        for title, names in self.sections_of:
            yield title, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self._belongs("earned_from", "earned_cents", "earned_through", "the earnings")
        self._belongs("benefit_from", "benefit_status", "benefit_through", "the benefits")
        return data

    def _belongs(self, since: str, value: str, through: str, what: str) -> None:
        """Months without a value, or a value without months, would change nothing unseen."""
        given = {name: self.cleaned_data.get(name) not in (None, "") for name in (since, value, through)}
        if not any(given.values()) or self.errors.keys() & given.keys():
            return
        if not given[since]:
            self.add_error(since, f"Enter the first month of {what}.")
        if not given[value]:
            self.add_error(value, f"Say what {what} are in these months, or leave the months empty.")

    def refuse(self, problem: Impossible) -> None:
        """Say beside its field why a change cannot be."""
        self.add_error(_BESIDE.get(problem.about, problem.about), problem.sentence)

    def months(self, name: str) -> Months | None:
        """The span typed under this name."""
        first: Month | None = self.typed(f"{name}_from")
        return None if first is None else Months(first, self.typed(f"{name}_through") or first)

    def typed(self, name: str) -> Any:
        """What was typed; None where nothing was."""
        return self.cleaned_data.get(name) or None if self.is_bound else None


class WhatIfForm(SupposingForm):
    """Two days, and facts of a payment request."""

    sections_of = _SECTIONS
    on = DayField(label="In force on", required=False, earliest=_EARLIEST, help_text="Empty is today")
    known_on = DayField(
        label="As known on",
        required=False,
        earliest=_EARLIEST,
        help_text="Later entries are left out. Empty is now",
    )
    asks = forms.ChoiceField(label="Payment", required=False)
    claim_month = MonthField(label="Claim month", required=False)
    job_started_on = DayField(label="First day of the job", required=False)
    assigned_on = DayField(label="Signed by both on", required=False)
    entered_on = DayField(label="Entered in the portal on", required=False)
    agreement_through = DayField(label="Last day of the agreement", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        fields: Any = self.fields
        fields["known_on"].limit(_EARLIEST, today)
        fields["asks"].choices = [AS_ON_RECORD, *PaymentRequest.Kind.choices]

    @property
    def days(self) -> tuple[date, date]:
        """In force on, known on."""
        return self.typed("on") or self.today, self.typed("known_on") or self.today

    @property
    def changes(self) -> Changes:
        """What is taken to be otherwise."""
        return Changes(
            asks=self.typed("asks"),
            claim_month=self.typed("claim_month"),
            earned=self.months("earned"),
            earned_cents=self.typed("earned_cents") or 0,
            benefit=self.months("benefit"),
            benefit_status=self.typed("benefit_status") or "",
            assigned_on=self.typed("assigned_on"),
            entered_on=self.typed("entered_on"),
            agreement_through=self.typed("agreement_through"),
            job_started_on=self.typed("job_started_on"),
        )
