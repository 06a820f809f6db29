"""A State VR agency's claim of costs as payments staff enter it, and its answers (PAY-22; row E9)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from portal.kernel.moves import Move
from portal.payments.models import CostClaim
from portal.web.costs import PeriodForm
from portal.web.ui import formats
from portal.web.ui.fields import DayField

# What the agency claims in the portal, staff read nowhere else.
READ_FROM = [choice for choice in CostClaim.Source.choices if choice[0] != CostClaim.Source.PORTAL]


class CostClaimForm(PeriodForm):
    """The agency's claim, one period of one case."""

    vr_case = forms.ChoiceField(
        label="Cost-reimbursement case",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the case."},
    )
    claimed_on = DayField(
        label="Day of the claim", error_messages={"required": "Enter the day of the claim."}
    )
    source = forms.ChoiceField(label="Read from", choices=READ_FROM)
    field_order = ("vr_case",)

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str, date]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["vr_case"]
        field.choices = [
            (number, f"{agency}, {number}, opened {formats.day(opened)}") for number, agency, opened in cases
        ]


class CostAnswerForm(forms.Form):
    """What became of a claim. `seen` is the recording that was answered."""

    move = forms.ChoiceField(
        label="What became of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it."},
    )
    on = DayField(label="On which day?", error_messages={"required": "Enter the day."})
    source = forms.ChoiceField(label="Read from", choices=READ_FROM)
    seen = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, moves: Sequence[Move], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["move"]
        field.choices = [(one.name, one.words) for one in moves]
