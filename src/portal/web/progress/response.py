"""The response form: its questions follow the period, from the law's own list (TPR-07)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from portal.policy.core import Month
from portal.policy.dates import DAY
from portal.policy.progress_facts import Completed, Completion, Term
from portal.policy.progress_questions import Answer, Question, questions
from portal.progress.states import Stated
from portal.web.ui import formats
from portal.web.ui.fields import DayField, MoneyField, YesNoField

TERMS = 3
_MONTHS, _TERMS = "months", "terms"


class Voice(NamedTuple):
    """How the form speaks: a question in its reader's words, and every other text by its key."""

    ask: Callable[[Question], str]
    say: Callable[[str], str]
    month: Callable[[Month], str] = formats.month


class Group(NamedTuple):
    """What belongs together on the page: a yes-or-no question, and what follows it under a heading."""

    question: BoundField | None
    kind: str
    heading: str
    hint: str
    rows: list[list[BoundField]]


class ResponseForm(forms.Form):
    """What was done in the months of one period. A month without pay is left empty."""

    def __init__(
        self, *args: Any, number: int, months: Sequence[Month], voice: Voice, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.months, self.voice = questions(number, tuple(months)), tuple(months), voice
        self.days = (months[0].first, min(months[-1].plus(1).first - DAY, on))
        for one in self.asked:
            self._add(one)

    def _add(self, one: Question) -> None:
        say = self.voice.say
        match one.answer:
            case Answer.YES_NO:
                words = {"required": say("choose"), "invalid_choice": say("choose")}
                self.fields[one.name] = YesNoField(
                    label=self.voice.ask(one), yes=say("yes"), no=say("no"), error_messages=words
                )
            case Answer.DAY:
                self.fields[one.name] = self._day(self.voice.ask(one))
            case Answer.MONTHS if _MONTHS not in self._kinds():
                for month in self.months:
                    self.fields[_month_field(month)] = MoneyField(
                        label=self.voice.month(month),
                        required=False,
                        error_messages={"shape": say("money_shape"), "low": say("money_shape")},
                    )
            case Answer.TERMS if _TERMS not in self._kinds():
                for place in range(TERMS):
                    self._add_term(place)

    def _add_term(self, place: int) -> None:
        say = self.voice.say
        name = f"{say('term')} {place + 1}"
        self.fields[f"term-{place}-ended"] = self._day(f"{name}: {say('term_ended')}")
        for part in ("credits", "year"):
            self.fields[f"term-{place}-{part}"] = forms.DecimalField(
                label=f"{name}: {say(f'term_{part}')}",
                required=False,
                min_value=Decimal("0.5") if part == "year" else Decimal(0),
                max_value=Decimal(999),
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "usa-input--small"}),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value", "max_decimal_places"), say("credits_shape")
                ),
            )

    def _day(self, label: str) -> DayField:
        say = self.voice.say
        return DayField(
            label=label,
            required=False,
            earliest=self.days[0],
            latest=self.days[1],
            help_text=say("day_hint"),
            error_messages={"shape": say("day_shape"), "early": say("outside"), "late": say("outside")},
        )

    def _kinds(self) -> set[str]:
        return {
            _MONTHS if name.startswith("month-") else _TERMS
            for name in self.fields
            if name.startswith(("month-", "term-"))
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        say = self.voice.say
        if cleaned.get("work") and not self._wrong("month-") and not self._earned():
            self.add_error("work", say("need_months"))
        if cleaned.get("study") and not self._wrong("term-") and not self._terms():
            self.add_error("study", say("need_terms"))
        for one in self.asked:
            finished = one.answer is Answer.DAY and cleaned.get(one.after or "")
            if finished and not self._wrong(one.name) and cleaned.get(one.name) is None:
                self.add_error(one.name, say("need_day"))
        for place in range(TERMS):
            filled = [
                cleaned.get(f"term-{place}-{part}") is not None for part in ("ended", "credits", "year")
            ]
            if any(filled) and not all(filled) and not self._wrong(f"term-{place}-"):
                self.add_error(f"term-{place}-ended", say("whole_term"))
        return cleaned

    def _wrong(self, start: str) -> bool:
        return any(name.startswith(start) for name in self.errors)

    def _earned(self) -> tuple[tuple[Month, int], ...]:
        given = ((month, self.cleaned_data.get(_month_field(month))) for month in self.months)
        return tuple((month, cents) for month, cents in given if cents is not None)

    def _terms(self) -> tuple[Term, ...]:
        found = []
        for place in range(TERMS):
            ended, earned, year = (
                self.cleaned_data.get(f"term-{place}-{part}") for part in ("ended", "credits", "year")
            )
            if ended is not None and earned is not None and year is not None:
                found.append(Term(ended, Fraction(earned), Fraction(year)))
        return tuple(found)

    @property
    def states(self) -> Stated:
        """What a valid form states. What stands behind a No, of something completed, is not stated."""
        data = self.cleaned_data
        completed = tuple(
            Completed(Completion(one.after), data[one.name])
            for one in self.asked
            if one.answer is Answer.DAY and one.after and data.get(one.after) and data.get(one.name)
        )
        return Stated(self._earned(), self._terms(), completed)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Questions and answers of a valid form, as they were shown; nothing where nothing was written."""
        rows = []
        for group in self.groups():
            parts = [] if group.question is None else [group.question]
            for field in [*parts, *(one for row in group.rows for one in row)]:
                value = self.cleaned_data.get(field.name)
                if value is not None:
                    rows.append((str(field.label), _words(field.name, value, self.voice)))
        return rows

    def groups(self) -> Iterator[Group]:
        """The page: each question with what follows it; months and terms once, whichever answer leads to them."""
        say, seen = self.voice.say, set()
        for one in self.asked:
            if one.answer is not Answer.YES_NO:
                continue
            follows = [other for other in self.asked if other.after == one.name]
            kind = follows[0].answer.value if follows else ""
            if kind in seen and kind != Answer.DAY:
                continue
            seen.add(kind)
            heading, hint = ("", "")
            if kind in (Answer.MONTHS, Answer.TERMS):
                heading, hint = say(f"{kind}_heading"), say(f"{kind}_hint")
            yield Group(self[one.name], kind, heading, hint, list(self._rows(kind, follows)))

    def _rows(self, kind: str, follows: list[Question]) -> Iterator[list[BoundField]]:
        match kind:
            case Answer.MONTHS:
                yield [self[_month_field(month)] for month in self.months]
            case Answer.TERMS:
                for place in range(TERMS):
                    yield [self[f"term-{place}-{part}"] for part in ("ended", "credits", "year")]
            case Answer.DAY:
                yield [self[follows[0].name]]


def _month_field(month: Month) -> str:
    return f"month-{month}"


def _words(name: str, value: Any, voice: Voice) -> str:
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
    return formats.money(value) if name.startswith("month-") else formats.plain(value)


_PROVIDER = {
    "yes": "Yes",
    "no": "No",
    "choose": "Choose Yes or No.",
    "months_heading": "Pay in each month of this review",
    "months_hint": "Before taxes, for work done in that month, from all jobs together. Leave a month empty if the "
    "person did not work in it, or you do not know.",
    "terms_heading": "Terms of study finished in these months",
    "terms_hint": "One row for each term. Leave rows empty if there are none.",
    "term": "Term",
    "term_ended": "last day",
    "term_credits": "credits earned",
    "term_year": "credits of a full-time year there",
    "day_hint": "For example 12/15/2025",
    "day_shape": "Enter a date as month/day/year, for example 12/15/2025.",
    "money_shape": "Enter an amount in dollars and cents, for example 1,160.00.",
    "credits_shape": "Enter a number of credits, for example 12 or 7.5.",
    "outside": "Enter a day in the months of this review, and not after today.",
    "need_months": "You said Yes. Enter the pay of each of those months below.",
    "need_terms": "You said Yes. Enter the terms below.",
    "need_day": "You said Yes. Enter the day.",
    "whole_term": "Enter all three of a term: its last day, the credits earned, and the credits of a full-time year.",
}


def _of_the_ticketholder(one: Question) -> str:
    """The law's question, asked about somebody else."""
    words = one.text.replace("did you", "did the Ticketholder").replace("Did you", "Did the Ticketholder")
    return words.replace("On what day?", "On what day was it finished?")


PROVIDER = Voice(_of_the_ticketholder, _PROVIDER.__getitem__)
