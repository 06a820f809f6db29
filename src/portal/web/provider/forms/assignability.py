"""Asking whether a Ticket can be assigned, by SSN."""

from django import forms

from portal.web.ui.fields import SsnField, YesNoField


class CheckForm(forms.Form):
    """One person. The SSN travels in the body of a POST only."""

    ssn = SsnField(
        label="Social Security number",
        error_messages={"required": "Enter the person's Social Security number."},
    )
    vr_eligible = YesNoField(
        label="Has your agency found the person eligible for its services?",
        error_messages={"required": "Choose Yes or No."},
    )

    def for_kind(self, agency: bool) -> "CheckForm":
        """The second question is a State VR agency's alone."""
        if not agency:
            del self.fields["vr_eligible"]
        return self
