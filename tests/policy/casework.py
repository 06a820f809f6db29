"""Casework written in a few words: everything in order unless a test says otherwise."""

from datetime import date, timedelta
from typing import Any

from portal.policy.access import Cleared, Employed
from portal.policy.amendment import AmendmentFacts
from portal.policy.assignability_facts import AssignabilityFacts, Benefit, Provider
from portal.policy.assignment import EntryFacts
from portal.policy.contact import ContactFacts, Note
from portal.policy.contact_phase import Milestone, PhaseFacts
from portal.policy.core import Check, Decision, Month, State
from portal.policy.plan_facts import (
    Discussion,
    Goal,
    Job,
    Party,
    PlanFacts,
    Service,
    Terms,
    Training,
    WorkHistory,
)
from portal.policy.signatures import Signature, SignatureFacts, Signer

ON = date(2025, 12, 15)
DAY = timedelta(days=1)
EN, OTHER = "EN-ours", "EN-other"
AGENCY, OTHER_AGENCY = "VR-ours", "VR-other"
AGREED = ((date(2020, 1, 1), None),)


def day(text: str) -> date:
    """`day("12-15")` is in 2025; with a year it is as written."""
    return date.fromisoformat(text if len(text) > 5 else f"2025-{text}")


def month(text: str) -> Month:
    return Month.parse(text)


def states(decision: Decision) -> dict[str, State]:
    """The state of each check by name; of several with one name the worst."""
    order = (State.HELD, State.UNKNOWN, State.FAILED)
    found: dict[str, State] = {}
    for one in decision.checks:
        name = one.test.name
        found[name] = max(found.get(name, State.HELD), one.state, key=order.index)
    return found


def failing(decision: Decision) -> set[str]:
    return {one.test.name for one in decision.checks if one.state is State.FAILED}


def open_names(decision: Decision) -> set[str]:
    return {one.test.name for one in decision.checks if one.state is not State.HELD}


def the(decision: Decision, name: str) -> Check:
    """The one check of this name."""
    (found,) = [one for one in decision.checks if one.test.name == name]
    return found


def network(**other: Any) -> Provider:
    return Provider(EN, "EN", AGREED)._replace(**other)


def agency(**other: Any) -> Provider:
    return Provider(AGENCY, "SVRA", AGREED, True)._replace(**other)


def benefit(kind: str = "disabled-worker", status: str = "current-pay", **other: Any) -> Benefit:
    return Benefit(kind, status, month("2019-01"), None)._replace(**other)


def person(**other: Any) -> AssignabilityFacts:
    """Somebody of 40 whose Ticket nobody holds."""
    return AssignabilityFacts(day("1985-06-15"), (benefit(),), True)._replace(**other)


def signer(**other: Any) -> Signer:
    plain = Signer(
        Cleared(True, day("2024-01-01"), day("2027-01-01")),
        Employed("EN", day("2024-01-02"), day("2024-01-01"), None, granted=True),
    )
    return plain._replace(**other)


def signed(provider: str | None = "12-10", holder: str | None = "12-12", **other: Any) -> SignatureFacts:
    plain = SignatureFacts(
        Signature(day(holder), "electronic") if holder else None,
        Signature(day(provider), "electronic", "Pat Lee") if provider else None,
        signer(),
    )
    return plain._replace(**other)


def entry(**other: Any) -> EntryFacts:
    return EntryFacts(signed(), day("12-01"), True, True)._replace(**other)


def goal(monthly: float | None, target: str | None, **other: Any) -> Goal:
    """A full-time goal with so many dollars a month."""
    cents = None if monthly is None else round(monthly * 100)
    plain = Goal("Work as a clerk", "Clerk", 40, True, cents, day(target) if target else None)
    return plain._replace(**other)


def service(kind: str = "job-search", **other: Any) -> Service:
    return Service(kind, "We write a resume and send job leads every week.", "now")._replace(**other)


FOLLOW_UPS = (service("follow-up-initial"), service("follow-up-ongoing", when="after-nine-months"))
PARTY = Party("Robin Roe", "1 Main Street", "555-0100", "robin@example.org", "sister")
TRAINING = Training("Associate degree in business", "part-time", day("2026-12-01"))


def plan(**other: Any) -> PlanFacts:
    """A plan with nothing missing and nothing wrong on 15 December 2025 (SGA 1620, blind 2700, TWL 1160)."""
    plain = PlanFacts(
        provider=PARTY,
        pid="P123",
        model="traditional",
        models=frozenset({"traditional", "employer"}),
        holder=PARTY,
        preferred_contact="email",
        alternate=PARTY,
        discussion=Discussion(day("12-01"), ("telephone",), "Worked as a clerk before.", "Job leads help."),
        work_history=WorkHistory(
            day("2024-12-01"), (Job("Shop", "Clerk", day("2024-12-01"), day("2025-03-01"), 20, 90000),)
        ),
        short_term=goal(1200, "2026-12-15"),
        long_term=goal(2500, "2029-12-15"),
        blind=False,
        services=(service(), *FOLLOW_UPS),
        certified_counsellor=True,
        terms=Terms("v1", frozenset(range(1, 16)), "I agree to this plan and may change it."),
        terms_in_force=frozenset({"v1"}),
        signatures=signed(),
        copy_given_on=day("12-12"),
    )
    return plain._replace(**other)


def amendment(**other: Any) -> AmendmentFacts:
    """An amendment of both goals and the services, signed in December, to a plan of March."""
    plain = AmendmentFacts(
        plan_from=day("03-04"),
        plan_until=None,
        provider_name="Ours",
        pid="P123",
        reason="goals-not-met",
        revises=frozenset({"short-term", "long-term", "services"}),
        short_term=goal(
            1200,
            "2026-06-15",
            hours_a_week=20,
            full_time=False,
            training=TRAINING._replace(completes_on=day("2026-06-01")),
        ),
        long_term=goal(3000, "2029-12-15"),
        blind=False,
        services=(service("job-coaching"), *FOLLOW_UPS),
        certified_counsellor=False,
        signatures=signed(),
    )
    return plain._replace(**other)


def phase(assigned: str = "03-04", attained: dict[str, str] | None = None, **other: Any) -> PhaseFacts:
    """All four Phase 1 milestones available; `attained` gives the month of those attained."""
    found = attained or {}
    milestones = tuple(
        Milestone(kind, True, month(found[kind]) if kind in found else None)
        for kind in ("P1M1", "P1M2", "P1M3", "P1M4")
    )
    return PhaseFacts(day(assigned), milestones, ())._replace(**other)


def note(on: str, answered: bool = False, method: str = "telephone", **other: Any) -> Note:
    return Note(day(on), method, answered, "monthly follow-up")._replace(**other)


def contacts(*notes: Note, ended: str | None = None, **of_phase: Any) -> ContactFacts:
    return ContactFacts(phase(**of_phase), notes, day(ended) if ended else None)
