"""What staff enter about a Ticket: that it is inactive or active again, and that it has ended."""

from django import forms

from portal.tickets.models import Termination
from portal.web.ui.fields import DayField, MonthField


class FindTicketForm(forms.Form):
    """Which Ticket. A Social Security number travels in the body of a POST only."""

    wanted = forms.CharField(
        label="Ticket number, Ticketholder number or Social Security number",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter one of the numbers."},
    )


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
