"""Working the queue: taking, laying down, handing over, putting off. Each names the duty and its version."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from portal.web.provider.forms.fields import DayField


class DutyForm(forms.Form):
    """A duty as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class HandOverForm(DutyForm):
    """To which colleague."""

    to_account = forms.TypedChoiceField(
        label="Hand over to",
        coerce=UUID,
        error_messages={"required": "Choose a colleague."},
    )

    def __init__(self, *args: Any, colleagues: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_account"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a colleague"),
            *((str(account), name) for account, name in colleagues.items()),
        ]


class PutOffForm(DutyForm):
    """Until when, and what one waits for."""

    until = DayField(
        label="Put off until",
        help_text="MM/DD/YYYY. It comes back to the queue on this day; its due date stays.",
        error_messages={"required": "Write the day it comes back, for example 02/28/2026."},
    )
    reason = forms.CharField(
        label="What do you wait for?",
        help_text="Colleagues read it. Do not write personal data.",
        max_length=300,
        error_messages={"required": "Write what you wait for."},
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if self.today is not None and until <= self.today:
            raise ValidationError("It cannot come back today or earlier. Write a day after today.")
        return until
