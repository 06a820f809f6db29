"""What an analyst types to decide: one form a move, each with the version the page was made from."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.policy.denials import DENIALS
from portal.web.provider.forms.fields import DayField
from portal.web.staff import note_templates

NOTE_LENGTH = 2000


class MoveForm(forms.Form):
    """The version, and a text for the timeline."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ApproveForm(MoveForm):
    """Approving needs no words."""

    note = forms.CharField(
        label="Note",
        help_text="The provider can read it.",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DenyForm(MoveForm):
    """A code, those of failed checks first. Without a failed check the service asks for a reason."""

    code = forms.ChoiceField(
        label="Denial code",
        help_text="The first is the primary reason by the rules.",
        error_messages={"required": "Choose the code of the reason."},
    )
    note = forms.CharField(
        label="Note to the provider",
        help_text="Goes into the denial notice. Needed where no check failed with this code.",
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def offer(self, codes: list[tuple[str, str, bool]]) -> None:
        """Put the codes into the list: those of failed checks, then the others."""
        failed = [(code, f"{code}: {words}") for code, words, is_failed in codes if is_failed]
        others = [(code, f"{code}: {words}") for code, words, is_failed in codes if not is_failed]
        groups: list[Any] = [("Checks that failed", failed)] if failed else [("", "Choose a code")]
        self.fields["code"].choices = [*groups, ("Other codes: say why in the note", others)]  # type: ignore[attr-defined]


class ReturnForm(MoveForm):
    """What the provider has to send, and by when."""

    note = forms.CharField(
        label="What the provider has to send",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what the provider has to send."},
    )
    due_on = DayField(
        label="Answer by",
        help_text="MM/DD/YYYY",
        error_messages={"required": "Write the day the answer is due, for example 02/28/2026."},
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if self.today is not None and due <= self.today:
            raise ValidationError("The answer cannot be due today or earlier. Write a day after today.")
        return due


class ReferForm(MoveForm):
    """Why Social Security has to decide."""

    reason = forms.CharField(
        label="Why Social Security has to decide",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write why Social Security has to decide."},
    )


class TemplateForm(forms.Form):
    """The list of texts beside the note."""

    template = forms.ChoiceField(label="Start from a text", required=False)

    def __init__(self, *args: Any, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.slug, _short(one.title)) for one in note_templates.for_move(move)]
        self.fields["template"].choices = [("", "Choose a text"), *offered]  # type: ignore[attr-defined]


def words_of(code: str) -> str:
    """A denial code with its reason."""
    return f"{code}: {DENIALS[code].reason}"


def _short(title: str) -> str:
    return title if len(title) <= 90 else f"{title[:88]}…"
