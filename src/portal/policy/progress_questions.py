"""What is asked about a period: yes or no, then months, amounts and shares (TPR-07). The wording is our own."""

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.progress_facts import Completion
from portal.policy.progress_requirements import Requirement, levels_of, requirement
from portal.policy.records import MonthSpan
from portal.policy.tables.parameters import PROGRESS, ProgressSettings


class Answer(StrEnum):
    """How a question is answered."""

    YES_NO = "yes-no"
    MONTHS = "months"
    TERMS = "terms"
    DAY = "day"


class Question(NamedTuple):
    """One question. `after` is the yes-or-no question whose answer it follows, `when` that answer."""

    name: str
    text: str
    answer: Answer
    after: str | None = None
    when: bool = True


_PROGRAMS = {
    Completion.TECHNICAL: "a two-year technical, trade or vocational program",
    Completion.TWO_YEAR: "a two-year college program",
    Completion.FOUR_YEAR: "a four-year college program",
}
_MONTHS_EARNED = "Which months were they, and how much did you earn in each, before taxes?"
_SOME_MONTHS = "In which months did you work, and how much did you earn in each, before taxes?"
_TERMS_DONE = (
    "Which terms did you finish, how many credits did you earn, and how many make a full-time year there?"
)


def questions(
    number: int,
    months: tuple[Month, ...],
    blind: tuple[MonthSpan, ...] = (),
    *,
    settings: ProgressSettings = PROGRESS,
) -> tuple[Question, ...]:
    """The questions about the period of this number, of these counted months, in the order they are asked."""
    needed = requirement(number)
    found = [*_work(needed, months, blind, settings)]
    for one in sorted(needed.completions & {Completion.DIPLOMA, Completion.GED}):
        found += _completed(one, "Did you earn a " + _SCHOOL[one])
    if needed.study is not None:
        found.append(Question("study", _study_text(needed.study), Answer.YES_NO))
        found.append(Question("study-terms", _TERMS_DONE, Answer.TERMS, "study"))
    for one in sorted(needed.completions & _PROGRAMS.keys()):
        found += _completed(one, "Did you finish " + _PROGRAMS[one])
    if needed.combines:
        found += _together()
    return tuple(found)


_SCHOOL = {Completion.DIPLOMA: "high school diploma", Completion.GED: "GED"}


def _work(
    needed: Requirement, months: tuple[Month, ...], blind: tuple[MonthSpan, ...], settings: ProgressSettings
) -> list[Question]:
    levels = levels_of(needed, months, blind, settings=settings)
    each = ", or ".join(f"{_amount(cents)} or more in a month of {year}" for year, cents in levels)
    cash = ", and get no cash benefit for those months" if needed.no_cash else ""
    text = f"In at least {needed.months} months, did you earn {each}{cash}?"
    return [
        Question("work", text, Answer.YES_NO),
        Question("work-months", _MONTHS_EARNED, Answer.MONTHS, "work"),
    ]


def _amount(cents: int | None) -> str:
    return "the amount for that year" if cents is None else f"${cents // 100:,}"


def _study_text(share: Fraction) -> str:
    if share == 1:
        return "Did you finish another full-time school year of college or job training?"
    return f"Did you finish at least {share * 100} percent of a full-time school year of college or job training?"


def _completed(what: Completion, words: str) -> list[Question]:
    return [
        Question(what.value, f"{words}?", Answer.YES_NO),
        Question(f"{what.value}-on", "On what day?", Answer.DAY, what.value),
    ]


def _together() -> list[Question]:
    """Asked where neither work nor study is enough by itself: both together may be."""
    return [
        Question("some-months", _SOME_MONTHS, Answer.MONTHS, "work", False),
        Question("some-terms", _TERMS_DONE, Answer.TERMS, "study", False),
    ]
