"""A certification of services: what it is for, each service of the notes, and the statement (§2.10; row C9).

Nothing but the purpose is required while it is written: what is missing is said on the check page, by the rule.
"""

import re
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from portal.casework.certifying import DECLARATION
from portal.policy.core import Month
from portal.policy.cos_facts import Purpose
from portal.web.ui.fields import DayField, LongTextField, OptionLabel, YesNoField
from portal.web.ui.typed import read_month

# As many as there are outcome payments.
MOST_MONTHS = 60


class PurposeForm(forms.Form):
    """What it is for; that decides which days it covers."""

    purpose = forms.ChoiceField(
        label="What do you certify services for?",
        choices=[
            (
                Purpose.AFTER_UNASSIGNMENT.value,
                OptionLabel(
                    "Claims after the Ticket was unassigned",
                    "It covers the whole time the Ticket was assigned to you. Name the months you will claim.",
                ),
            ),
            (
                Purpose.YEARLY_REVIEW.value,
                OptionLabel("The yearly services and supports review", "It covers the last 12 months."),
            ),
            (
                Purpose.PHASE_1.value,
                OptionLabel(
                    "Phase 1 claims without pay slips",
                    "It covers the time from the assignment through the last month you claim.",
                ),
            ),
            (
                Purpose.QUALITY.value,
                OptionLabel("A quality assurance review", "It covers the days that you were asked for."),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you certify services for."},
    )
    claim_months = forms.CharField(
        label="Months you will claim",
        help_text="Only for claims. For example 07/2025, 08/2025",
        max_length=500,
        required=False,
    )
    from_on = DayField(label="First day you were asked for", required=False)
    through_on = DayField(label="Last day you were asked for", required=False)

    def clean_claim_months(self) -> tuple[Month, ...]:
        """Months one after the other, each once, the earliest first."""
        words = re.split(r"[,;\s]+", self.cleaned_data["claim_months"].strip())
        months = [(word, read_month(word)) for word in words if word]
        wrong = [word for word, month in months if month is None]
        if wrong:
            raise ValidationError(
                f"“{wrong[0]}” is not a month. Write each as 02/2025, with a comma between them."
            )
        found = sorted({month for _, month in months if month is not None})
        if len(found) > MOST_MONTHS:
            raise ValidationError(f"Name {MOST_MONTHS} months at most. Certify the others after these.")
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == Purpose.QUALITY.value:
            for name, words in (("from_on", "first"), ("through_on", "last")):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, ValidationError(f"Enter the {words} day that you were asked for."))
        since, through = cleaned.get("from_on"), cleaned.get("through_on")
        if since and through and through < since:
            self.add_error("through_on", ValidationError("The last day is before the first. Check both."))
        return cleaned


class ServiceForm(forms.Form):
    """One service as the notes have it. Its day and method are corrected in the note itself."""

    by = forms.CharField(
        label="Who gave it",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = LongTextField(label="What was done", max_length=2000, rows=4, required=False)
    left_out = forms.BooleanField(label="Leave this service out of the certification", required=False)
    why = forms.CharField(label="Why it is left out", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("left_out") and not cleaned.get("why", "").strip():
            self.add_error("why", ValidationError("Say why you leave this service out."))
        return cleaned


class StatementForm(forms.Form):
    """The contacts, and what is stated of the services."""

    two_way = forms.IntegerField(
        label="Two-way contacts in these days", min_value=0, max_value=9999, required=False
    )
    attempts = forms.IntegerField(
        label="Attempts that were not answered", min_value=0, max_value=9999, required=False
    )
    provided = YesNoField(
        label="Were the services given that the plan and its amendments name?", required=False
    )
    contributed = YesNoField(
        label="Did your services help the Ticketholder to reach the earnings?", required=False
    )
    how = LongTextField(
        label="How they helped",
        help_text="Say in a few words which service led to which work.",
        max_length=2000,
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("contributed") and not cleaned.get("how", "").strip():
            self.add_error("how", ValidationError("Say how your services helped to reach the earnings."))
        return cleaned


class SignForm(forms.Form):
    """The signature: whoever is signed in certifies the text. `seen` is the seal of what the page showed."""

    certified = forms.BooleanField(
        label=DECLARATION,
        error_messages={"required": "Tick this to sign. Without it nothing is certified."},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class Part(NamedTuple):
    """A page of the form; the services are a page of their own kind."""

    slug: str
    title: str
    form: type[forms.Form]


PURPOSE, SERVICES, STATEMENT = "purpose", "services", "statement"
PARTS = (
    Part(PURPOSE, "What it is for", PurposeForm),
    Part(SERVICES, "Services given", ServiceForm),
    Part(STATEMENT, "Contacts and statement", StatementForm),
)
