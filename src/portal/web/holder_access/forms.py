"""What is typed about a Ticketholder's account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.kernel.numbers import read_number
from portal.kernel.vault import ssn_digits
from portal.tickets.models import HolderAccess
from portal.web.holder.texts import LANGUAGES
from portal.web.people.steps import VersionForm
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField


class FindHolderForm(forms.Form):
    """For whom: by SSN or by a number of the portal. It is sent in the body only."""

    who = forms.CharField(
        label="Social Security number, Ticketholder number or Ticket number",
        help_text="For example 900-01-2345 or TK-7K4M-2Q9X.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "usa-input--medium"}
        ),
        error_messages={"required": "Enter a number."},
    )

    def clean_who(self) -> str:
        typed: str = self.cleaned_data["who"]
        if ssn_digits(typed) is None and read_number(typed) is None:
            raise ValidationError(
                "Enter a Social Security number of 9 digits, or a number like TK-7K4M-2Q9X or TT-7K4M-2Q9X."
            )
        return typed


class InviteForm(forms.Form):
    """Where the invitation goes, and how the code is told."""

    email = forms.EmailField(
        label="The person's own e-mail address",
        help_text="Used by nobody else, and not at work in this portal. The link goes there.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the person's own e-mail address.",
            "invalid": "Enter an e-mail address, for example name@example.org.",
        },
    )
    language = forms.ChoiceField(
        label="Which language does the person read?",
        widget=forms.RadioSelect,
        choices=list(LANGUAGES.items()),
        error_messages={"required": "Choose a language."},
    )
    given = forms.ChoiceField(
        label="How will you give the code?",
        help_text="You see the code after you have sent the invitation. Never send it by e-mail.",
        widget=forms.RadioSelect,
        choices=HolderAccess.Given.choices,
        error_messages={"required": "Choose how you give the code."},
    )


class EndForm(VersionForm):
    """Why an account ends."""

    why = LongTextField(
        validators=[no_ssn],
        label="Why does it end?",
        help_text="For example: the person has lost the phone and the e-mail. Leave out names and numbers.",
        max_length=300,
        rows=3,
        error_messages={"required": "Say why it ends."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["why", "version"])
