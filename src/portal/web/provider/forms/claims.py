"""Which payments, for which months, and how the earnings are shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.payments.form import ClaimAsked
from portal.payments.models import PaymentRequest
from portal.policy.core import Month
from portal.web.ui import formats
from portal.web.ui.fields import MonthField, OptionLabel

OTHER_ROWS = 2
EVIDENCE, CERTIFICATION, PROVEN = "evidence", "certification", "proven"
BASES = (
    (
        EVIDENCE,
        OptionLabel("Evidence of earnings", hint="Pay slips, an employer's statement or other papers"),
    ),
    (
        CERTIFICATION,
        OptionLabel("Certification of earnings", hint="You certify the earnings, without papers"),
    ),
    (PROVEN, OptionLabel("Already proven", hint="Social Security's record has the earnings of these months")),
)
_KINDS = {kind.value: str(kind.label) for kind in PaymentRequest.Kind}


def claim_value(claim: ClaimAsked) -> str:
    """`P1M1 2025-02`: a claim as the value of a checkbox."""
    return f"{claim.asks} {claim.claim_month}"


def claim_words(claim: ClaimAsked) -> str:
    """`Phase 1 Milestone 1 for February 2025`."""
    return f"{_KINDS[claim.asks]} for {formats.month(claim.claim_month)}"


class ClaimChoices(forms.MultipleChoiceField):
    """Ticked payments. What was on offer a minute ago is taken too: the rules judge it, not the list."""

    def valid_value(self, value: Any) -> bool:
        return read_claim(str(value)) is not None

    def clean(self, value: Any) -> Any:
        return [claim for text in super().clean(value) if (claim := read_claim(text))]


class ClaimsForm(forms.Form):
    """The payments ticked, and what shows the earnings."""

    claims = ClaimChoices(label="Payments you can ask for", required=False)
    basis = forms.ChoiceField(
        label="How do you show the earnings?",
        choices=BASES,
        initial=EVIDENCE,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you show the earnings."},
    )


class OtherClaimForm(forms.Form):
    """A payment that is not in the list."""

    asks = forms.ChoiceField(label="Payment", choices=[("", "Choose"), *_KINDS.items()], required=False)
    month = MonthField(label="Claim month", help_text="MM/YYYY", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asks, month = cleaned.get("asks"), cleaned.get("month")
        if month and not asks and "asks" not in self.errors:
            self.add_error("asks", ValidationError("Choose the payment you ask for in this month."))
        if asks and not month and "month" not in self.errors:
            self.add_error("month", ValidationError("Write the claim month, for example 02/2025."))
        return cleaned

    @property
    def claim(self) -> ClaimAsked | None:
        """The payment asked for, once cleaned; None for an empty row."""
        asks, month = self.cleaned_data.get("asks"), self.cleaned_data.get("month")
        return ClaimAsked(asks, month) if asks and month else None


class OtherClaims(forms.BaseFormSet):
    """Some rows for other payments."""


OtherClaimsFormSet = forms.formset_factory(OtherClaimForm, formset=OtherClaims, extra=OTHER_ROWS, max_num=60)


def asked_for(form: ClaimsForm, others: Iterable[OtherClaimForm]) -> tuple[ClaimAsked, ...]:
    """All payments asked for, each once, by month; of forms that hold."""
    claims = {*form.cleaned_data["claims"], *(row.claim for row in others if row.claim)}
    return tuple(sorted(claims, key=lambda claim: (claim.claim_month, claim.asks)))


def other_initial(claims: Iterable[ClaimAsked]) -> list[dict[str, str]]:
    """Rows of the second list for claims that the first does not offer."""
    return [{"asks": claim.asks, "month": typed_month(claim.claim_month)} for claim in claims]


def typed_month(month: Month) -> str:
    """`02/2025`, as a month is typed."""
    return f"{month.number:02d}/{month.year}"


def read_claim(text: str) -> ClaimAsked | None:
    """The claim of a checkbox; None for a value that no page of ours has sent."""
    asks, _, month = text.partition(" ")
    try:
        return ClaimAsked(asks, Month.parse(month)) if asks in _KINDS else None
    except ValueError:
        return None
