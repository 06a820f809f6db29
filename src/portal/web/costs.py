"""What the pages of agencies and of payments staff share about claims of costs (PAY-22; row E9)."""

from django import forms

from portal.policy.core import Month
from portal.web.ui import formats
from portal.web.ui.fields import MoneyField, MonthField


class PeriodForm(forms.Form):
    """The months of a claim and its costs."""

    from_month = MonthField(
        label="First month claimed", error_messages={"required": "Enter the first month claimed."}
    )
    last_month = MonthField(
        label="Last month claimed", error_messages={"required": "Enter the last month claimed."}
    )
    amount_cents = MoneyField(label="Costs claimed")


def period(first: Month, last: Month) -> str:
    """One month, or the first and the last."""
    return formats.month(first) if first == last else f"{formats.month(first)} to {formats.month(last)}"
