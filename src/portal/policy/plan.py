"""Is this Individual Work Plan complete and sound, as far as it is written? (mission rows D3, D4; F1's checklist)

Called at every step of the form: what is not filled in yet is unknown, what is wrong fails, and each finding names
the requirement and the remedy.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy import plan_goals, plan_parts, plan_services, signatures
from portal.policy.core import Check, Decision, Outcome, State, Test, decide
from portal.policy.plan_facts import PlanFacts
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

RULE = "plan"
VERSION = "2025-12"


class Component(NamedTuple):
    """A part of the plan as the form and the reviewer's checklist name it."""

    slug: str
    title: str
    tests: tuple[Test, ...]


COMPONENTS: tuple[Component, ...] = (
    Component(
        "contacts",
        "Part One: contact information",
        (
            plan_parts.PROVIDER_CONTACT,
            plan_parts.PID,
            plan_parts.MODEL,
            plan_parts.HOLDER_CONTACT,
            plan_parts.ALTERNATE,
        ),
    ),
    Component(
        "discussion",
        "Part Two, Section 1: discussion",
        (plan_parts.DISCUSSION, plan_parts.SYNOPSIS),
    ),
    Component(
        "work-history",
        "Part Two, Section 2: recent work history",
        (plan_parts.HISTORY, plan_parts.JOBS),
    ),
    Component("goals", "Part Two, Section 3: employment goals", plan_goals.TESTS),
    Component("services", "Part Two, Section 4: supports and services", plan_services.TESTS),
    Component(
        "terms",
        "Part Three: terms and statement of understanding",
        (plan_parts.TERMS, plan_parts.STATEMENT),
    ),
    Component("signatures", "Part Three: signatures", (*signatures.TESTS, plan_parts.COPY)),
)
TESTS = tuple(test for component in COMPONENTS for test in component.tests)
# What comes after the plan is written: the signatures, and the copy.
AFTERWARDS = frozenset((*signatures.TESTS, plan_parts.COPY))


class Progress(NamedTuple):
    """How a component stands: what fails, what is not filled in yet. Neither: it is done."""

    component: Component
    findings: tuple[Check, ...]
    missing: tuple[Check, ...]

    @property
    def done(self) -> bool:
        return not self.findings and not self.missing


def judge_plan(facts: PlanFacts, on: date, *, settings: CaseworkSettings = CASEWORK) -> Decision:
    """Every check of the plan as of `on`.

    The goals are measured from the later signature, or from `on` while the plan is not signed, by that year's figures.
    """
    return decide(RULE, VERSION, _checks(facts, on, settings))


def _checks(facts: PlanFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    starts_on = signatures.latest(facts.signatures) or on
    yield from plan_parts.part_one(facts)
    yield from plan_parts.discussion(facts, on)
    yield from plan_parts.work_history(facts, starts_on, settings)
    yield from plan_goals.goal_checks(facts.short_term, facts.long_term, facts.blind, starts_on, settings)
    yield from plan_services.service_checks(facts.services, facts.certified_counsellor, settings)
    yield from plan_parts.part_three(facts, settings)
    signed = facts.signatures._replace(not_before=None)
    yield from signatures.signature_checks(signed, on, required=False)
    yield plan_parts.copy_given(facts, on)


def to_mend(decision: Decision) -> tuple[Check, ...]:
    """What has to be mended before a plan or amendment can be signed: all but what a reviewer may weigh."""
    return tuple(
        one
        for one in decision.checks
        if one.test not in AFTERWARDS
        and (one.state is State.UNKNOWN or (one.state is State.FAILED and one.test.on_fail is Outcome.REFUSE))
    )


def by_component(decision: Decision) -> tuple[Progress, ...]:
    """The plan's checks by component, for the task list and the reviewer's checklist."""
    return tuple(
        Progress(
            component,
            tuple(
                one for one in decision.checks if one.test in component.tests and one.state is State.FAILED
            ),
            tuple(
                one for one in decision.checks if one.test in component.tests and one.state is State.UNKNOWN
            ),
        )
        for component in COMPONENTS
    )
