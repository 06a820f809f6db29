"""Earnings inquiries in a few words, and decisions in which every test of them is seen in every state it can have."""

from collections.abc import Iterator
from datetime import date

from portal.policy.core import Decision, Month, State
from portal.policy.inquiry import Asked, AskFacts, QuarterTold, Side, judge_asking
from portal.policy.inquiry_answer import AnswerFacts, Result, judge_answer
from portal.policy.records import DaySpan
from tests.policy.casework import ON

_RECORDED = "what the portal has on record is all there is: nothing found is an answer"
_GIVEN = "who asks or answers gives it, so it is known"
IMPOSSIBLE_OF_INQUIRIES: dict[tuple[str, State], str] = {
    ("ticket-is-or-was-yours", State.UNKNOWN): _RECORDED,
    ("date-is-that-of-an-assignment", State.UNKNOWN): _GIVEN,
    ("a-quarter-can-be-told", State.UNKNOWN): _RECORDED,
    ("not-asked-already", State.UNKNOWN): _RECORDED,
    ("answer-is-as-recorded", State.UNKNOWN): _RECORDED,
    ("reason-is-given", State.UNKNOWN): _GIVEN,
}
HELD = AskFacts((DaySpan(date(2025, 1, 10), None),), date(2025, 1, 10))
Q4_2024 = Month.parse("2024-10")


def answers() -> Iterator[tuple[Result, str, Side, bool]]:
    yield (Result.FOUND, "", Side.BELOW, True)
    yield (Result.FOUND, "", Side.NONE, False)
    yield (Result.NONE, "", Side.NONE, True)
    yield (Result.NONE, "", Side.DISPUTED, False)
    yield (Result.NOT_AVAILABLE, "The record is being corrected.", Side.BELOW, True)
    yield (Result.NOT_AVAILABLE, " ", Side.BELOW, False)
    yield (Result.NOT_OURS, "", Side.NONE, False)
    yield (Result.NOT_OURS, "The assignment was entered by mistake.", Side.NONE, True)


def inquiry_decisions() -> Iterator[Decision]:
    """Each test of the rule in each state it can have."""
    yield judge_asking(HELD, ON)
    yield judge_asking(AskFacts((), None), ON)
    yield judge_asking(HELD._replace(earlier=(Asked("EI-1", ON, None),)), ON)
    yield judge_asking(AskFacts((DaySpan(date(2020, 1, 10), date(2021, 1, 10)),), date(2020, 1, 10)), ON)
    for result, reason, found, _ in answers():
        yield judge_answer(AnswerFacts(result, reason, (QuarterTold(Q4_2024, found, None),)))
