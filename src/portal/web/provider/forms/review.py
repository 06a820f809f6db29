"""The coversheet of a plan that is sent in for review (CV-02 to CV-06); the rest follows from the plan."""

from django import forms
from django.utils.text import capfirst

from portal.integrity.models import PlanReview
from portal.web.ui.fields import LongTextField

_REASONS = (
    PlanReview.Reason.NEW_EN,
    PlanReview.Reason.RE_ESTABLISHED,
    PlanReview.Reason.CORRECTED,
    PlanReview.Reason.REQUESTED,
    PlanReview.Reason.OTHER,
)


class CoversheetForm(forms.Form):
    """Who can be asked, and why the plan is sent in."""

    reason = forms.ChoiceField(
        label="Why do you send this plan in?",
        choices=[(one.value, capfirst(one.label)) for one in _REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you send this plan in."},
    )
    contact = forms.CharField(
        label="Whom can Program Integrity ask?",
        max_length=120,
        error_messages={"required": "Write the name of a person who can answer questions about this plan."},
    )
    telephone = forms.CharField(
        label="Telephone",
        max_length=40,
        error_messages={"required": "Write a telephone number, so that questions can be asked at once."},
    )
    note = LongTextField(label="Anything the reviewer should know", max_length=1000, rows=3, required=False)
