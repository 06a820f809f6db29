"""Payment runs: a run as its page showed it, and why it is opened again or canceled (row E10)."""

from django import forms

from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField


class VersionForm(forms.Form):
    """A run as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class WhyForm(VersionForm):
    """Why it is opened again, or canceled."""

    why = LongTextField(
        label="Why?",
        help_text="It stands in the run's timeline. Leave out names and numbers of Ticketholders.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Say why. The next person needs to know."},
    )
