"""Taking a Ticket out of assignment, by the provider."""

from django import forms

from portal.policy.unassignment import REASONS, Asker
from portal.web.ui.fields import LongTextField, OptionLabel

_THEN = {
    True: "The Ticket stays in use for 90 days more.",
    False: "The Ticket is not in use from that day on.",
}


class UnassignForm(forms.Form):
    """Why; and what else belongs in the file."""

    reason = forms.ChoiceField(
        label="Why do you give the Ticket back?",
        choices=[
            (key, OptionLabel(one.words, _THEN[one.extension]))
            for key, one in REASONS.items()
            if Asker.PROVIDER in one.by
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the reason that is true. It decides what follows."},
    )
    note = LongTextField(
        label="Anything to add (optional)",
        help_text="It is kept in your file on the person, and shown on the request.",
        max_length=1000,
        rows=4,
        required=False,
    )
