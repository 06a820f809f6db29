"""Working the queue: taking, laying down, handing over, putting off. Each names the version of the duty."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField


class DutyForm(forms.Form):
    """A duty as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ColleagueForm(forms.Form):
    """A colleague who may decide payment requests."""

    to_account = forms.TypedChoiceField(
        label="Hand over to", coerce=UUID, error_messages={"required": "Choose a colleague."}
    )

    def __init__(self, *args: Any, colleagues: dict[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(account), name) for account, name in colleagues.items()]
        self.fields["to_account"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]


class HandOverForm(ColleagueForm, DutyForm):
    """One request to a colleague."""


class PutOffForm(DutyForm):
    """Until when, and what one waits for."""

    until = DayField(
        label="Put off until", help_text="It comes back to the queue on this day. Its due date stays."
    )
    reason = forms.CharField(
        validators=[no_ssn],
        label="What do you wait for?",
        help_text="Colleagues read it. Leave out names and numbers of people.",
        max_length=300,
        error_messages={"required": "Write what you wait for."},
    )

    def limit(self, today: date) -> None:
        """It comes back after today."""
        self.fields["until"].limit(today + timedelta(days=1), None)  # type: ignore[attr-defined]
