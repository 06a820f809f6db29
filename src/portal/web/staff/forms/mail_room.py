"""The mail room: recording a paper, putting it to a case, entering it, and putting it aside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from portal.people.models import Organisation
from portal.policy.core import Month
from portal.policy.unassignment import REASONS, Asker
from portal.support.models import PaperItem
from portal.support.moves import OUTSIDE, STATE_WORDS
from portal.support.services.find_case import CaseChoice
from portal.web.provider.forms.contact import ContactForm
from portal.web.provider.forms.papers import PaperForm
from portal.web.ui import formats
from portal.web.ui.clear_text import no_ssn
from portal.web.ui.fields import DayField, LongTextField

KINDS = [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in PaperItem.Kind.choices]
_CHANNELS = [(value, str(label).capitalize()) for value, label in PaperItem.Channel.choices]
ASKERS = {Asker.HOLDER.value: "The Ticketholder", Asker.PROVIDER.value: "The provider"}
_NO_NAMES = "Leave out names and numbers of people."


class VersionForm(forms.Form):
    """A paper as the page showed it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)


class ReceiveForm(forms.Form):
    """What came in. `once` makes a form that is sent twice count once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    received_on = DayField(
        label="Came in on",
        help_text="The day of the fax, or the stamp on the letter. This day counts, whenever it is entered.",
        error_messages={"required": "Enter the day the paper came in."},
    )
    channel = forms.ChoiceField(
        label="How it came in",
        choices=_CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the paper came in."},
    )
    kind = forms.ChoiceField(
        label="What it is",
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text="It can be changed when the paper is put to a case.",
        error_messages={"required": "Choose what the paper is."},
    )
    pages = forms.IntegerField(
        label="Pages",
        help_text="A scan counts its own.",
        min_value=1,
        max_value=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "usa-input--small"}),
    )
    sender = forms.CharField(
        label="Who sent it",
        help_text=f"A provider or a fax number, to find the paper again. {_NO_NAMES}",
        max_length=120,
        required=False,
        validators=[no_ssn],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = LongTextField(
        label="What can be read of whom it is about",
        help_text="Kept sealed. Only the mail room reads it.",
        max_length=500,
        rows=2,
        required=False,
    )
    upload = forms.FileField(
        label="The scan",
        required=False,
        allow_empty_file=True,
        help_text="PDF, JPEG, PNG or TIFF, at most 10 MB.",
    )

    def limit(self, today: date) -> None:
        """No paper comes from the future."""
        self.fields["received_on"].limit(None, today)  # type: ignore[attr-defined]


class FindCaseForm(forms.Form):
    """Whose paper it is. A Social Security number travels in the body of a POST only."""

    wanted = forms.CharField(
        label="Case, Ticket, Ticketholder or Social Security number",
        help_text="A cover sheet of the portal has the case number on it.",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter one of the numbers."},
    )


class IndexForm(VersionForm):
    """Which of the person's cases, and what the paper is."""

    person = forms.CharField(widget=forms.HiddenInput, max_length=20)
    case = forms.ChoiceField(
        label="Which case?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the case the paper belongs to."},
    )
    kind = forms.ChoiceField(label="What it is", choices=KINDS)

    def __init__(self, *args: Any, cases: Iterable[CaseChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [(one.number, _case_words(one)) for one in cases]  # type: ignore[attr-defined]


class OpenCaseForm(VersionForm):
    """A case for a provider that has none on the person yet."""

    person = forms.CharField(widget=forms.HiddenInput, max_length=20)
    provider = forms.ChoiceField(
        label="Provider", error_messages={"required": "Choose the provider the paper comes from."}
    )
    name = forms.CharField(
        label="Name on the paper",
        max_length=120,
        error_messages={"required": "Write the name as it stands on the paper."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="What it is", choices=KINDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = [("", "Choose a provider"), *providers()]  # type: ignore[attr-defined]


class ReasonForm(VersionForm):
    """Why a paper is kept without being entered."""

    reason = LongTextField(
        label="Why nothing is entered from it",
        help_text=f"Colleagues read it. {_NO_NAMES}",
        max_length=400,
        rows=3,
        validators=[no_ssn],
        error_messages={"required": "Say why."},
    )


class SendBackForm(VersionForm):
    """Why a paper goes back, and to whom where it is put to no case."""

    provider = forms.ChoiceField(
        label="Who sent it",
        required=False,
        help_text="The provider gets an e-mail. Leave it where nobody knows.",
    )
    reason = LongTextField(
        label="Why it goes back",
        help_text=f"The sender reads it in the letter and the e-mail. {_NO_NAMES}",
        max_length=400,
        rows=3,
        validators=[no_ssn],
        error_messages={"required": "Say why it goes back."},
    )

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["provider"]
        else:
            self.fields["provider"].choices = [("", "Nobody knows"), *providers()]  # type: ignore[attr-defined]


class EnterUnassignmentForm(VersionForm):
    """A request to take the Ticket back; its day of receipt is the paper's."""

    asker = forms.ChoiceField(
        label="Who asks?",
        choices=list(ASKERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose request it is."},
    )
    reason = forms.ChoiceField(
        label="Reason",
        help_text="A Ticketholder never has to give one.",
        choices=[
            ("", "None given"),
            *((key, one.words) for key, one in REASONS.items() if key != "none-given"),
        ],
        required=False,
    )
    signed_on = DayField(label="Signed on", help_text="The date beside the signature.", required=False)
    form_complete = forms.BooleanField(label="The form is filled in, dated and signed", required=False)
    requested_for = DayField(
        label="Asked for from", help_text="Only where the paper names a day.", required=False
    )
    note = LongTextField(label="Anything to add (optional)", max_length=1000, rows=3, required=False)

    def limit(self, today: object) -> None:
        """No paper comes from the future."""
        for name in ("signed_on", "requested_for"):
            self.fields[name].limit(None, today)  # type: ignore[attr-defined]


class EnterNoteForm(ContactForm):
    """A contact that a paper tells of; the scan is its evidence."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["upload"]
        self.fields["purpose"].label = "Why contact was made"
        self.fields["services"].label = "Services given"
        self.fields["follow_up_on"].label = "The provider's own reminder"


class EnterEvidenceForm(PaperForm):
    """What a paper shows of earnings, and the request it is for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    request = forms.ChoiceField(label="For which payment request?", required=False)

    def __init__(
        self,
        *args: Any,
        months: Sequence[Month] = (),
        requests: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, months=months, **kwargs)
        del self.fields["remove"]
        chosen: Any = self.fields["request"]
        chosen.choices = [("", "None: keep it on the Ticketholder's record"), *(requests or {}).items()]


class FindPapers(forms.Form):
    """The register of papers. Wrong input narrows nothing and is said beside the field."""

    find = forms.CharField(
        label="Number or sender",
        help_text="A paper's or a case's number, or part of who sent it.",
        required=False,
        max_length=100,
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Any"),
            *((state, words.capitalize()) for state, words in STATE_WORDS.items() if state != OUTSIDE),
        ],
    )
    kind = forms.ChoiceField(label="What it is", required=False, choices=[("", "Any"), *KINDS])
    since = DayField(label="Came in from", required=False)
    until = DayField(label="Through", required=False)


def providers() -> list[tuple[str, str]]:
    """Every provider by name, with its number."""
    rows = Organisation.objects.filter(kind__in=("EN", "SVRA")).order_by("name")
    return [(number, f"{name} ({number})") for number, name in rows.values_list("number", "name")]


def _case_words(one: CaseChoice) -> str:
    until = f", closed {formats.day(one.closed_on)}" if one.closed_on else ""
    return f"{one.organisation_name}: {one.name} ({one.number}, opened {formats.day(one.opened_on)}{until})"
