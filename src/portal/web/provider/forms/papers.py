"""Papers that show earnings: the file, what it is, the months it is about, and what can be read on it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.earnings.models import Evidence
from portal.payments.form import PaperGiven
from portal.policy.core import Month
from portal.web.ui import formats

MAX_PAPERS = 60
ANSWER_PAPERS = 3
_KINDS = [(kind.value, f"{str(kind.label)[0].upper()}{str(kind.label)[1:]}") for kind in Evidence.Kind]
_READABLE = (
    ("name", "the Ticketholder's name"),
    ("gross", "gross pay"),
    ("pay_date", "the pay date"),
    ("pay_period", "the pay period"),
)


class MonthChoices(forms.TypedMultipleChoiceField):
    """Ticked months, cleaned to `Month`s; a month that is no longer claimed is still a month."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=Month.parse, widget=forms.CheckboxSelectMultiple, **kwargs)

    def valid_value(self, value: Any) -> bool:
        try:
            Month.parse(str(value))
        except ValueError:
            return False
        return True


class PaperForm(forms.Form):
    """One paper. `file` is the number of a file uploaded before."""

    file = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="What is it?", choices=_KINDS, required=False)
    issuer = forms.CharField(
        label="Who issued it?", help_text="The employer or office", max_length=200, required=False
    )
    months = MonthChoices(label="Which months does it show?", required=False)
    shows = forms.MultipleChoiceField(
        label="What can be read on it?",
        help_text="Tick what you can see. A paper that lacks one of these may be sent back.",
        choices=_READABLE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    legible = forms.BooleanField(label="It is clear and legible", required=False)
    remove = forms.BooleanField(label="Leave this file out of the request", required=False)

    def __init__(self, *args: Any, months: Sequence[Month] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {*months, *self._ticked()}
        chosen: Any = self.fields["months"]
        chosen.choices = [(str(month), formats.month(month)) for month in sorted(offered)]

    def _ticked(self) -> set[Month]:
        values = self["months"].value() or []
        return {Month.parse(str(value)) for value in values if MonthChoices().valid_value(value)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("remove"):
            return cleaned
        for name, sentence in (
            ("issuer", "Write who issued the paper, for example the employer."),
            ("months", "Tick at least one month that the paper shows."),
        ):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, ValidationError(sentence))
        return cleaned

    @property
    def given(self) -> PaperGiven | None:
        """The paper as the payments room takes it, once cleaned; None for one left out."""
        cleaned = self.cleaned_data
        if cleaned.get("remove"):
            return None
        shows = set(cleaned["shows"])
        return PaperGiven(
            file_number=cleaned["file"] or None,
            kind=cleaned["kind"],
            issuer=cleaned["issuer"],
            months=tuple(cleaned["months"]),
            shows_name="name" in shows,
            shows_gross="gross" in shows,
            shows_pay_date="pay_date" in shows,
            shows_pay_period="pay_period" in shows,
            legible=cleaned["legible"],
        )


class Papers(forms.BaseFormSet):
    """The papers of a request."""


PapersFormSet = forms.formset_factory(PaperForm, formset=Papers, extra=0, max_num=MAX_PAPERS)


class UploadForm(forms.Form):
    """One more file."""

    upload = forms.FileField(
        label="Choose a file",
        help_text="PDF, JPEG, PNG or TIFF, up to 10 MB. It must open without a password.",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff"}),
    )


class AnswerPaper(PaperForm):
    """A paper sent with an answer: file and description in one row. A row without a file is an empty row."""

    upload = forms.FileField(
        label="Choose a file",
        help_text="PDF, JPEG, PNG or TIFF, up to 10 MB. It must open without a password.",
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.cleaned_data.get("file") else self.cleaned_data


AnswerPapersFormSet = forms.formset_factory(
    AnswerPaper, formset=Papers, extra=ANSWER_PAPERS, max_num=ANSWER_PAPERS
)


def papers_given(rows: Iterable[PaperForm]) -> tuple[PaperGiven, ...]:
    """The papers that go with the request."""
    return tuple(given for row in rows if (given := row.given) is not None)


def readable(paper: PaperGiven) -> str:
    """What can be read on a paper, in words."""
    seen = [words for name, words in _READABLE if getattr(paper, f"shows_{name}")]
    return ", ".join([*seen, *(["clear and legible"] if paper.legible else [])]) or "nothing ticked"
