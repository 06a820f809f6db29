"""The answer on one person of an earnings inquiry."""

from django import forms

from portal.policy.inquiry_answer import Result
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField, OptionLabel


class AnswerForm(forms.Form):
    """What is answered, and which version of the inquiry the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    result = forms.ChoiceField(
        label="What do you answer?",
        choices=[
            (
                Result.FOUND.value,
                OptionLabel(
                    "Earnings found",
                    "The provider reads each quarter's side of three times SGA, and the months.",
                ),
            ),
            (
                Result.NONE.value,
                OptionLabel("No earnings found", "The provider reads that no quarter has any."),
            ),
            (
                Result.NOT_AVAILABLE.value,
                OptionLabel("Not available", "Nothing of the record is told. Say why."),
            ),
            (
                Result.NOT_OURS.value,
                OptionLabel("Not your Ticketholder", "Nothing of the record is told. Say why."),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you answer."},
    )
    reason = LongTextField(
        label="Why",
        help_text="The provider reads this. Write nobody's name or number.",
        max_length=500,
        rows=3,
        required=False,
        validators=[no_ssn],
    )


class SendForm(forms.Form):
    """Which version of the inquiry the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
