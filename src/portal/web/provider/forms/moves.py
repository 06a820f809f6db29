"""What a provider does with a request it has submitted: answer, withdraw."""

from django import forms

from portal.web.ui.fields import LongTextField


class VersionForm(forms.Form):
    """The version of the request that the page was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NoteForm(VersionForm):
    """The answer to a request that was sent back."""

    note = LongTextField(
        label="Your answer",
        help_text="Say what you add or correct.",
        max_length=2000,
        rows=5,
        error_messages={"required": "Write what you add or correct."},
    )


class ReconsiderForm(NoteForm):
    """Why a denial is wrong."""

    note = LongTextField(
        label="Why should we decide otherwise?",
        help_text="Name the fact or the rule that you think is wrong, and what shows it.",
        max_length=2000,
        rows=6,
        error_messages={"required": "Write why we should decide otherwise."},
    )


class WithdrawForm(VersionForm):
    """Why a request is taken back."""

    reason = LongTextField(
        label="Why do you take it back?",
        max_length=500,
        rows=3,
        error_messages={"required": "Write in a few words why you take it back."},
    )
