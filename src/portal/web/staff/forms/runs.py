"""Payment runs: a run as its page showed it, why it is opened again or canceled, what came back (rows E5, E10)."""

from django import forms

from portal.payments.models import Repayment
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField, MoneyField


class VersionForm(forms.Form):
    """A run as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class WhyForm(VersionForm):
    """Why it is opened again, or canceled."""

    why = LongTextField(
        label="Why?",
        help_text="It stands in the run's timeline. Leave out names and numbers of Ticketholders.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Say why. The next person needs to know."},
    )


class GivenBackForm(forms.Form):
    """What the bank says of a deposit that it gave back."""

    on = DayField(label="Day it came back", error_messages={"required": "Enter the day it came back."})
    reason = forms.CharField(
        label="Why, in the bank's words",
        max_length=200,
        help_text="For example R02 account closed. The provider reads it.",
        validators=[no_ssn],
        error_messages={"required": "Say why the bank did not keep it."},
    )
    trace = forms.CharField(
        label="Trace number",
        max_length=200,
        required=False,
        help_text="The number under which the Treasury and the bank find the payment",
        validators=[no_ssn],
    )


class CancelRepaymentForm(forms.Form):
    """Why a check or wire does not count."""

    reason = LongTextField(
        label="Why does it not count?",
        help_text="The provider reads it. For example: the bank did not honor it, or the amount was typed wrongly.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Say why. The next person needs to know."},
    )


class RepaymentForm(forms.Form):
    """A check or wire that a provider sent for a recovery."""

    how = forms.ChoiceField(
        label="How it came",
        choices=[(one.value, one.label.capitalize()) for one in Repayment.How],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it came."},
    )
    reference = forms.CharField(
        label="Its number",
        max_length=60,
        help_text="The number of the check, or the reference of the wire",
        validators=[no_ssn],
        error_messages={"required": "Enter the number of the check or wire."},
    )
    received_on = DayField(
        label="Day it was received", error_messages={"required": "Enter the day it was received."}
    )
    cents = MoneyField(label="Amount received", min_cents=1)
