"""The access gate: may this person work in the portal today? (mission row A4)

Judged at every request. "Not on record" is unknown, which admits nobody: only a grant opens the door.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.core import Check, Decision, Facts, Test, check, decide, unknown
from portal.policy.tables.parameters import ACCESS_IN_FORCE

RULE = "access"
VERSION = "2025-12c"
PROVIDERS = frozenset({"EN", "SVRA"})
CLEARED_BY_SSA = frozenset({"EN", "SVRA", "TPM"})
ENROLLED_STATES = frozenset({"pilot", "live"})
WARNING_DAYS = max(ACCESS_IN_FORCE.access_warning_days)


class Employed(NamedTuple):
    """Work in one organisation in [started_on, ended_on); None as `ended_on` is still working there.

    `granted` is whether Social Security has opened the portal to the person: at least one role.
    """

    organisation_kind: str
    verified_on: date | None
    started_on: date
    ended_on: date | None
    granted: bool


class Enrolled(NamedTuple):
    """How far the roll-out has come for the organisation: not-enrolled, pilot or live; and when it is to move."""

    state: str
    moves_on: date | None


class Cleared(NamedTuple):
    """A suitability determination. `expires_on` is the last day it is good."""

    favourable: bool
    decided_on: date
    expires_on: date


class Matched(NamedTuple):
    """A Ticketholder's account and its record: proved from `proven_on`, until `ended_on`; a death on the record."""

    proven_on: date | None
    ended_on: date | None
    died_on: date | None


class AccessFacts(NamedTuple):
    """What the gate stands on. None means that nothing is on record.

    `employment`, `clearance` and `trained_on` are the latest that had begun by the day judged. `agreement`
    holds the organisation's agreements with Social Security as [from, until), until None while open.
    `last_used_on` is the day access was last used, or opened, or the organisation moved to this portal, whichever is
    latest: nobody can use what is not there. `holder` is there for who was invited as a Ticketholder.
    """

    account_active: bool | None
    employment: Employed | None
    agreement: tuple[tuple[date, date | None], ...]
    enrolment: Enrolled | None
    clearance: Cleared | None
    trained_on: date | None
    last_used_on: date | None
    second_factor: bool | None
    holder: Matched | None = None


class Lapse(NamedTuple):
    """Something that will end soon: what, its last good day, and the days left (0 on the last day)."""

    what: str
    last_day: date
    days: int


ACCOUNT = Test(
    "account-is-active",
    "ACC-01",
    "portal access gate: the account",
    "Your account is active.",
    "Ask your organization's administrator to have the account opened again.",
)
EMPLOYMENT = Test(
    "employment-is-verified-and-current",
    "ACC-02",
    "portal access gate (a): verified employment",
    "Your work at the organization is verified and current.",
    "Ask your organization to name you as a portal user. Social Security verifies it and opens your access.",
)
AGREEMENT = Test(
    "agreement-is-active",
    "ACC-03",
    "portal access gate (a): active agreement",
    "Your organization's agreement with Social Security is in force.",
    "Your organization's signatory can ask Social Security about the agreement.",
)
CLEARANCE = Test(
    "clearance-is-favorable-and-current",
    "ACC-04",
    "portal access gate (b): suitability clearance",
    "Your suitability clearance is favorable and has not expired.",
    "Ask your organization to start a new suitability determination with Social Security.",
)
TRAINING = Test(
    "training-within-the-last-year",
    "ACC-05",
    "portal access gate (c): security awareness training",
    "You completed the security awareness training within the last year.",
    "Take the yearly security awareness training. Access opens when its completion is on record.",
)
FACTOR = Test(
    "second-factor-is-set-up",
    "ACC-06",
    "portal access gate: extra security",
    "You sign in with a second factor.",
    "Set up a passkey, an authenticator app or texted codes in your account.",
)
GRANTED = Test(
    "access-is-granted",
    "ACC-07",
    "Suitability and access life cycle (AC-05): Social Security grants portal access",
    "Social Security has opened the portal to you.",
    "Ask your organization to name you as a portal user, with the reason you need it.",
)
USED = Test(
    "access-was-used-in-time",
    "ACC-08",
    "Suitability and access life cycle (AC-06): 180 days idle",
    f"You have used the portal in the last {ACCESS_IN_FORCE.access_idle_days} days.",
    "Ask your organization's administrator to ask the access desk to open your access again.",
)
ENROLLED = Test(
    "organization-is-enrolled",
    "ACC-09",
    "portal access gate: staged roll-out",
    "Your organization has moved to this portal.",
    "Keep using the earlier portal until your organization moves. You will be told by e-mail.",
)
MATCHED = Test(
    "record-is-the-person-s-own",
    "ACC-10",
    "portal access gate: Ticketholders by a proven match to their own record",
    "You have proved that this account is yours.",
    "Prove it with the code that you were given, or ask for a new code where you were invited.",
)
LIVING = Test(
    "record-is-of-a-living-person",
    "ACC-11",
    "portal access gate: Ticketholders by a proven match to their own record",
    "The record of this account is open.",
    "Call the Ticket to Work Help Line.",
)
AT_WORK = (ACCOUNT, EMPLOYMENT, GRANTED, AGREEMENT, ENROLLED, CLEARANCE, TRAINING, USED, FACTOR)
TESTS = (*AT_WORK, MATCHED, LIVING)


def access(facts: AccessFacts, on: date) -> Decision:
    """May this person work in the portal on `on` (US Eastern)?

    An agreement binds the staff of ENs and State VR agencies; clearance and training bind them and the Ticket
    Program Manager's staff. Social Security's own staff are bound by Social Security's record, a Ticketholder by a
    proven match to the record of a living person. Who is at work is judged as being at work.
    """
    checks = _checks_of_holder(facts, on) if is_holder(facts, on) else _checks(facts, on)
    return decide(RULE, VERSION, checks)


def is_holder(facts: AccessFacts, on: date) -> bool:
    """Is this the account of a Ticketholder, and not of somebody at work on that day?"""
    if facts.holder is None:
        return False
    work = facts.employment
    return work is None or not _within(work.started_on, work.ended_on, on)


def served_through(trained_on: date) -> date:
    """The last day a training serves: the same day of the next year (29 February: 28 February)."""
    if (trained_on.month, trained_on.day) == (2, 29):
        return date(trained_on.year + 1, 2, 28)
    return trained_on.replace(year=trained_on.year + 1)


def used_through(last_used_on: date) -> date:
    """The last day access stays open without being used again: the next one ends it."""
    return last_used_on + timedelta(days=ACCESS_IN_FORCE.access_idle_days - 1)


def lapses(facts: AccessFacts, on: date) -> tuple[Lapse, ...]:
    """What will lapse within 60 days and would close the door, soonest first."""
    return tuple(sorted(_lapses(facts, on), key=lambda lapse: lapse.last_day))


def _lapses(facts: AccessFacts, on: date) -> Iterator[Lapse]:
    kind = facts.employment.organisation_kind if facts.employment else ""
    ends: list[tuple[str, date]] = []
    if kind in CLEARED_BY_SSA and facts.clearance is not None and facts.clearance.favourable:
        ends.append(("suitability clearance", facts.clearance.expires_on))
    if kind in CLEARED_BY_SSA and facts.trained_on is not None:
        ends.append(("security awareness training", served_through(facts.trained_on)))
    if kind in PROVIDERS:
        open_now = [until for since, until in facts.agreement if _within(since, until, on)]
        if open_now and None not in open_now:
            last = max(until for until in open_now if until is not None) - timedelta(days=1)
            if not any(since == last + timedelta(days=1) for since, _ in facts.agreement):
                ends.append(("organization's agreement", last))
    for what, last_day in ends:
        if 0 <= (last_day - on).days <= WARNING_DAYS:
            yield Lapse(what, last_day, (last_day - on).days)


def _checks(facts: AccessFacts, on: date) -> Iterator[Check]:
    kind = facts.employment.organisation_kind if facts.employment else ""
    yield _known(ACCOUNT, facts.account_active, "your account")
    yield _employment(facts.employment, on)
    yield _known(GRANTED, facts.employment and facts.employment.granted, "what you may do in the portal")
    if kind in PROVIDERS:
        yield _agreement(facts.agreement, on)
        yield _enrolment(facts.enrolment)
    if kind in CLEARED_BY_SSA:
        yield _clearance(facts.clearance, on)
        yield _training(facts.trained_on, on)
    yield _used(facts.last_used_on, on)
    yield _known(FACTOR, facts.second_factor, "whether you have a second factor")


def _checks_of_holder(facts: AccessFacts, on: date) -> Iterator[Check]:
    yield _known(ACCOUNT, facts.account_active, "your account")
    match = facts.holder
    if match is None or match.proven_on is None:
        yield unknown(MATCHED, "your proof that the record is yours")
        yield unknown(LIVING, "your proof that the record is yours")
    else:
        found: Facts = (("proved on", match.proven_on), ("ended on", match.ended_on))
        yield check(MATCHED, _within(match.proven_on, match.ended_on, on), found)
        yield check(LIVING, match.died_on is None or on < match.died_on)
    yield _known(FACTOR, facts.second_factor, "whether you have a second factor")


def _known(test: Test, value: bool | None, what: str) -> Check:
    if value is None:
        return unknown(test, what)
    return check(test, value)


def _employment(employment: Employed | None, on: date) -> Check:
    if employment is None:
        return unknown(EMPLOYMENT, "your work at an organization that uses the portal")
    facts: Facts = (
        ("started on", employment.started_on),
        ("verified on", employment.verified_on),
        ("last day", employment.ended_on and employment.ended_on - timedelta(days=1)),
    )
    verified = employment.verified_on is not None and employment.verified_on <= on
    return check(EMPLOYMENT, verified and _within(employment.started_on, employment.ended_on, on), facts)


def _agreement(agreement: tuple[tuple[date, date | None], ...], on: date) -> Check:
    if not agreement:
        return unknown(AGREEMENT, "your organization's agreement with Social Security")
    since, until = max(agreement, key=lambda period: period[0])
    facts: Facts = (("in force from", since), ("last day", until and until - timedelta(days=1)))
    return check(AGREEMENT, any(_within(*period, on) for period in agreement), facts)


def _enrolment(enrolment: Enrolled | None) -> Check:
    if enrolment is None:
        return unknown(ENROLLED, "whether your organization has moved to this portal")
    facts: Facts = (("roll-out", enrolment.state), ("moves on", enrolment.moves_on))
    return check(ENROLLED, enrolment.state in ENROLLED_STATES, facts)


def _used(last_used_on: date | None, on: date) -> Check:
    if last_used_on is None:
        return unknown(USED, "when you last used the portal")
    last_day = used_through(last_used_on)
    return check(USED, on <= last_day, (("last used on", last_used_on), ("last good day", last_day)))


def _clearance(clearance: Cleared | None, on: date) -> Check:
    if clearance is None:
        return unknown(CLEARANCE, "a suitability determination")
    facts: Facts = (
        ("decided on", clearance.decided_on),
        ("favorable", clearance.favourable),
        ("last good day", clearance.expires_on),
    )
    return check(
        CLEARANCE, clearance.favourable and clearance.decided_on <= on <= clearance.expires_on, facts
    )


def _training(trained_on: date | None, on: date) -> Check:
    if trained_on is None:
        return unknown(TRAINING, "a completed security awareness training")
    last_day = served_through(trained_on)
    return check(
        TRAINING, trained_on <= on <= last_day, (("completed on", trained_on), ("last good day", last_day))
    )


def _within(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)
