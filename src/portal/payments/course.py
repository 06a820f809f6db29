"""What follows from a decision: the state a request goes to, without asking a person where none is needed."""

from typing import NamedTuple

from portal.payments.moves import Move, move_named
from portal.policy.amounts import FIGURE
from portal.policy.core import Check, Decision, Outcome, State
from portal.policy.standing import AGREEMENT

DUPLICATE = "DEN-07"
# What only the program's own record can answer.
_NOT_THE_PROVIDERS = frozenset({AGREEMENT.name, FIGURE.name})


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
    """Is there anything the provider can give or mend? A figure that is not loaded is not, nor an agreement."""
    return any(
        _leads_to_asking(check) and check.test.name not in _NOT_THE_PROVIDERS for check in decision.checks
    )


def _leads_to_asking(check: Check) -> bool:
    if check.state is State.FAILED:
        return check.test.on_fail is Outcome.ASK
    return check.state is State.UNKNOWN and check.test.on_unknown is Outcome.ASK and not _no_figure(check)


def _no_figure(check: Check) -> bool:
    """Is the check unknown only because a year's figure is not loaded (RATE-01)?"""
    return check.needs is not None and check.needs.startswith("rate not loaded")


def failed_codes(decision: Decision) -> list[str]:
    """The denial codes of the failed checks, the primary one first, each once."""
    codes = [
        check.test.denial for check in decision.checks if check.state is State.FAILED and check.test.denial
    ]
    first = (
        [decision.primary.test.denial] if decision.primary and decision.primary.test.denial in codes else []
    )
    return list(dict.fromkeys([*first, *codes]))
