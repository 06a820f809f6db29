"""What an analyst may answer to an earnings inquiry: never another thing than the record says (EVD-05; row C4)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Decision, State, Test, check, decide
from portal.policy.inquiry import QuarterTold, Side

RULE = "earnings-inquiry-answer"
VERSION = "2025-12"
_LAW = "Form SSA-1396, instructions"


class Result(StrEnum):
    """The answer on one person."""

    FOUND = "found"
    NONE = "none"
    NOT_AVAILABLE = "not-available"
    NOT_OURS = "not-ours"


REASONED = frozenset({Result.NOT_AVAILABLE, Result.NOT_OURS})

AS_RECORDED = Test(
    "answer-is-as-recorded",
    "EVD-05",
    _LAW,
    "Earnings are answered as found where the record has some in the quarters told, and as not found where it has none.",
    "Answer what the record says. Post what is missing first.",
    states=(State.HELD, State.FAILED),
)
REASON = Test(
    "reason-is-given",
    "EVD-05",
    "Form SSA-1396: answered in writing",
    "An answer without earnings says why.",
    "Say why, in words the provider can act on.",
    states=(State.HELD, State.FAILED),
)
TESTS = (AS_RECORDED, REASON)


class AnswerFacts(NamedTuple):
    """One answer with the quarters as the record has them."""

    result: Result
    reason: str
    quarters: tuple[QuarterTold, ...]


def suggested(quarters: Sequence[QuarterTold]) -> Result:
    """The answer that follows from the record."""
    return Result.FOUND if any(one.side is not Side.NONE for one in quarters) else Result.NONE


def judge_answer(facts: AnswerFacts) -> Decision:
    """May this be answered?"""
    with_earnings = tuple([one.quarter for one in facts.quarters if one.side is not Side.NONE])
    agrees = facts.result in REASONED or facts.result is suggested(facts.quarters)
    reasoned = facts.result not in REASONED or bool(facts.reason.strip())
    checks = [
        check(
            AS_RECORDED, agrees, (("result", str(facts.result)), ("quarters_with_earnings", with_earnings))
        ),
        check(REASON, reasoned, (("result", str(facts.result)),)),
    ]
    return decide(RULE, VERSION, checks)
