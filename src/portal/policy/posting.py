"""May an analyst post these earnings to a Ticketholder's record? (EVD-07, EVD-08; row E3)."""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Cents, Decision, Facts, Month, State, Test, check, decide
from portal.policy.months import RECORDS

RULE = "posting-of-earnings"
VERSION = "2025-12"
_LAW = "POMS DI 55030.020; 20 CFR 411.575(c)"
_KNOWN = (State.HELD, State.FAILED)
BEGUN = Test(
    "month-posted-has-begun",
    "EVD-07",
    _LAW,
    "The month has begun: nothing is earned ahead.",
    "Correct the month.",
    states=_KNOWN,
)
NAMED = Test(
    "wages-name-who-paid",
    "EVD-07",
    _LAW,
    "Wages and paid training name who paid. Social Security's record and a tax record may leave it out.",
    "Write the employer's name as the paper has it.",
    states=_KNOWN,
)
SHOWN = Test(
    "posting-says-what-shows-it",
    "EVD-01, EVD-07",
    _LAW,
    "It says which paper, statement or record shows the amount.",
    "Write what you read it from, for example the number of the file.",
    states=_KNOWN,
)
VERIFIED = Test(
    "own-word-is-not-verified",
    "EVD-01",
    "20 CFR 411.575(c)",
    "What the Ticketholder alone says is posted as alleged, not as verified.",
    "Leave it unverified, or post it from a paper or record that shows it.",
    states=_KNOWN,
)
NEW = Test(
    "not-posted-already",
    "EVD-07",
    _LAW,
    "The same amount of the month, from the same source and employer, is not on record already.",
    "Look at the record above. Nothing is to be posted.",
    states=_KNOWN,
)
STANDS = Test(
    "what-it-replaces-stands",
    "EVD-07",
    _LAW,
    "What it replaces is of the same month and still stands.",
    "Choose again: somebody has posted since, or it is of another month.",
    states=_KNOWN,
)
TESTS = (BEGUN, NAMED, SHOWN, VERIFIED, NEW, STANDS)
_PAID = frozenset({"wages", "paid-training"})


class PostingFacts(NamedTuple):
    """What is to be posted, and what the record has. `replaced_month` is None where what it replaces stands no more."""

    on: date
    month: Month
    gross: int
    kind: str
    source: str
    employer: str
    proven: bool
    shown_by: str
    on_record: bool
    replaces: bool = False
    replaced_month: Month | None = None


def judge_posting(facts: PostingFacts) -> Decision:
    """May this be posted?"""
    said: Facts = (("month", facts.month), ("gross", Cents(facts.gross)), ("kind", facts.kind))
    named = facts.kind not in _PAID or facts.source in RECORDS or bool(facts.employer.strip())
    checks = (
        check(BEGUN, facts.month <= Month.of(facts.on), said),
        check(NAMED, named, (("source", facts.source), ("employer", facts.employer or None))),
        check(SHOWN, bool(facts.shown_by.strip())),
        check(VERIFIED, not facts.proven or facts.source != "beneficiary", (("source", facts.source),)),
        check(NEW, not facts.on_record, said),
        check(STANDS, not facts.replaces or facts.replaced_month == facts.month, said),
    )
    return decide(RULE, VERSION, checks)
