"""Reconsidering a denied payment request: when a provider may ask for it (20 CFR 411.590; row L6).

How payment disputes go, the agreement says (411.590(a)). Until its own time is entered, a provider has the 60 days
that a State agency has under 20 CFR 404.2127(a), counted from the day of the decision, which is day 0.
"""

from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.core import Check, Decision, State, Test, check, decide, failed, held
from portal.policy.tables.parameters import IN_FORCE, PolicySettings

RULE = "reconsideration"
VERSION = "2025-12"
_LAW = "20 CFR 411.590; the agreement's procedure for payment disputes"
_EITHER = (State.HELD, State.FAILED)

DENIED = Test(
    "request-was-denied",
    "L6",
    _LAW,
    "The request was denied.",
    "Only a denied request can be reconsidered. Of several months asked for at once, each is decided alone.",
    states=_EITHER,
)
IN_TIME = Test(
    "asked-in-time",
    "L6",
    "20 CFR 411.590; 20 CFR 404.2127(a): 60 days, until the agreement's own time is entered",
    "It is asked for in the time after the denial.",
    "Ask for the payment again if there is something new and the time to claim is not over.",
    states=_EITHER,
)
FIRST = Test(
    "not-reconsidered-before",
    "L6",
    _LAW,
    "The denial has not been reconsidered before.",
    "The agreement's procedure for payment disputes says what you can do next.",
    states=_EITHER,
)
NOT_ANEW = Test(
    "not-asked-for-anew",
    "L6",
    "Reading settled by the program",
    "The same payment has not been asked for again.",
    "The new request is decided in its own right. Give it what you have.",
    states=_EITHER,
)
TESTS = (DENIED, IN_TIME, FIRST, NOT_ANEW)


class Denial(NamedTuple):
    """The decision that is to be reconsidered. `denied_on` None: there is no denial that stands.

    `upheld`: a reconsideration has left it as it is; `asked_anew`: the provider has the same claim open or paid.
    """

    denied_on: date | None
    upheld: bool = False
    asked_anew: bool = False


def last_day(denied_on: date, settings: PolicySettings = IN_FORCE) -> date:
    """The last day on which reconsideration can be asked for."""
    return denied_on + timedelta(days=settings.reconsideration_days)


def may_ask(denial: Denial, on: date, settings: PolicySettings = IN_FORCE) -> Decision:
    """May the provider ask for reconsideration on this day?"""
    denied_on = denial.denied_on
    return decide(
        RULE,
        VERSION,
        (
            check(DENIED, denied_on is not None),
            _in_time(denied_on, on, settings),
            check(FIRST, not denial.upheld),
            check(NOT_ANEW, not denial.asked_anew),
        ),
    )


def _in_time(denied_on: date | None, on: date, settings: PolicySettings) -> Check:
    if denied_on is None:
        return held(IN_TIME)
    until = last_day(denied_on, settings)
    facts = (("denied_on", denied_on), ("last_day", until), ("asked_on", on))
    return held(IN_TIME, facts) if on <= until else failed(IN_TIME, facts)
