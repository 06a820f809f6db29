"""What staff enter about a Ticket: what was asked on paper, and that it has ended."""

from django import forms

from portal.policy.unassignment import REASONS, Asker
from portal.tickets.models import Termination
from portal.web.ui.fields import DayField, LongTextField, MonthField

ASKERS = {Asker.HOLDER.value: "The Ticketholder", Asker.PROVIDER.value: "The provider"}


class FindTicketForm(forms.Form):
    """Which Ticket. A Social Security number travels in the body of a POST only."""

    wanted = forms.CharField(
        label="Ticket number, Ticketholder number or Social Security number",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter one of the numbers."},
    )


class PaperUnassignForm(forms.Form):
    """A request on paper to take the Ticket out of assignment."""

    asker = forms.ChoiceField(
        label="Who asks?",
        choices=list(ASKERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose request it is."},
    )
    reason = forms.ChoiceField(
        label="Reason",
        help_text="A Ticketholder never has to give one.",
        choices=[
            ("", "None given"),
            *((key, one.words) for key, one in REASONS.items() if key != "none-given"),
        ],
        required=False,
    )
    received_on = DayField(
        label="Received on", error_messages={"required": "Enter the day the paper came in. It counts."}
    )
    signed_on = DayField(label="Signed on", help_text="The date beside the signature.", required=False)
    form_complete = forms.BooleanField(label="The form is filled in, dated and signed", required=False)
    requested_for = DayField(
        label="Asked for from", help_text="Only where the paper names a day.", required=False
    )
    note = LongTextField(label="Anything to add (optional)", max_length=1000, rows=3, required=False)

    def limit(self, today: object) -> None:
        """No paper comes from the future."""
        for name in ("received_on", "signed_on", "requested_for"):
            self.fields[name].limit(None, today)  # type: ignore[attr-defined]


class ChangeUseForm(forms.Form):
    """A request to make the Ticket inactive, or active again."""

    requested_on = DayField(
        label="Asked for on", error_messages={"required": "Enter the day of the request."}
    )
    cause = forms.CharField(
        label="How it was asked for",
        max_length=200,
        error_messages={"required": "Write how the request came in."},
    )

    def limit(self, today: object) -> None:
        """No request comes from the future."""
        self.fields["requested_on"].limit(None, today)  # type: ignore[attr-defined]


class TerminateForm(forms.Form):
    """That the Ticket has terminated."""

    month = MonthField(label="First month without the Ticket")
    cause = forms.ChoiceField(
        label="Why",
        choices=Termination.Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the Ticket terminated."},
    )
