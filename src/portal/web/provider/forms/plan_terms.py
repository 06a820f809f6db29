"""A plan's terms and statement as forms (Part Three), and what is entered of one that was signed elsewhere."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.casework.plan.terms import TermsOfPlan
from portal.policy.plan_facts import Terms
from portal.web.provider.forms.papers import UploadForm
from portal.web.provider.forms.plan import PartForm, long_text, one_of, some_of, text
from portal.web.ui.fields import DayField, OptionLabel


class TermsForm(PartForm):
    """Part Three: each term that was explained, and what was added."""

    explained = some_of("Tick each term when you have explained it to the Ticketholder", ())
    additional = long_text(
        "Other terms you agreed on (term 15)",
        "Leave empty if there are none. They may not go against the others.",
    )
    groups = (("", ("explained", "additional")),)

    def __init__(self, *args: Any, terms: TermsOfPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        explained: Any = self.fields["explained"]
        explained.choices = [
            (str(one.number), OptionLabel(f"{one.number}. {one.title}", one.text)) for one in terms.terms
        ]

    def facts(self, statement: str | None) -> Terms:
        numbers = frozenset(int(number) for number in self.said("explained") or ())
        return Terms(self.terms.version, numbers, statement)


class StatementForm(PartForm):
    """Part Three: the statement of understanding."""

    statement = long_text(
        "Statement of understanding",
        "In the Ticketholder's own voice: I, my. A text made from the plan stands here to begin with. Change it as the"
        " Ticketholder says it.",
        rows=8,
    )
    groups = (("", ("statement",)),)


class PaperForm(PartForm):
    """A plan that was signed elsewhere: its file, its dates, who signed for the organization (L4)."""

    way = one_of(
        "How was it signed?",
        {
            "own-form": "On our own form, by hand, and scanned",
            "outside-service": "With an outside signature service",
        },
    )
    received_on = DayField(label="Your organization received the signed plan on", required=False)
    holder_name = text("Name of the Ticketholder, as signed", max_length=120)
    holder_on = DayField(label="The Ticketholder signed on", required=False)
    provider_account = one_of("Who signed for your organization?", {})
    provider_name = text("That person's name in letters", max_length=120)
    provider_on = DayField(label="That person signed on", required=False)
    groups = (
        ("The signed plan", ("way", "received_on")),
        ("Signatures", ("holder_name", "holder_on", "provider_account", "provider_name", "provider_on")),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["provider_account"]
        account.choices = list(people)
        account.widget = forms.Select(choices=[("", "Choose"), *people])


class FileForm(UploadForm):
    """One file of the plan."""
