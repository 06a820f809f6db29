"""What follows from a decision: the state a request goes to, without asking a person where none is needed."""

from typing import NamedTuple

from portal.payments.moves import Move, move_named
from portal.policy import earned, evidence, holding, standing, timing
from portal.policy.core import Decision, Outcome, State

DUPLICATE = "DEN-07"
# What the provider can give or mend. Anything else that is unknown is on the program's own record, or a figure
# that is not loaded: for a person to find out, not to ask the provider for.
_THE_PROVIDERS = frozenset(
    test.name
    for test in (
        standing.HOLD,
        standing.SAM,
        standing.BANK,
        holding.STATEMENT,
        timing.FORM,
        evidence.DESCRIBED,
        evidence.PROVED,
        earned.REAL_JOB,
    )
)


class Course(NamedTuple):
    """The move that follows, and what is determined by it."""

    move: Move
    determined: str
    denial_code: str = ""
    amount_cents: int | None = None


def course(decision: Decision, *, twin: bool, scanning: bool) -> Course | None:
    """The system's own move on a submitted request; None while its evidence is still being scanned.

    `twin`: the provider's same claim is open or paid already (DEN-07). A grant whose every fact is on record
    is approved; what rules refuse or leave to judgement goes to a person; what only the provider can give is
    asked for (decisions.md, "Who decides").
    """
    if twin:
        return Course(move_named("deny-duplicate"), "deny", DUPLICATE)
    match decision.outcome:
        case Outcome.GRANT if decision.amount:
            return Course(move_named("approve-by-rules"), "approve", amount_cents=decision.amount)
        case Outcome.ASK if scanning:
            return None
        case Outcome.ASK if asks_the_provider(decision):
            return Course(move_named("ask-for-information"), "ask")
        case _:
            return Course(move_named("give-to-analyst"), "refer")


def asks_the_provider(decision: Decision) -> bool:
    """Is everything that keeps this from a grant for the provider to give or mend?

    What an analyst weighs once the certification of services is there, is weighed then (PAY-16).
    """
    return all(
        check.test.name in _THE_PROVIDERS
        for check in decision.checks
        if check.state is not State.HELD and check.test is not holding.CONTRIBUTION
    )


def failed_codes(decision: Decision) -> list[str]:
    """The denial codes of the failed checks, the primary one first, each once."""
    codes = [
        check.test.denial for check in decision.checks if check.state is State.FAILED and check.test.denial
    ]
    first = (
        [decision.primary.test.denial] if decision.primary and decision.primary.test.denial in codes else []
    )
    return list(dict.fromkeys([*first, *codes]))
