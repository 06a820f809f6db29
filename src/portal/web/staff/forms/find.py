"""The find boxes over the lists. Wrong input narrows nothing and is said beside the field."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from portal.payments.moves import DRAFT, STATE_WORDS
from portal.web.ui.fields import DayField


class FindRequests(forms.Form):
    """Requests of all providers."""

    find = forms.CharField(
        label="Number or name",
        help_text="A request, Ticketholder, Ticket or submission number, or part of a name.",
        required=False,
        max_length=100,
    )
    provider = forms.CharField(
        label="Provider", help_text="Part of the name.", required=False, max_length=100
    )
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state, capfirst(words)) for state, words in STATE_WORDS.items() if state != DRAFT]
        self.fields["state"].choices = [("", "Any"), *states]  # type: ignore[attr-defined]


class FindTrail(forms.Form):
    """Entries of the trail."""

    number = forms.CharField(
        label="About",
        help_text="The number of a Ticketholder, request, file, provider or person named.",
        required=False,
        max_length=40,
    )
    account = forms.CharField(label="Done by", help_text="Part of a name.", required=False, max_length=100)
    kind = forms.CharField(label="Kind", help_text="As the list writes it.", required=False, max_length=60)
    day = DayField(label="Day", required=False)
    before = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
