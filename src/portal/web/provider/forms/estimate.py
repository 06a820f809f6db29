"""What is assumed of the months ahead, as a provider types it (row K2). It only asks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.policy.core import Figure, Month
from portal.policy.estimate import Assumed
from portal.policy.what_if import Months
from portal.web.provider.asked_on import figure_words
from portal.web.ui import formats
from portal.web.ui.fields import MoneyField, MonthField

OTHER = "other"
_COUNTS = (("12", "12 months"), ("24", "24 months"), ("36", "36 months"), ("60", "60 months"))
# As long as a month can be claimed (PAY-20), and as far ahead.
_AROUND = 24


class EstimateForm(forms.Form):
    """Earnings a month, from which month on and how long, and whether cash benefits stop."""

    earning = forms.ChoiceField(
        label="Gross earnings a month",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an amount."},
    )
    other_cents = MoneyField(label="Another amount", required=False, min_cents=1)
    since = MonthField(label="From which month on", error_messages={"required": "Enter the first month."})
    count = forms.ChoiceField(label="For how long", choices=_COUNTS)
    benefits = forms.ChoiceField(
        label="Cash benefits",
        choices=[
            ("go-on", "Go on as they stand"),
            ("stop", "Stop because of work"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    stop = MonthField(
        label="First month without a cash benefit",
        required=False,
        help_text="Where they stop. For example 02/2025",
    )

    def __init__(self, *args: Any, levels: Sequence[Figure], today: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offered = [
            (str(one.cents), f"{formats.money(one.cents)}: {figure_words(one.name)} of {one.year}")
            for one in levels
        ]
        field: Any = self.fields["earning"]
        field.choices = [*offered, (OTHER, "Another amount")]

    def clean_since(self) -> Month:
        since: Month = self.cleaned_data["since"]
        for limit, words in (
            (self.today.plus(-_AROUND), "a later"),
            (self.today.plus(_AROUND), "an earlier"),
        ):
            if (since < limit) is (words == "a later") and since != limit:
                raise forms.ValidationError(f"Enter {formats.month(limit)} or {words} month.")
        return since

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("earning") == OTHER and "other_cents" in data and data["other_cents"] is None:
            self.add_error("other_cents", "Enter the amount.")
        if data.get("benefits") == "stop" and "stop" in data:
            self._check_stop(data["stop"])
        return data

    def _check_stop(self, stop: Month | None) -> None:
        if stop is None:
            self.add_error("stop", "Enter the first month without a cash benefit.")
        elif "since" in self.cleaned_data and "count" in self.cleaned_data:
            months = self._months()
            if not months.first <= stop <= months.last:
                first, last = formats.month(months.first), formats.month(months.last)
                self.add_error("stop", f"Enter a month from {first} through {last}.")

    @property
    def assumed(self) -> Assumed:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        cents = data["other_cents"] if data["earning"] == OTHER else int(data["earning"])
        return Assumed(self._months(), cents, data["stop"] if data["benefits"] == "stop" else None)

    def _months(self) -> Months:
        first: Month = self.cleaned_data["since"]
        return Months(first, first.plus(int(self.cleaned_data["count"]) - 1))
