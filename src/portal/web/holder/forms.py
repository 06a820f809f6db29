"""What a Ticketholder types; every label and sentence is of the page's language."""

from collections.abc import Callable
from typing import Any

from django import forms

from portal.web.holder.texts import say
from portal.web.ui.fields import DayField, LongTextField, SsnField


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


class _NamedForm(forms.Form):
    """A form that is signed by typing the name on the record. `is_own` tells whether a name is that one."""

    def __init__(self, *args: Any, is_own: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_own = is_own

    def add_signature(self, page: str, statement: str) -> None:
        """The tick and the name, in this order, in the words of a page."""
        self.fields["agrees"] = forms.BooleanField(
            label=statement, error_messages={"required": say(f"{page}.tick_required")}
        )
        self.fields["name"] = forms.CharField(
            label=say(f"{page}.name"),
            help_text=say("sign.name_hint"),
            max_length=150,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            error_messages={"required": say(f"{page}.name_required")},
        )

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if not self.is_own(typed):
            raise forms.ValidationError(say("sign.name_wrong"))
        return typed


class SignForm(_NamedForm):
    """The signature under a plan or a change; `digest` names the content that was on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_signature("sign", statement)


class LeaveForm(_NamedForm):
    """Taking one's Ticket back; why is nobody's business unless one says it."""

    def __init__(self, *args: Any, provider: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = LongTextField(
            label=say("leave.reason"),
            help_text=say("leave.reason_hint"),
            required=False,
            max_length=500,
            rows=3,
        )
        self.add_signature("leave", say("leave.tick", provider=provider))
