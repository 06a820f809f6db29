"""A contact as a counsellor writes it down, and the talk about goals that are not met."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from portal.casework.models import ContactNote
from portal.casework.plan.words import SERVICES
from portal.casework.services.note_contact import Contact
from portal.policy.plan_services import KINDS
from portal.web.ui.fields import DayField, LongTextField, YesNoField

_METHODS = [
    ("", "Choose a way"),
    *((value, capfirst(label)) for value, label in ContactNote.Method.choices),
]


class ContactForm(forms.Form):
    """One contact. `once` makes a form that is sent twice count once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    happened_on = DayField(label="Day of the contact", error_messages={"required": "Enter the day."})
    method = forms.ChoiceField(
        label="How",
        choices=_METHODS,
        error_messages={"required": "Choose how the contact was made."},
    )
    answered = YesNoField(
        label="Did the Ticketholder take part?",
        yes="Yes, it was a two-way contact",
        no="No, it was an attempt",
        help_text="A voicemail counts only when the Ticketholder left it.",
        error_messages={"required": "Say whether the Ticketholder took part."},
    )
    purpose = forms.CharField(
        label="Why you made contact",
        max_length=200,
        error_messages={"required": "Write why you made contact."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    content = LongTextField(label="What was said", max_length=4000, rows=4, required=False)
    result = forms.CharField(
        label="What comes of it",
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    services = forms.MultipleChoiceField(
        label="Services you gave", required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    follow_up_on = DayField(label="Your own reminder", required=False, help_text="A day, if you want one.")
    no_more_contact = forms.BooleanField(
        label="The Ticketholder wishes no more contact",
        required=False,
        help_text="The Ticket then has to be unassigned in time.",
    )
    file = forms.CharField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(
        label="Evidence",
        required=False,
        allow_empty_file=True,
        help_text="A letter, an e-mail or a record of the call. PDF, JPEG, PNG or TIFF, at most 10 MB.",
    )

    def __init__(
        self, *args: Any, services: Iterable[str] = (), today: date | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        planned = set(services) or set(KINDS)
        field = self.fields["services"]
        field.choices = [(kind, SERVICES[kind].title) for kind in KINDS if kind in planned]  # type: ignore[attr-defined]
        self.fields["happened_on"].limit(None, today)  # type: ignore[attr-defined]

    def contact(self) -> Contact:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        return Contact(
            happened_on=given["happened_on"],
            method=given["method"],
            answered=given["answered"],
            purpose=given["purpose"],
            content=given["content"],
            result=given["result"],
            no_more_contact=given["no_more_contact"],
            services=tuple(given["services"]),
            follow_up_on=given["follow_up_on"],
            file=given["file"],
            import_key=f"typed/{given['once']}",
        )


class GoalsForm(forms.Form):
    """The four questions, and what was said."""

    held_on = DayField(label="Day of the talk", error_messages={"required": "Enter the day."})
    still_appropriate = YesNoField(label="Are the Ticketholder's goals still right?")
    more_services = YesNoField(label="Are more services or supports needed to reach the goals?")
    new_goals = YesNoField(label="Does the Ticketholder need new goals?")
    wants_to_work_toward_goals = YesNoField(
        label="Does the Ticketholder still want to work toward these goals, or toward new ones?"
    )
    said = LongTextField(
        label="What was said",
        max_length=4000,
        error_messages={"required": "Write down what was said."},
    )

    def __init__(self, *args: Any, today: date | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["held_on"].limit(None, today)  # type: ignore[attr-defined]
