"""May the access desk open the portal to a person who was named? (mission row A5)

Asked when a designation is shown and again when access is granted. "Not on record" is unknown and grants nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.access import CLEARED_BY_SSA, ENROLLED_STATES, PROVIDERS, Cleared, Enrolled
from portal.policy.core import Check, Decision, Facts, Test, check, decide, unknown
from portal.policy.roles import ROLE_NAMES, ROLES_AT, Role

RULE = "designation"
VERSION = "2025-12"
# Who decides on the program's money and on who gets in: two people for each grant.
FOUR_EYES = frozenset({"TPM", "SSA"})


class GrantFacts(NamedTuple):
    """What is on record of a designation and of the person it names; None is "not on record".

    `elsewhere` are the other organisations the person works for on the first day asked for; None before the
    person's account is known. `person`, `named_by`, `verified_by` and `granting` are accounts, as the trail names
    them; `granting` is who would open the access.
    """

    organisation_kind: str
    roles: tuple[str, ...]
    verified_on: date | None
    agreement: tuple[tuple[date, date | None], ...]
    enrolment: Enrolled | None
    clearance: Cleared | None
    trained_on: date | None
    elsewhere: tuple[str, ...] | None
    person: str | None
    named_by: str | None
    verified_by: str | None
    granting: str


VERIFIED = Test(
    "employment-is-verified",
    "DSG-01",
    "portal access gate (a): verified employment",
    "Social Security has verified that the person works for the organization.",
    "Ask the organization, or look at what it sent, and record how the employment was verified.",
)
ROLES = Test(
    "roles-belong-to-the-organization",
    "DSG-02",
    "Roles and least privilege",
    "Each role asked for belongs to this kind of organization.",
    "Refuse this, and have the organization name the person again with roles of its own kind.",
)
AGREEMENT = Test(
    "organization-has-an-agreement",
    "DSG-03",
    "portal access gate (a): active agreement",
    "The organization's agreement with Social Security is in force.",
    "Wait until the agreement is in force, or refuse.",
)
CLEARANCE = Test(
    "person-is-cleared",
    "DSG-04",
    "Suitability and access life cycle (AC-02): suitability determination",
    "The person's suitability clearance is favorable and has not expired.",
    "Record the determination of the Center for Suitability and Personnel Security, once it is there.",
)
NOT_ELSEWHERE = Test(
    "not-employed-elsewhere",
    "DSG-05",
    "One account per person, at work in one organization",
    "The person works for no other organization that uses the portal.",
    "Have the other organization report that the person left, or end that employment on the person's record.",
)
SECOND_PERSON = Test(
    "granted-by-a-second-person",
    "DSG-06",
    "Segregation: staff roles need a second person",
    "Somebody else named the person and verified the employment.",
    "Ask a colleague who neither named the person nor verified the employment.",
)
NOT_ONESELF = Test(
    "nobody-grants-to-themselves",
    "DSG-07",
    "Segregation: nobody opens access to themselves",
    "The access is not one's own.",
    "Ask a colleague to open the access.",
)
TESTS = (VERIFIED, ROLES, AGREEMENT, CLEARANCE, NOT_ELSEWHERE, SECOND_PERSON, NOT_ONESELF)


def may_grant(facts: GrantFacts, on: date) -> Decision:
    """May `facts.granting` open the portal to the person on `on` (US Eastern)?

    An organisation that has not moved to this portal, and a training still to be taken, bar nothing here: the
    gate asks for both at each request, and people are set up before their organisation moves. They are notes.
    """
    return decide(RULE, VERSION, _checks(facts, on), notes=tuple(_notes(facts)))


def clearance_serves(kind: str, clearance: Cleared | None, on: date) -> bool:
    """Is a favourable and current clearance on record, where people of this kind of organisation need one?"""
    if kind not in CLEARED_BY_SSA:
        return True
    if clearance is None:
        return False
    return clearance.favourable and clearance.decided_on <= on <= clearance.expires_on


def _checks(facts: GrantFacts, on: date) -> Iterator[Check]:
    kind = facts.organisation_kind
    yield _verified(facts.verified_on, on)
    yield _roles(kind, facts.roles)
    if kind in PROVIDERS:
        yield _agreement(facts.agreement, on)
    if kind in CLEARED_BY_SSA:
        yield _clearance(kind, facts.clearance, on)
    yield _elsewhere(facts.elsewhere)
    if kind in FOUR_EYES:
        yield _second_person(facts)
    yield _not_oneself(facts)


def _verified(verified_on: date | None, on: date) -> Check:
    if verified_on is None:
        return unknown(VERIFIED, "how the employment was verified")
    return check(VERIFIED, verified_on <= on, (("verified on", verified_on),))


def _roles(kind: str, names: tuple[str, ...]) -> Check:
    if not names:
        return unknown(ROLES, "the roles the person needs")
    theirs = {str(role) for role in ROLES_AT.get(kind, frozenset())}
    said: Facts = (("roles", tuple(_role_words(name) for name in names)),)
    return check(ROLES, set(names) <= theirs, said)


def _agreement(agreement: tuple[tuple[date, date | None], ...], on: date) -> Check:
    if not agreement:
        return unknown(AGREEMENT, "the organization's agreement with Social Security")
    since, until = max(agreement, key=lambda period: period[0])
    said: Facts = (("in force from", since), ("last day", until and until - timedelta(days=1)))
    return check(AGREEMENT, any(begin <= on and (end is None or on < end) for begin, end in agreement), said)


def _clearance(kind: str, clearance: Cleared | None, on: date) -> Check:
    if clearance is None:
        return unknown(CLEARANCE, "a suitability determination")
    said: Facts = (
        ("decided on", clearance.decided_on),
        ("favorable", clearance.favourable),
        ("last good day", clearance.expires_on),
    )
    return check(CLEARANCE, clearance_serves(kind, clearance, on), said)


def _elsewhere(elsewhere: tuple[str, ...] | None) -> Check:
    if elsewhere is None:
        return unknown(NOT_ELSEWHERE, "whether the person works for another organization")
    return check(NOT_ELSEWHERE, not elsewhere, (("works for", elsewhere),) if elsewhere else ())


def _second_person(facts: GrantFacts) -> Check:
    if facts.named_by is None:
        return unknown(SECOND_PERSON, "who named the person")
    return check(SECOND_PERSON, facts.granting not in (facts.named_by, facts.verified_by))


def _not_oneself(facts: GrantFacts) -> Check:
    if facts.person is None:
        return unknown(NOT_ONESELF, "whose account it is")
    return check(NOT_ONESELF, facts.granting != facts.person)


def _notes(facts: GrantFacts) -> Iterator[str]:
    kind = facts.organisation_kind
    if kind in PROVIDERS and (facts.enrolment is None or facts.enrolment.state not in ENROLLED_STATES):
        yield "The organization has not moved to this portal. The person can work here when it does."
    if kind in CLEARED_BY_SSA and facts.trained_on is None:
        yield "No security awareness training is on record. The person takes it after the first sign-in."


def _role_words(name: str) -> str:
    return ROLE_NAMES[Role(name)] if name in Role else name
