"""Finding: by SSN, or in a list."""

from django import forms

from portal.web.ui.fields import SsnField


class SsnForm(forms.Form):
    """The one place where an SSN is typed; it travels in the body of a POST only."""

    ssn = SsnField(
        label="Social Security number",
        error_messages={"required": "Write the Ticketholder's Social Security number."},
    )


class FindForm(forms.Form):
    """The find box over a list; the rest of the list's choices travels along unseen."""

    typed = ("find",)

    find = forms.CharField(label="Find by name or number", required=False, max_length=100)
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(required=False, widget=forms.HiddenInput)
