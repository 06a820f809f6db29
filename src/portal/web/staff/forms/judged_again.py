"""How a decision that was judged again is settled."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.policy.rejudging import Settled
from portal.web.staff.forms.reasons import reason_field
from portal.web.ui.fields import OptionLabel

_WAYS = {
    Settled.STANDS: OptionLabel("The decision stands", "Nothing changes for the provider."),
    Settled.REOPENED: OptionLabel(
        "Open the request again",
        "It goes back to the queue and is decided anew. The provider sees that it is open.",
    ),
    Settled.RECOVER: OptionLabel(
        "Take the payment back",
        "What was paid is kept back of the provider's next deposits. The provider is told, and reads your reason.",
    ),
    Settled.CORRECTED: OptionLabel(
        "Put the payment to what is due",
        "The right amount is granted anew, and what was paid is kept back of the next deposits: the difference is paid "
        "or given back. The provider is told, and reads your reason.",
    ),
}


class SettleForm(forms.Form):
    """The version the page was made from, the way, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    settled_as = forms.ChoiceField(
        label="How do you settle it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you settle it."},
    )
    reason = reason_field(
        "Write why you settle it so.",
        readers="Your colleagues read it, and the provider where the payment changes.",
    )

    def __init__(self, *args: Any, offered: Sequence[Settled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settled_as"].choices = [(str(one), _WAYS[one]) for one in offered]  # type: ignore[attr-defined]
