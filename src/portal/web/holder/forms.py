"""What a Ticketholder types; every label and sentence is of the page's language."""

from typing import Any

from django import forms

from portal.web.holder.texts import say
from portal.web.ui.fields import DayField, SsnField


class ProveForm(forms.Form):
    """The proof that an account is one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ssn"] = SsnField(
            label=say("prove.ssn"),
            help_text=say("prove.ssn_hint"),
            error_messages={"required": say("prove.ssn_required"), "shape": say("prove.ssn_shape")},
        )
        # No calendar: a day decades ago is typed faster than found.
        self.fields["born"] = DayField(
            label=say("prove.born"),
            help_text=say("prove.born_hint"),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday", "maxlength": "20"}),
            error_messages={"required": say("prove.born_required"), "shape": say("prove.born_shape")},
        )
        self.fields["code"] = forms.CharField(
            label=say("prove.code"),
            help_text=say("prove.code_hint"),
            max_length=20,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "spellcheck": "false", "class": "usa-input--medium"}
            ),
            error_messages={"required": say("prove.code_required")},
        )
