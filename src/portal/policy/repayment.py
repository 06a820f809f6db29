"""Money that a provider pays back itself, by check or wire, for a recovery (PAY-19; 20 CFR 411.555)."""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Cents, Decision, State, Test, check, decide

RULE = "repayment"
VERSION = "2025-12"
_LAW = "20 CFR 411.555"
_EITHER = (State.HELD, State.FAILED)

NOT_MORE = Test(
    "repayment-is-no-more-than-is-open",
    "PAY-19",
    _LAW,
    "What was received is more than nothing, and no more than is still open of the recovery.",
    "Record what is open, and send the rest back. What is kept back in a payment run that is being made is not open: "
    "cancel that run first where the money came before it.",
    states=_EITHER,
)
IN_TIME = Test(
    "repayment-came-after-the-recovery-was-opened",
    "PAY-19",
    _LAW,
    "It was received on the day the recovery was opened or later, and by today.",
    "Enter the day on which the check or wire was received.",
    states=_EITHER,
)
ONCE = Test(
    "repayment-is-recorded-once",
    "PAY-19",
    _LAW,
    "No check or wire of this number is on record for the recovery.",
    "Nothing else is needed: it is recorded already.",
    states=_EITHER,
)
STANDS = Test(
    "repayment-stands",
    "PAY-19",
    _LAW,
    "The check or wire counts for the recovery.",
    "Nothing else is needed: it was canceled already.",
    states=_EITHER,
)
SECOND_PERSON = Test(
    "repayment-canceled-by-another-person",
    "PAY-19",
    f"{_LAW}; our reading: two people, as where money is released",
    "Somebody else than the one who recorded it cancels it.",
    "Ask a colleague to cancel it.",
    states=_EITHER,
)
CANCELED_WHY = Test(
    "cancellation-of-a-repayment-gives-a-reason",
    "PAY-19",
    _LAW,
    "The person who cancels it says why.",
    "Write down why it does not count: the bank did not honor it, or what was entered wrongly.",
    states=_EITHER,
)
TESTS = (ONCE, IN_TIME, NOT_MORE)
CANCELLATION_TESTS = (STANDS, SECOND_PERSON, CANCELED_WHY)


class RepaymentFacts(NamedTuple):
    """A recovery and what came in for it, in whole cents; `there`: this check or wire is on record already."""

    opened_on: date
    open_cents: int
    cents: int
    received_on: date
    there: bool


def may_be_recorded(facts: RepaymentFacts, on: date) -> Decision:
    """May a check or wire be recorded as paid back?"""
    amounts = (("received", Cents(facts.cents)), ("still_open", Cents(facts.open_cents)))
    days = (("received_on", facts.received_on), ("opened_on", facts.opened_on))
    checks = (
        check(ONCE, not facts.there),
        check(IN_TIME, facts.opened_on <= facts.received_on <= on, days),
        check(NOT_MORE, 0 < facts.cents <= facts.open_cents, amounts),
    )
    return decide(RULE, VERSION, checks)


def may_be_canceled(recorded_by: str | None, by: str, reason: str) -> Decision:
    """May a person cancel a check or wire? `recorded_by` is who entered it, None where it was canceled already."""
    checks = (
        check(STANDS, recorded_by is not None),
        check(SECOND_PERSON, recorded_by != by),
        check(CANCELED_WHY, bool(reason.strip()), (("reason", reason),)),
    )
    return decide("cancellation-of-a-repayment", VERSION, checks)
