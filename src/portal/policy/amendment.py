"""Amendments to a plan (D12), goals not met (D11), and what an exported plan has to include (T-17)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Check, Decision, State, Test, check, decide, unknown
from portal.policy.dates import within
from portal.policy.plan_facts import Goal, Service
from portal.policy.plan_goals import LONG_HORIZON, SHORT_HORIZON, goal_checks
from portal.policy.plan_parts import MISSING_OR_HELD, NOT_FILLED, complete, filled
from portal.policy.plan_services import service_checks
from portal.policy.signatures import SignatureFacts, latest, signature_checks
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

VERSION = "2025-12"
REASONS = frozenset({"goals-not-met", "new-service", "service-not-needed", "other"})
PARTS = ("short-term", "long-term", "services")
# The date of a goal that stays as it is was judged when that goal was agreed.
_DATE_OF = {SHORT_HORIZON: "short-term", LONG_HORIZON: "long-term"}


class AmendmentFacts(NamedTuple):
    """An amendment as far as it is written; None is "not filled in yet", for a part that is not revised too.

    The plan is in force on days [plan_from, plan_until). The goals and services are those that hold after the
    amendment, `revises` the parts that it changes: "short-term", "long-term", "services". `other_reason` says what
    another reason is.
    """

    plan_from: date | None
    plan_until: date | None
    provider_name: str | None
    pid: str | None
    reason: str | None
    revises: frozenset[str]
    short_term: Goal | None
    long_term: Goal | None
    blind: bool | None
    services: tuple[Service, ...] | None
    certified_counsellor: bool | None
    signatures: SignatureFacts
    other_reason: str | None = None


class Discussion(NamedTuple):
    """The documented discussion of goals that are not met, as answers to its four questions."""

    still_appropriate: bool | None
    more_services: bool | None
    new_goals: bool | None
    wants_to_work_toward_goals: bool | None


class Follows(StrEnum):
    """What follows from the discussion."""

    NOTHING = "go on with the plan"
    AMEND_SERVICES = "amend the services and supports"
    AMEND_GOALS = "amend the goals"
    AMEND_BOTH = "amend the goals, and the services and supports"
    UNASSIGN = "unassign the Ticket"


IN_FORCE_PLAN = Test(
    "plan-in-force",
    "AM-08",
    "EN Guide, Amending IWPs",
    "The plan is in force: signed by both, and not ended by unassignment or the Ticket's end.",
    "An ended plan cannot be amended. A new assignment needs a new plan.",
)
NAMED = Test(
    "amendment-names-the-provider",
    "AM-01, AM-02",
    "EN Guide, Amending IWPs; EN Essentials, 20 September 2023",
    "The amendment has the Employment Network's name and PID.",
    "Fill in the name and the PID.",
    states=MISSING_OR_HELD,
)
REVISED = Test(
    "amendment-revises-something",
    "AM-03, AM-04",
    "EN Guide, Amending IWPs; EN Essentials, 20 September 2023",
    "The amendment revises the goals, the services and supports, or both.",
    "Revise what you and the Ticketholder have agreed to change.",
    states=(State.HELD, State.FAILED),
)
WHY = Test(
    "amendment-gives-a-reason",
    "AM-07",
    "Our own record of why plans change",
    "The amendment says why the plan is changed.",
    "Choose the reason.",
)
ANSWERED = Test(
    "four-questions-answered",
    "D11",
    "EN Essentials, 20 September 2023, Ticketholder Not Meeting their Goals",
    "The four questions were discussed and the answers written down.",
    "Discuss the questions with the Ticketholder and write down the answers.",
)
INCLUDED = Test(
    "plan-with-all-amendments",
    "AM-08",
    "EN Guide, Amending IWPs",
    "The exported plan includes every amendment.",
    "Add the missing amendments. A plan is never sent without them.",
    states=(State.HELD, State.FAILED),
)
TESTS = (IN_FORCE_PLAN, NAMED, REVISED, WHY, ANSWERED, INCLUDED)


def judge_amendment(facts: AmendmentFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """Every check of the amendment as of `on`: what it revises has to be as sound as in a new plan."""
    return decide("amendment", VERSION, _checks(facts, on, settings))


def _checks(facts: AmendmentFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    day = latest(facts.signatures) or on
    if facts.plan_from is None:
        yield unknown(IN_FORCE_PLAN, "the plan that is amended")
    else:
        said = (("in_force_from", facts.plan_from), ("until", facts.plan_until), ("on", day))
        yield check(IN_FORCE_PLAN, within(facts.plan_from, facts.plan_until, day), said)
    yield complete(NAMED, (("name", filled(facts.provider_name)), ("PID", filled(facts.pid))))
    yield check(REVISED, bool(facts.revises), (("revises", tuple(sorted(facts.revises))),))
    yield _why(facts)
    if not facts.revises.isdisjoint(("short-term", "long-term")):
        goals = goal_checks(facts.short_term, facts.long_term, facts.blind, day, settings)
        yield from (one for one in goals if _DATE_OF.get(one.test) in (None, *facts.revises))
    if "services" in facts.revises:
        yield from service_checks(facts.services, facts.certified_counsellor, settings)
    signatures = facts.signatures._replace(not_before=facts.plan_from)
    yield from signature_checks(signatures, on, required=False)


def _why(facts: AmendmentFacts) -> Check:
    if facts.reason is None:
        return unknown(WHY, NOT_FILLED + "the reason")
    if facts.reason == "other" and not filled(facts.other_reason):
        return unknown(WHY, NOT_FILLED + "what the other reason is")
    return check(WHY, facts.reason in REASONS, (("reason", facts.reason),))


def goals_not_met(answers: Discussion) -> Decision:
    """Is the discussion of goals that are not met documented? What then follows says `what_follows`."""
    missing = [name for name, answer in zip(Discussion._fields, answers, strict=True) if answer is None]
    if len(missing) == len(answers):
        one = check(ANSWERED, False)
    elif missing:
        one = unknown(ANSWERED, NOT_FILLED + ", ".join(name.replace("_", " ") for name in missing))
    else:
        one = check(ANSWERED, True)
    return decide("goals-not-met", VERSION, (one,))


def what_follows(answers: Discussion) -> Follows | None:
    """What the answers lead to; None while one is missing. Giving up the goals comes before all else."""
    if None in answers:
        return None
    if not answers.wants_to_work_toward_goals and not answers.new_goals:
        return Follows.UNASSIGN
    goals = bool(answers.new_goals) or not answers.still_appropriate
    if goals and answers.more_services:
        return Follows.AMEND_BOTH
    if goals:
        return Follows.AMEND_GOALS
    return Follows.AMEND_SERVICES if answers.more_services else Follows.NOTHING


def revised_by(follows: Follows | None) -> frozenset[str]:
    """The parts of the plan that an amendment begins with which follows from the discussion; none where none does."""
    match follows:
        case Follows.AMEND_SERVICES:
            return frozenset({"services"})
        case Follows.AMEND_GOALS:
            return frozenset({"short-term", "long-term"})
        case Follows.AMEND_BOTH:
            return frozenset(PARTS)
    return frozenset()


def export_complete(amendments: frozenset[int], included: frozenset[int]) -> Decision:
    """May this export of a plan be given out? The numbers of its amendments, and of those in the export."""
    missing = tuple(sorted(amendments - included))
    return decide("plan-export", VERSION, (check(INCLUDED, not missing, (("missing", missing),)),))
