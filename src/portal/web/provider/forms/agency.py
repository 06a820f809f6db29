"""Form SSA-1365 in three pages (§2.5), and what closes or corrects a cost-reimbursement case.

Nothing is required while the form is written: what is missing is said on the check page, by the rules.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from portal.casework.agency.answers import ASSIGNMENT, BY_HAND, COST_REIMBURSEMENT, OUTSIDE
from portal.kernel.tables_in import TableLimits
from portal.web.provider.forms.find import FindForm
from portal.web.provider.forms.papers import UploadForm
from portal.web.sent.forms import SheetForm
from portal.web.ui.fields import DayField, LongTextField, OptionLabel, YesNoField

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


class PlanForm(forms.Form):
    """The agency's contact, and the Individualized Plan for Employment."""

    coordinator = forms.CharField(
        label="Your agency's counselor or coordinator", max_length=120, required=False
    )
    phone = forms.CharField(label="That person's telephone number", max_length=40, required=False)
    ipe_signed_on = DayField(
        label="Day the Individualized Plan for Employment (IPE) was signed",
        help_text="The later of both signatures.",
        required=False,
    )
    goal = LongTextField(
        label="Vocational goal", help_text="As it stands in the IPE.", max_length=500, rows=2, required=False
    )
    occupation = forms.CharField(
        label="Occupation code (optional)",
        help_text="The Standard Occupational Classification code, for example 43-3031.",
        validators=[
            RegexValidator(r"^\d{2}-\d{4}$", "Write the code as two digits, a dash and four digits.")
        ],
        required=False,
    )
    vr_eligible = YesNoField(
        label="Has your agency found the person eligible for its services?", required=False
    )


class PaymentForm(forms.Form):
    """How the agency is paid for this case."""

    payment = forms.ChoiceField(
        label="How is your agency paid for this case?",
        choices=[
            (
                COST_REIMBURSEMENT,
                OptionLabel(
                    "Cost reimbursement",
                    "A case is opened. The Ticket is not assigned, and nobody else can take it while the case is open.",
                ),
            ),
            (
                ASSIGNMENT,
                OptionLabel(
                    "As an Employment Network",
                    "The Ticket is assigned to your agency, and you are paid in the system your State has elected. "
                    "You cannot change back.",
                ),
            ),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    existing_plan = YesNoField(
        label="Was the IPE signed before the person could get a Ticket?",
        help_text="Then the Ticket is assigned only where you both agree to it.",
        required=False,
    )
    both_agree = YesNoField(
        label="Do the person and your agency both agree to assign the Ticket?",
        help_text="Only asked where the IPE came first.",
        required=False,
    )


class SignaturesForm(UploadForm):
    """Who signed the form on paper, and when. The scan is optional."""

    holder_name = forms.CharField(
        label="Name of the person, or of the representative, as signed",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_QUIET),
    )
    holder_on = DayField(label="That person signed on", required=False)
    provider_account = forms.ChoiceField(label="Who signed for your agency?", required=False)
    provider_on = DayField(label="Your agency signed on", required=False)
    way = forms.ChoiceField(
        label="How was it signed?",
        choices=[(BY_HAND, "By hand"), (OUTSIDE, "With an outside signature service")],
        initial=BY_HAND,
        widget=forms.RadioSelect,
        required=False,
    )

    field_order = ("holder_name", "holder_on", "provider_account", "provider_on", "way", "upload")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = "The signed page, scanned (optional)"
        account: Any = self.fields["provider_account"]
        account.choices = [("", "Choose"), *people]

    def clean_way(self) -> str:
        """By hand, as the form itself is made for, where nothing else is said."""
        return self.cleaned_data["way"] or BY_HAND


class Part(NamedTuple):
    """A page of the form."""

    slug: str
    title: str
    form: type[forms.Form]


PARTS = (
    Part("plan", "The plan", PlanForm),
    Part("payment", "Payment option", PaymentForm),
    Part("signatures", "Signatures", SignaturesForm),
)


class CloseCaseForm(forms.Form):
    """A closing: from which day, and how. Corrections choose between the same and `open`."""

    closes_on = DayField(
        label="Day the case was closed", error_messages={"required": "Enter the day the case was closed."}
    )
    employed = forms.ChoiceField(
        label="How was it closed?",
        choices=[
            (
                "yes",
                OptionLabel("Employed", "A later provider is not paid Phase 1 milestones for 18 months."),
            ),
            ("no", OptionLabel("Not employed", "Phase 1 milestones stay open to a later provider.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the person was employed when the case was closed."},
    )


class CorrectClosingForm(CloseCaseForm):
    """What is right, where a closing was wrong."""

    closes_on = DayField(label="Right day of the closing", required=False)
    employed = forms.ChoiceField(
        label="What is right?",
        choices=[
            ("yes", "It was closed as employed"),
            ("no", "It was closed as not employed"),
            ("open", OptionLabel("It was never closed", "The case is open again, as it was before.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is right."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("employed") == "open":
            cleaned["closes_on"] = None
        elif "closes_on" not in self.errors and cleaned.get("closes_on") is None:
            self.add_error("closes_on", ValidationError("Enter the day the case was closed."))
        return cleaned


class FindCaseForm(FindForm):
    """The find box over the list of cases; which cases travels along unseen."""

    scope = forms.CharField(required=False, widget=forms.HiddenInput)


class VrFileForm(SheetForm):
    """One file, of openings or of closings."""

    kind = forms.ChoiceField(
        label="What does the file do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the file opens or closes cases."},
    )

    field_order = ("kind", "sheet")

    def __init__(self, limits: TableLimits, kinds: Sequence[tuple[str, str]], *args: Any) -> None:
        super().__init__(limits, *args)
        kind: Any = self.fields["kind"]
        kind.choices = list(kinds)
