"""The day a Ticket's progress is asked about, and what is taken to be otherwise (row I4). It only asks."""

from fractions import Fraction
from typing import Any

from django import forms

from portal.policy.progress_facts import Completed, Completion, Term
from portal.policy.progress_what_if import ProgressChanges
from portal.web.staff.forms.what_if import AS_ON_RECORD, SupposingForm
from portal.web.ui.fields import DayField

COMPLETIONS = {
    Completion.DIPLOMA: "High school diploma",
    Completion.GED: "GED",
    Completion.TECHNICAL: "Technical, trade or vocational program",
    Completion.TWO_YEAR: "Two-year college degree",
    Completion.FOUR_YEAR: "Four-year college degree",
}
_TERM = ("term_ended_on", "term_credits", "term_full_time_year")


def _credits(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=1000,
        decimal_places=2,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "usa-input--small"}),
        error_messages={"invalid": "Enter a number of credits, for example 12 or 7.5."},
    )


class ProgressWhatIfForm(SupposingForm):
    """The day, and facts; without any, the record as it stands on the day."""

    sections_of = (
        ("Earnings", ("earned_from", "earned_through", "earned_cents")),
        ("Benefits", ("benefit_from", "benefit_through", "benefit_status")),
        ("Study and training", (*_TERM, "completed", "completed_on")),
    )
    on = DayField(label="State on", required=False)
    term_ended_on = DayField(label="Term ended on", required=False)
    term_credits = _credits("Credits earned in it")
    term_full_time_year = _credits("Credits of a full-time year there", "For example 24 or 30")
    completed = forms.ChoiceField(label="Completed", required=False)
    completed_on = DayField(label="Completed on", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["completed"].choices = [
            AS_ON_RECORD,
            *((one.value, words) for one, words in COMPLETIONS.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._together(_TERM, "the term: its last day, the credits earned, and those of a full-time year")
        self._together(("completed", "completed_on"), "what was completed, and the day")
        return data

    def _together(self, names: tuple[str, ...], what: str) -> None:
        given = {name for name in names if self.cleaned_data.get(name) not in (None, "")}
        if given and not self.errors.keys() & set(names):
            for name in names:
                if name not in given:
                    self.add_error(name, f"Enter all of {what}, or leave all empty.")

    @property
    def changes(self) -> ProgressChanges | None:
        """What is taken to be otherwise; None where nothing is."""
        if not any(self.cleaned_data.get(name) not in (None, "") for name in self.fields if name != "on"):
            return None
        ended, done = self.typed("term_ended_on"), self.typed("completed")
        term = ended and Term(
            ended,
            Fraction(self.cleaned_data["term_credits"]),
            Fraction(self.cleaned_data["term_full_time_year"]),
        )
        return ProgressChanges(
            earned=self.months("earned"),
            earned_cents=self.typed("earned_cents") or 0,
            benefit=self.months("benefit"),
            benefit_status=self.typed("benefit_status") or "",
            term=term,
            completed=done and Completed(Completion(done), self.typed("completed_on")),
        )
