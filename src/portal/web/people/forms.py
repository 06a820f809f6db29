"""What is typed about people, by administrators and by the access desk."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from portal.policy.roles import Role
from portal.web.people.steps import VersionForm
from portal.web.people.words import role_choices
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField, YesNoField


class FindPeople(forms.Form):
    """The find box over a list of people."""

    find = forms.CharField(
        label="Find", help_text="Part of a name or e-mail.", required=False, max_length=100
    )
    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "Working now"),
            ("open", "With portal access"),
            ("none", "Cleared or named, without access"),
            ("left", "Left"),
        ],
    )


class NameForm(forms.Form):
    """A person to be named."""

    name = forms.CharField(
        validators=[no_ssn],
        label="Full name",
        max_length=150,
        error_messages={"required": "Enter the person's full name."},
    )
    email = forms.EmailField(
        label="Work e-mail",
        help_text="The person's own address, used by nobody else. The invitation goes there.",
        error_messages={"required": "Enter the person's own work e-mail address."},
    )
    job_title = forms.CharField(
        validators=[no_ssn],
        label="Job title",
        max_length=150,
        error_messages={"required": "Enter the person's job title."},
    )
    starts_on = DayField(
        label="First day at work", help_text="It may be a day to come. For example 12/15/2025"
    )
    access = forms.ChoiceField(
        label="Does the person need to work in the portal?",
        widget=forms.RadioSelect,
        choices=[
            ("portal", "Yes"),
            ("none", "No. The person works with Ticketholders and needs only a clearance"),
        ],
        error_messages={"required": "Choose whether the person works in the portal."},
    )
    roles = forms.MultipleChoiceField(
        label="What the person will do",
        help_text="Choose only what the job needs.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = LongTextField(
        validators=[no_ssn],
        label="Why does the person need this?",
        help_text="The access desk reads it. Leave out names and numbers of Ticketholders.",
        max_length=500,
        rows=3,
        error_messages={"required": "Say why the person needs this."},
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(roles)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("access") == "portal" and not typed.get("roles") and "roles" not in self.errors:
            self.add_error("roles", "Choose at least one.")
        if typed.get("access") == "none":
            typed["roles"] = []
        return typed


class RolesForm(VersionForm):
    """Which roles a person should have from now on."""

    roles = forms.MultipleChoiceField(
        label="What the person may do",
        help_text=(
            "What you take away ends at once. What you add is decided by the access desk. Take all away, and the"
            " person has no portal access."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = LongTextField(
        validators=[no_ssn],
        label="Why?",
        max_length=500,
        rows=3,
        error_messages={"required": "Say why the roles change."},
    )

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(roles)  # type: ignore[attr-defined]


class LeaverForm(VersionForm):
    """A person who leaves."""

    last_day_worked = DayField(
        label="Last day worked",
        help_text="Access ends now. If the day is still to come, access ends after it. For example 12/15/2025",
    )
    reason = forms.CharField(
        validators=[no_ssn],
        label="Why does the person leave?",
        help_text="In a few words, for example “Took another job”.",
        max_length=200,
        error_messages={"required": "Say in a few words why the person leaves."},
    )

    def limit(self, earliest: date) -> None:
        """Not before the first day at work."""
        self.fields["last_day_worked"].limit(earliest, None)  # type: ignore[attr-defined]


class ReasonForm(VersionForm):
    """Why something is done that cannot be undone."""

    reason = LongTextField(
        validators=[no_ssn], label="Why?", max_length=500, rows=3, error_messages={"required": "Say why."}
    )


class OptionalReasonForm(VersionForm):
    """Why, for who wants to say it."""

    reason = LongTextField(
        validators=[no_ssn], label="Why? (optional)", max_length=500, rows=3, required=False
    )


class VerifyForm(VersionForm):
    """How the desk knows that the person works there."""

    how = LongTextField(
        validators=[no_ssn],
        label="How was the employment verified?",
        help_text="Whom you asked, what you saw, and when.",
        max_length=500,
        rows=3,
        error_messages={"required": "Say how the employment was verified."},
    )


class ClearanceForm(VersionForm):
    """A determination of the Center for Suitability and Personnel Security."""

    favourable = YesNoField(label="Is the determination favorable?")
    decided_on = DayField(label="Day of the determination")
    expires_on = DayField(
        label="Last good day",
        help_text="Of a favorable determination. For example 12/15/2030",
        required=False,
    )

    def limit(self, today: date) -> None:
        """A determination has been made."""
        self.fields["decided_on"].limit(None, today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        decided, expires = typed.get("decided_on"), typed.get("expires_on")
        if typed.get("favourable") and not expires and "expires_on" not in self.errors:
            self.add_error("expires_on", "Enter the last good day of the favorable determination.")
        elif typed.get("favourable") and decided and expires and expires < decided:
            self.add_error("expires_on", "Enter a day on or after the day of the determination.")
        return typed


class TrainingForm(VersionForm):
    """A security awareness training taken elsewhere."""

    completed_on = DayField(label="Completed on")

    def limit(self, today: date) -> None:
        """A training has been completed."""
        self.fields["completed_on"].limit(None, today)  # type: ignore[attr-defined]


class FactorsForm(VersionForm):
    """All extra security of a person is taken away, and set up anew."""

    how = LongTextField(
        validators=[no_ssn],
        label="How did you make sure that it is this person?",
        help_text="For example: called back at the number the organization has on file.",
        max_length=300,
        rows=3,
        error_messages={"required": "Say how you made sure that it is this person."},
    )
    reason = forms.CharField(
        validators=[no_ssn],
        label="Why?",
        help_text="For example: lost the phone.",
        max_length=200,
        error_messages={"required": "Say why the extra security is removed."},
    )
    password = forms.BooleanField(
        label="The password is forgotten too",
        help_text="The person then chooses a new one with the link. You never see it.",
        required=False,
    )
