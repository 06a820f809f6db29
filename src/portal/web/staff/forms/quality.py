"""A second look at a determination: first blind, then about the difference."""

from django import forms

from portal.payments.services.quality_review import APPROVE, DENY, REFER, RETURN
from portal.policy.denials import DENIALS
from portal.web.staff.forms.reasons import reason_field


class BlindForm(forms.Form):
    """What the reviewer would have determined."""

    determined = forms.ChoiceField(
        label="What would you have determined?",
        choices=[
            (APPROVE, "Approve"),
            (DENY, "Deny"),
            (RETURN, "Return for information"),
            (REFER, "Refer to Social Security"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you would have determined."},
    )
    denial_code = forms.ChoiceField(
        label="Denial code, if you would deny",
        choices=[("", "No code"), *((one.code, f"{one.code}: {one.reason}") for one in DENIALS.values())],
        required=False,
    )
    reason = reason_field("Write what you rest it on.", "What do you rest it on?")


class DifferenceForm(forms.Form):
    """Which of two answers is right."""

    right = forms.ChoiceField(
        label="Which answer is right?",
        choices=[("first", "The first one: mine was wrong"), ("mine", "Mine: the first one was wrong")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which answer is right."},
    )
    why = reason_field("Write why.")
