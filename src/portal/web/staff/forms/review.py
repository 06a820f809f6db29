"""Program Integrity's verdicts on a plan, and proposals about the right to assign."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst

from portal.integrity.models import AssignRight, ReviewFinding
from portal.integrity.services.review import Found
from portal.policy.plan import COMPONENTS
from portal.policy.tar import Result
from portal.web.staff.forms.reasons import reason_field
from portal.web.ui.fields import LongTextField, OptionLabel


class FindingForm(forms.Form):
    """A verdict on one component."""

    verdict = forms.ChoiceField(
        choices=[(one.value, capfirst(one.label)) for one in ReviewFinding.Verdict],
        widget=forms.RadioSelect,
        required=False,
    )
    note = LongTextField(label="What has to be mended", max_length=1000, rows=2, required=False)


class ResultForm(forms.Form):
    """How the review ends, and which version of it the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    result = forms.ChoiceField(
        label="How does the review end?",
        choices=[
            (Result.COMPLIANT.value, OptionLabel("Compliant", "The Ticket is assigned at once.")),
            (
                Result.FINDINGS.value,
                OptionLabel(
                    "Returned with findings",
                    "The plan has every part, and some of them have to be better. The day of receipt stays.",
                ),
            ),
            (
                Result.MISSING_CONTENT.value,
                OptionLabel(
                    "Returned for missing content",
                    "A part is missing. The corrected plan's day counts as its receipt.",
                ),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the review ends."},
    )


def finding_forms(
    data: Any = None, machine: Mapping[str, tuple[str, str]] | None = None
) -> list[tuple[Any, FindingForm]]:
    """A form for each component of the plan; `machine` are verdict and note that the rules suggest."""
    suggested = machine or {}
    made = []
    for component in COMPONENTS:
        verdict, note = suggested.get(component.slug, ("", ""))
        form = FindingForm(data, prefix=component.slug, initial={"verdict": verdict, "note": note})
        form.fields["verdict"].label = component.title
        made.append((component, form))
    return made


def found(made: list[tuple[Any, FindingForm]]) -> list[Found]:
    """The verdicts that were given, once the forms are cleaned."""
    return [
        Found(component.slug, form.cleaned_data["verdict"], form.cleaned_data["note"])
        for component, form in made
        if form.cleaned_data["verdict"]
    ]


class ProposeForm(forms.Form):
    """A proposal about a provider's right to assign."""

    kind = forms.ChoiceField(
        label="What do you propose?",
        choices=[
            (AssignRight.Kind.GRANT.value, "Let the provider assign Tickets directly"),
            (AssignRight.Kind.WITHDRAW.value, "Take the right back: plans are reviewed again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you propose."},
    )
    reason = reason_field("Write why you propose it.")
