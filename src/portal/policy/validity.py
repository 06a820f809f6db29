"""Until when a Ticket is valid: it terminates at the earliest of the events of 20 CFR 411.155 (§3.5)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.core import Check, Decision, Month, State, Test, check, decide, unknown
from portal.policy.dates import DAY
from portal.policy.timing import end_by_age

RULE = "ticket-validity"
VERSION = "2025-12"


class Entitlement(NamedTuple):
    """One title (T2 or T16). `ended_in` is the first month without it; `for_work`, that work or earnings ended it."""

    title: str
    ended_in: Month | None = None
    for_work: bool | None = None


class ValidityFacts(NamedTuple):
    """What a Ticket's end rests on, from the record. `closed_in` is a termination recorded by Social Security.

    `entitlements` is None where the benefit record was not read. Suspension is no end and does not stand here.
    """

    entitlements: tuple[Entitlement, ...] | None
    died_on: date | None = None
    widow: bool = False
    full_retirement_month: Month | None = None
    age_65_month: Month | None = None
    last_outcome_month: Month | None = None
    closed_in: Month | None = None


_KNOWN = (State.HELD, State.FAILED)
_REMEDY = "A terminated Ticket is final. After reinstatement Social Security can give a new Ticket."
ALIVE = Test(
    "ticket-not-ended-by-death",
    "TT-13",
    "20 CFR 411.155(a)(1)",
    "The month comes before the month in which the Ticketholder died.",
    "The last payable month is the one before the death.",
    states=_KNOWN,
)
ENTITLED = Test(
    "entitlement-not-ended-for-another-reason-than-work",
    "TT-13",
    "20 CFR 411.155(a)(1), (b)",
    "Entitlement has not ended under all titles, or work ended one of them.",
    _REMEDY,
)
AGE = Test(
    "ticket-not-ended-by-age",
    "TT-13",
    "20 CFR 411.155(a)(2), (a)(3)",
    "The month comes before full retirement age, and for SSI is not later than the month of age 65.",
    _REMEDY,
)
OUTCOMES = Test(
    "outcome-period-not-ended",
    "TT-13",
    "20 CFR 411.155(a)(4)",
    "The month is not later than the last month of the outcome payment period.",
    _REMEDY,
    states=_KNOWN,
)
RECORDED = Test(
    "no-termination-on-record",
    "TT-13",
    "20 CFR 411.155(c); POMS DI 55002.060",
    "Social Security has not recorded that the Ticket terminated.",
    _REMEDY,
    states=_KNOWN,
)
TESTS = (ALIVE, ENTITLED, AGE, OUTCOMES, RECORDED)


def valid(facts: ValidityFacts, month: Month) -> Decision:
    """Is the Ticket still valid in this month? A Ticket does not lapse for want of use."""
    return decide(RULE, VERSION, _checks(facts, month))


def terminates_in(facts: ValidityFacts) -> Month | None:
    """The first month without the Ticket, as far as known; None where nothing known ends it."""
    by_age = _by_age(facts)
    ends = [
        Month.of(facts.died_on) if facts.died_on else None,
        _entitlement_end(facts.entitlements or ()),
        by_age[0] if by_age else None,
        facts.last_outcome_month.plus(1) if facts.last_outcome_month is not None else None,
        facts.closed_in,
    ]
    return min([one for one in ends if one is not None], default=None)


def unprotected_from(facts: ValidityFacts) -> date | None:
    """The first day without protection: the first of the termination month; after a death, the day after."""
    if facts.died_on is not None:
        earlier = terminates_in(facts._replace(died_on=None))
        by_death = facts.died_on + DAY
        return by_death if earlier is None else min(by_death, earlier.first)
    month = terminates_in(facts)
    return None if month is None else month.first


def _checks(facts: ValidityFacts, month: Month) -> Iterator[Check]:
    died = Month.of(facts.died_on) if facts.died_on else None
    yield check(ALIVE, died is None or month < died, (("month", month), ("died_in", died)))
    if facts.entitlements is None:
        yield unknown(ENTITLED, "the benefit record")
        yield unknown(AGE, "the benefit record")
    else:
        ended = _entitlement_end(facts.entitlements)
        yield check(ENTITLED, ended is None or month < ended, (("month", month), ("ended_in", ended)))
        by_age = _by_age(facts)
        yield check(
            AGE,
            by_age is None or month < by_age[0],
            (("month", month), ("terminates_in", by_age and by_age[0])),
        )
    last = facts.last_outcome_month
    yield check(OUTCOMES, last is None or month <= last, (("month", month), ("last_outcome_month", last)))
    closed = facts.closed_in
    yield check(RECORDED, closed is None or month < closed, (("month", month), ("recorded", closed)))


def _entitlement_end(entitlements: tuple[Entitlement, ...]) -> Month | None:
    """The later of the titles' ends, where all have ended and none because of work."""
    ends = [one.ended_in for one in entitlements]
    if not ends or None in ends or any(one.for_work for one in entitlements):
        return None
    return max([one for one in ends if one is not None])


def _by_age(facts: ValidityFacts) -> tuple[Month, str] | None:
    if facts.widow and facts.full_retirement_month is not None:
        return facts.full_retirement_month, "retirement-age"
    titles = {one.title for one in facts.entitlements or ()}
    if not titles:
        return None
    title = "concurrent" if len(titles) == 2 else titles.pop()
    return end_by_age(title, facts.full_retirement_month, facts.age_65_month)
