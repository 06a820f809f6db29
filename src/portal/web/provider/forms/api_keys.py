"""A key for the organisation's own case system: what it is for, what it may do, how long it is good."""

from typing import Any
from uuid import uuid4

from django import forms

from portal.kernel.actor import Actor
from portal.people.services.api_keys import LIVES
from portal.policy.roles import API_SCOPES
from portal.web.ui.clear_text import no_ssn


class KeyForm(forms.Form):
    """`once` comes with the page, so that a form sent twice makes one key."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Which system is the key for?",
        help_text="A name that your colleagues know, for example Case manager, production",
        max_length=100,
        validators=[no_ssn],
        error_messages={"required": "Enter which system the key is for."},
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        help_text="Choose only what the system needs.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the key may do."},
    )
    days = forms.TypedChoiceField(
        label="How long is it good?",
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(str(days), f"{days} days") for days in LIVES],
        error_messages={"required": "Choose how long the key is good."},
    )

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data, initial={"once": uuid4(), "days": "90"})
        offered = [(str(one), label) for one, label in API_SCOPES.items() if actor.may(one)]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]
