"""What an analyst types to decide: one form a move, each with the version the page was made from."""

from datetime import date, timedelta
from typing import Any

from django import forms

from portal.web.staff import note_templates
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField


class MoveForm(forms.Form):
    """The version, and what the move asks for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ApproveForm(MoveForm):
    """Approving needs no words."""

    note = LongTextField(
        label="Note (optional)", help_text="The provider can read it.", required=False, rows=2
    )


class DenyForm(MoveForm):
    """A code, those of failed checks first. Without a failed check the service asks for a reason."""

    code = forms.ChoiceField(
        label="Denial code",
        error_messages={"required": "Choose the code of the reason."},
    )
    note = LongTextField(
        label="Note to the provider",
        help_text="Goes with the denial notice. Needed where no check failed with this code.",
        required=False,
        rows=4,
    )

    def offer(self, codes: list[tuple[str, str, bool]]) -> None:
        """Put the codes into the list: those of failed checks, then the others."""
        failed = [(code, f"{code}: {words}") for code, words, is_failed in codes if is_failed]
        others = [(code, f"{code}: {words}") for code, words, is_failed in codes if not is_failed]
        groups: list[Any] = [("Checks that failed", failed)] if failed else [("", "Choose a code")]
        self.fields["code"].choices = [*groups, ("Other codes: say why in the note", others)]  # type: ignore[attr-defined]


class ReturnForm(MoveForm):
    """What the provider has to send, and by when."""

    note = LongTextField(
        label="What the provider has to send",
        rows=6,
        error_messages={"required": "Write what the provider has to send."},
    )
    due_on = DayField(label="Answer by")

    def limit(self, today: date) -> None:
        """The answer is due after today."""
        self.fields["due_on"].limit(today + timedelta(days=1), None)  # type: ignore[attr-defined]


class SendBackForm(MoveForm):
    """What Social Security asks the analyst."""

    question = LongTextField(
        label="What the analyst has to answer or mend",
        help_text="The provider can read it.",
        error_messages={"required": "Write what the analyst has to answer or mend."},
    )


class OverrideForm(MoveForm):
    """Approving as Social Security; where the rules are overridden the service asks for the reason."""

    note = LongTextField(
        label="Note",
        help_text="Needed where Social Security overrides the rules. The provider can read it.",
        required=False,
        rows=3,
    )


class ReferForm(MoveForm):
    """Why Social Security has to decide."""

    reason = LongTextField(
        label="Why Social Security has to decide",
        error_messages={"required": "Write why Social Security has to decide."},
    )


CAUSES = {
    "more-than-due": "More was paid than was due",
    "wrong-provider": "The wrong provider was paid",
    "allocation": "The payment is divided among providers",
    "less-than-due": "Less was paid than was due",
    "benefit-decision": "A later decision about benefits",
    "work-stopped": "The Ticketholder stopped working",
}


class ReverseForm(MoveForm):
    """Why a payment is taken back. The law says which causes allow it."""

    cause = forms.ChoiceField(
        label="What is wrong with the payment?",
        help_text="The whole payment is taken back. Ask for what is due with a new request.",
        choices=list(CAUSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )
    reason = LongTextField(
        label="Why the payment is taken back",
        help_text="The provider reads it. Leave out names and numbers of Ticketholders.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Write why the payment is taken back."},
    )


class TemplateForm(forms.Form):
    """The list of texts beside the note."""

    template = forms.ChoiceField(label="Start from a text", required=False)

    def __init__(self, *args: Any, move: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.slug, _short(one.title)) for one in note_templates.for_move(move)]
        self.fields["template"].choices = [("", "Choose a text"), *offered]  # type: ignore[attr-defined]


def _short(title: str) -> str:
    return title if len(title) <= 90 else f"{title[:88]}…"
