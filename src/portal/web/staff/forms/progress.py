"""Progress reviews: what a paper says of one, asking for its review, and what is decided (row C7)."""

from datetime import date

from django import forms

from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField

_WHY = "It is kept with the decision, for who looks at it later. Leave out names and numbers of people."


class VersionForm(forms.Form):
    """A review as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class PaperForm(forms.Form):
    """A Ticketholder's letter about work and study. `once` makes a form that is sent twice count once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    received_on = DayField(
        label="The letter came in on",
        error_messages={"required": "Enter the day the letter came in."},
    )
    proven = forms.BooleanField(
        label="Pay slips or a statement by the employer prove these amounts",
        help_text="Then they stand against other amounts on record. You have seen the proof.",
        required=False,
    )

    def limit(self, earliest: date, latest: date) -> None:
        field = self.fields["received_on"]
        if isinstance(field, DayField):
            field.limit(earliest, latest)


class AskedForm(VersionForm):
    """A Ticketholder's letter that asks for a review of the decision."""

    asked_on = DayField(
        label="The letter came in on", error_messages={"required": "Enter the day the letter came in."}
    )

    def limit(self, earliest: date, latest: date) -> None:
        field = self.fields["asked_on"]
        if isinstance(field, DayField):
            field.limit(earliest, latest)


class ReentryForm(VersionForm):
    """Back in use, or not yet."""

    granted = forms.ChoiceField(
        label="Is the Ticket put back in use?",
        choices=[("yes", "Yes, the missed requirement is met"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    reason = LongTextField(
        label="Why",
        help_text=f"Needed where it is not yet. {_WHY}",
        max_length=1000,
        rows=3,
        required=False,
        validators=[no_ssn],
    )


class ReviewedForm(VersionForm):
    """What Social Security decides about the decision."""

    favorable = forms.ChoiceField(
        label="What did Social Security decide?",
        choices=[
            ("no", "The decision stands: not in timely progress"),
            ("yes", "The decision is changed: in timely progress"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what was decided."},
    )
    reason = LongTextField(
        label="Why",
        help_text=_WHY,
        max_length=1000,
        rows=3,
        error_messages={"required": "Say why."},
        validators=[no_ssn],
    )
