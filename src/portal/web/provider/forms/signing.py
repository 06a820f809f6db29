"""Signing a plan or amendment: the name as a signature, and that it is meant as one; signatures on a scanned page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from portal.casework.models import PlanCopy
from portal.web.provider.forms.papers import UploadForm
from portal.web.ui.fields import DayField


class SignForm(forms.Form):
    """A typed signature. `digest` is that of the content on the page."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    printed_name = forms.CharField(
        label="Full name",
        help_text="Typing the name here is the signature.",
        max_length=120,
        error_messages={"required": "Type the full name. It is the signature."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    agreed = forms.BooleanField(
        label="I have read this plan, or it was read to me. I sign it.",
        error_messages={"required": "Tick the box to sign. Without it nothing is signed."},
    )

    def __init__(self, *args: Any, agreed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreed:
            self.fields["agreed"].label = agreed


class ScanForm(UploadForm):
    """A page signed by hand, scanned: one signature on it or both."""

    holder_name = forms.CharField(label="Name of the Ticketholder, as signed", max_length=120, required=False)
    holder_on = DayField(label="The Ticketholder signed on", required=False)
    provider_account = forms.ChoiceField(label="Who signed for your organization?", required=False)
    provider_name = forms.CharField(label="That person's name in letters", max_length=120, required=False)
    provider_on = DayField(label="That person signed on", required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["provider_account"]
        account.choices = [("", "Choose"), *people]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("holder_on") and not cleaned.get("provider_on"):
            raise ValidationError("Enter the date beside at least one signature.")
        if cleaned.get("provider_on") and not cleaned.get("provider_account"):
            self.add_error("provider_account", ValidationError("Choose who signed for your organization."))
        return cleaned


class CopyForm(forms.Form):
    """A copy was given to the Ticketholder."""

    given_on = DayField(label="Given on")
    way = forms.ChoiceField(
        label="In which way",
        choices=[(one.value, capfirst(one.label)) for one in PlanCopy.Way],
    )
