"""What an analyst types to divide a payment among the providers that held its Ticket (PAY-17)."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.forms.boundfield import BoundField

from portal.payments.sharing import Holder, Shares
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import LongTextField

_FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})", re.ASCII).fullmatch
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%?", re.ASCII).fullmatch


class ShareField(forms.Field):
    """A part of the whole, typed as 1/3 or as 60%; gives a fraction, None where it is empty or nothing."""

    default_error_messages = {
        "shape": "Enter a fraction such as 1/3 or a percentage such as 60%, or leave it empty for no share."
    }

    def to_python(self, value: Any) -> Fraction | None:
        typed = str(value or "").strip()
        if typed in EMPTY_VALUES:
            return None
        if (found := _FRACTION(typed)) and int(found[2]):
            return Fraction(int(found[1]), int(found[2])) or None
        if found := _PERCENT(typed):
            return Fraction(found[1]) / 100 or None
        raise ValidationError(self.error_messages["shape"], code="shape")


class ShareForm(forms.Form):
    """A share for each provider, and why. `place` is that of the division the page was made from."""

    place = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = LongTextField(
        label="What each provider's services contributed",
        help_text="Each provider with a share reads it in its decision. Leave out names and numbers of Ticketholders.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Write what each provider's services contributed."},
    )

    def __init__(self, *args: Any, holders: Sequence[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holders = holders
        for one in holders:
            self.fields[_name(one)] = ShareField(
                label=one.name, required=False, widget=forms.TextInput(attrs={"class": "usa-input--small"})
            )
        self.order_fields(["place", *map(_name, holders), "reason"])

    def share_fields(self) -> Iterator[BoundField]:
        """The providers' fields, the first that held the Ticket first."""
        for one in self.holders:
            yield self[_name(one)]

    @property
    def shares(self) -> Shares:
        """What was typed, of those that have a share."""
        return {
            one.id: share for one in self.holders if (share := self.cleaned_data.get(_name(one))) is not None
        }


class WithdrawShareForm(forms.Form):
    """Why the payment is not divided after all. `place` is that of the division the page was made from."""

    place = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    withdrawn_because = LongTextField(
        label="Why it is not shared after all",
        help_text="Leave out names and numbers of Ticketholders.",
        max_length=500,
        validators=[no_ssn],
        error_messages={"required": "Write why the payment is not shared after all."},
    )


def begun(place: int, shares: Shares, reason: str, holders: Sequence[Holder]) -> dict[str, Any]:
    """What the form starts with: the division that stands."""
    typed = {_name(one): str(shares[one.id]) for one in holders if one.id in shares}
    return {"place": place, "reason": reason, **typed}


def with_place(form: ShareForm | WithdrawShareForm, place: int) -> None:
    """Let what was typed be sent again against the division as the page shows it now."""
    form.data = {**{name: form.data.get(name) for name in form.fields}, "place": place}


def _name(holder: Holder) -> str:
    return f"share-{holder.number}"
