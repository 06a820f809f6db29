"""Opening a case."""

from django import forms

from portal.web.ui.fields import SsnField


class NewCaseForm(forms.Form):
    """Who it is about: the SSN travels in the body of a POST only."""

    ssn = SsnField(
        label="Social Security number",
        error_messages={"required": "Enter the person's Social Security number."},
    )
    name = forms.CharField(
        label="Full name",
        help_text="As the person gave it to you.",
        max_length=120,
        error_messages={"required": "Enter the person's name as it was given to you."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
