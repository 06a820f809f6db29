"""May a certification of services be accepted? What it must state, and for which days (§2.10; PAY-16; C9)."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from portal.policy.core import (
    Check,
    Decision,
    Facts,
    Month,
    State,
    Test,
    check,
    decide,
    failed,
    held,
    unknown,
)
from portal.policy.cos_facts import CertificationFacts, Purpose
from portal.policy.dates import DAY, months_after
from portal.policy.records import ServicesStatement
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

RULE = "certification-of-services"
VERSION = "2025-12"

_GUIDE = "EN Guide, Services and Supports Review; Certification of Services"
_AFTER = "20 CFR 411.575(a)(2), (b)(2), 411.581"
_KNOWN = (State.HELD, State.FAILED)
WITHIN = Test(
    "certified-days-are-days-of-the-assignment",
    "CS-03",
    _GUIDE,
    "The days covered are days on which the Ticket was assigned to your organization, through today.",
    "Certify only days from the assignment to the unassignment.",
)
COVERED = Test(
    "certified-days-cover-what-is-asked-for",
    "CS-03",
    f"{_GUIDE}; {_AFTER}",
    "The days covered reach from the first to the last day that this purpose asks for.",
    "Cover all the days asked for.",
)
PLAN = Test(
    "plan-version-is-named",
    "CS-06",
    _GUIDE,
    "The plan with its amendments that was in force is named.",
    "Name the plan and its last amendment.",
    states=_KNOWN,
)
AGREED = Test(
    "certified-services-are-those-of-the-plan",
    "CS-04, PAY-16",
    _AFTER,
    "Each service certified is one of the plan.",
    "Certify the services of the plan, or amend the plan first.",
)
COMPLETE = Test(
    "each-certified-service-is-complete",
    "CS-04",
    _GUIDE,
    "There is at least one service, and each says how, by whom and what was done.",
    "Add the services, with method, person and what was done, from the case notes.",
    states=_KNOWN,
)
DATED = Test(
    "certified-services-lie-in-the-days-covered",
    "CS-04, AS-18",
    _GUIDE,
    "Each service was given on one of the days covered.",
    "Correct the day of the service, or leave it out.",
    states=_KNOWN,
)
OPENED = Test(
    "signer-opened-each-certified-service",
    "CS-07",
    _GUIDE,
    "Who signs opened each service before signing.",
    "Open each service and read it.",
    states=_KNOWN,
)
CONTACTS = Test(
    "contacts-stated-are-those-of-the-case-notes",
    "CS-05",
    _GUIDE,
    "The contacts stated are as many as the case notes show.",
    "State the number that the case notes show.",
)
CLAIMS = Test(
    "months-to-be-claimed-are-named",
    "CS-03, PAY-16",
    _AFTER,
    "Where claims rest on it, their months are named: months after the assignment month, or after the unassignment.",
    "Name each month you will claim.",
)
STATEMENT = Test(
    "states-that-services-were-provided-and-contributed",
    "PAY-16",
    _AFTER,
    "It states that the services agreed were provided and, for claims after unassignment, that they contributed.",
    "State whether the services were provided, and how they helped the Ticketholder reach the earnings.",
)
SIGNED = Test(
    "certification-signed-by-a-cleared-person",
    "CS-07",
    _GUIDE,
    "The text was certified and signed by a person with a clearance.",
    "Have it signed by a person of your organization whose clearance is in force.",
)
SIGNED_AFTER = Test(
    "certification-signed-after-the-days-covered",
    "CS-07",
    _GUIDE,
    "It was signed on the last day covered or later, and not after today.",
    "Sign when the days covered are over.",
)
TESTS = (
    WITHIN,
    COVERED,
    PLAN,
    AGREED,
    COMPLETE,
    DATED,
    OPENED,
    CONTACTS,
    CLAIMS,
    STATEMENT,
    SIGNED,
    SIGNED_AFTER,
)
NO_ASSIGNMENT = "the days of the assignment"
_CLAIMED = (Purpose.AFTER_UNASSIGNMENT, Purpose.PHASE_1)


def certify(facts: CertificationFacts, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """May this certification be accepted?"""
    checks = chain(_days(facts, settings), _services(facts, settings), _claims(facts), _signature(facts))
    return decide(RULE, VERSION, checks)


def days_asked_for(
    facts: CertificationFacts, *, settings: CaseworkSettings = CASEWORK
) -> tuple[date, date] | None:
    """The days [from, until) that the purpose asks for; None where the assignment is not on record.

    A yearly review asks for the twelve months before it, claims after unassignment for the whole assignment, Phase 1
    claims for the assignment through the last month claimed. A quality review asks for the days it names.
    """
    assigned = facts.assigned_on
    return None if assigned is None else _asked_for(facts, assigned, settings)


def _asked_for(facts: CertificationFacts, assigned: date, settings: CaseworkSettings) -> tuple[date, date]:
    last = _end(facts)
    match facts.purpose:
        case Purpose.YEARLY_REVIEW:
            return max(assigned, months_after(facts.decided_on, -settings.certification_months)), last
        case Purpose.PHASE_1 if facts.claim_months:
            return assigned, min(last, max(facts.claim_months).plus(1).first)
        case Purpose.QUALITY:
            return facts.from_, facts.until
    return assigned, last


def _end(facts: CertificationFacts) -> date:
    """The first day that cannot be certified: after the unassignment, or after today."""
    return min(facts.ended_on or date.max, facts.decided_on + DAY)


def statement(facts: CertificationFacts) -> ServicesStatement | None:
    """What a payment request after unassignment carries of it (PAY-16); None while it is not signed."""
    if facts.signed_on is None:
        return None
    return ServicesStatement(facts.signed_on, bool(facts.provided and facts.contributed))


class Certified(NamedTuple):
    """A certification on record, as far as claims may rest on it."""

    number: str
    purpose: str
    claim_months: tuple[Month, ...]
    signed_on: date
    contributed: bool


def covering(certified: Iterable[Certified], month: Month) -> Certified | None:
    """The certification that a claim of `month` after the unassignment rests on: the last signed that names it."""
    named = [
        one for one in certified if one.purpose == Purpose.AFTER_UNASSIGNMENT and month in one.claim_months
    ]
    return max(named, key=lambda one: (one.signed_on, one.number), default=None)


def _days(facts: CertificationFacts, settings: CaseworkSettings) -> Iterator[Check]:
    covers: Facts = (("first_day", facts.from_), ("last_day", facts.until - DAY))
    assigned = facts.assigned_on
    if assigned is None:
        yield unknown(WITHIN, NO_ASSIGNMENT, covers)
        yield unknown(COVERED, NO_ASSIGNMENT, covers)
        return
    said = (*covers, ("assigned_on", assigned), ("unassigned_on", facts.ended_on))
    yield check(WITHIN, assigned <= facts.from_ < facts.until <= _end(facts), said)
    first, after = _asked_for(facts, assigned, settings)
    said = (*covers, ("asked_from", first), ("asked_through", after - DAY))
    yield check(COVERED, facts.from_ <= first and after <= facts.until, said)


def _services(facts: CertificationFacts, settings: CaseworkSettings) -> Iterator[Check]:
    rows = facts.rows
    yield check(PLAN, facts.plan_version is not None, (("plan", facts.plan_version),))
    if facts.plan_services is None:
        yield unknown(AGREED, "the services of the plan")
    else:
        others = tuple(sorted({one.service for one in rows} - facts.plan_services))
        yield check(AGREED, not others, (("not_in_the_plan", others),))
    short = [
        one.service
        for one in rows
        if not (one.method.strip() and one.by.strip())
        or len(one.description.strip()) < settings.service_text_length
    ]
    yield check(COMPLETE, bool(rows) and not short, (("services", len(rows)), ("incomplete", tuple(short))))
    outside = tuple(one.on for one in rows if not facts.from_ <= one.on < facts.until)
    yield check(DATED, not outside, (("outside", outside),))
    unread = sum(not one.opened for one in rows)
    yield check(OPENED, unread == 0, (("not_opened", unread),))
    stated: Facts = (("two_way", facts.stated.two_way), ("attempts", facts.stated.attempts))
    if facts.notes is None:
        yield unknown(CONTACTS, "the case notes of these days", stated)
    else:
        noted = (("two_way_noted", facts.notes.two_way), ("attempts_noted", facts.notes.attempts))
        yield check(CONTACTS, facts.stated == facts.notes, (*stated, *noted))


def _claims(facts: CertificationFacts) -> Iterator[Check]:
    said: Facts = (("months", facts.claim_months), ("purpose", facts.purpose))
    if facts.purpose not in _CLAIMED:
        yield held(CLAIMS, said)
    elif not facts.claim_months:
        yield failed(CLAIMS, said)
    else:
        after = facts.ended_on if facts.purpose is Purpose.AFTER_UNASSIGNMENT else facts.assigned_on
        if after is None:
            yield unknown(CLAIMS, NO_ASSIGNMENT, said)
        else:
            # The month of the unassignment is an assigned month still.
            yield check(
                CLAIMS, min(facts.claim_months) > Month.of(after), (*said, ("after", Month.of(after)))
            )
    needed = (facts.provided, facts.contributed if facts.purpose is Purpose.AFTER_UNASSIGNMENT else True)
    stated: Facts = (("provided", facts.provided), ("contributed", facts.contributed))
    if False in needed:
        yield failed(STATEMENT, stated)
    else:
        yield unknown(STATEMENT, "the statement", stated) if None in needed else held(STATEMENT, stated)


def _signature(facts: CertificationFacts) -> Iterator[Check]:
    signed = facts.signed_on
    said: Facts = (("certified", facts.certified), ("signed_on", signed), ("cleared", facts.signer_cleared))
    if not facts.certified or signed is None or facts.signer_cleared is False:
        yield failed(SIGNED, said)
    elif facts.signer_cleared is None:
        yield unknown(SIGNED, "the clearance of the person who signed", said)
    else:
        yield held(SIGNED, said)
    if signed is None:
        yield unknown(SIGNED_AFTER, "the day of the signature")
    else:
        days = (("signed_on", signed), ("last_day", facts.until - DAY))
        yield check(SIGNED_AFTER, facts.until - DAY <= signed <= facts.decided_on, days)
