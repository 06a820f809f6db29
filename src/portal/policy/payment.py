"""May this payment be made, and how much is it? All checks of one request, in the order of PAY-23."""

from collections.abc import Callable

from portal.policy import (
    amounts,
    counts,
    duplicates,
    earned,
    evidence,
    holding,
    look_back,
    outcome,
    reconciliation,
    standing,
    timing,
    vr_closure,
)
from portal.policy.case import Case
from portal.policy.core import Check, Decision, Test
from portal.policy.core import decide as draw
from portal.policy.milestones import attained_month, attainment
from portal.policy.records import PHASE_1_KINDS, PaymentFacts
from portal.policy.tables.parameters import IN_FORCE, PolicySettings

RULE = "payment"
VERSION = "2025-12"

type CaseCheck = Callable[[Case], Check]

_STANDING: tuple[CaseCheck, ...] = (standing.agreement, standing.hold, standing.sam, standing.bank)
_ASSIGNED: tuple[CaseCheck, ...] = (
    holding.holder,
    holding.elected,
    holding.statement,
    holding.contribution,
    holding.one_program,
)
_TIMING: tuple[CaseCheck, ...] = (
    timing.not_in_the_future,
    timing.after_assignment,
    timing.after_entry,
    timing.no_death,
    timing.not_terminated,
    timing.regulated,
    timing.in_time,
)
_ONCE: tuple[CaseCheck, ...] = (duplicates.own, duplicates.other, duplicates.rival)
_COUNTS: tuple[CaseCheck, ...] = (counts.limit, counts.same_class)
_EXCLUSIONS: tuple[CaseCheck, ...] = (vr_closure.not_excluded, vr_closure.between, look_back.not_excluded)
_EVIDENCE: tuple[CaseCheck, ...] = (timing.form_accepted, evidence.proved)

_PHASE_1: tuple[CaseCheck, ...] = (
    *_STANDING,
    *_ASSIGNED,
    holding.milestone_system,
    *_TIMING,
    *_ONCE,
    outcome.before_outcome,
    *_COUNTS,
    *_EXCLUSIONS,
    evidence.described,
    *_EVIDENCE,
    earned.real_job,
    earned.from_work,
    earned.sources_agree,
    earned.phase_1_level,
    outcome.current_pay,
)
_PHASE_2: tuple[CaseCheck, ...] = (
    *_STANDING,
    *_ASSIGNED,
    holding.milestone_system,
    *_TIMING,
    *_ONCE,
    outcome.before_outcome,
    *_COUNTS,
    *_EVIDENCE,
    earned.from_work,
    earned.sources_agree,
    earned.substantial,
    earned.phase_1_done,
    earned.own_month,
)
_OUTCOME: tuple[CaseCheck, ...] = (
    *_STANDING,
    *_ASSIGNED,
    *_TIMING,
    *_ONCE,
    *_COUNTS,
    *_EVIDENCE,
    earned.from_work,
    earned.sources_agree,
    earned.substantial,
    outcome.zero_benefit,
)
_RECONCILIATION: tuple[CaseCheck, ...] = (
    *_STANDING,
    *_ASSIGNED,
    holding.milestone_system,
    *_TIMING,
    *_ONCE,
    reconciliation.one_provider,
    reconciliation.begun,
    reconciliation.milestones_left,
    counts.same_class,
    reconciliation.twelve,
)

CHECKS: dict[str, tuple[CaseCheck, ...]] = {
    **dict.fromkeys(PHASE_1_KINDS, _PHASE_1),
    "P2": _PHASE_2,
    "OUTCOME": _OUTCOME,
    "RECONCILIATION": _RECONCILIATION,
}
"""The checks of each kind of payment, without the last one, of the figure (`amounts.price`)."""

TESTS: tuple[Test, ...] = (
    *standing.TESTS,
    *holding.TESTS,
    *timing.TESTS,
    *duplicates.TESTS,
    *outcome.TESTS,
    *counts.TESTS,
    *vr_closure.TESTS,
    *look_back.TESTS,
    *evidence.TESTS,
    *earned.TESTS,
    *reconciliation.TESTS,
    *amounts.TESTS,
)
"""Every test a payment decision can hold."""


_TEST_OF: dict[CaseCheck, Test] = {
    standing.agreement: standing.AGREEMENT,
    standing.hold: standing.HOLD,
    standing.sam: standing.SAM,
    standing.bank: standing.BANK,
    holding.holder: holding.HOLDER,
    holding.elected: holding.ELECTED,
    holding.milestone_system: holding.MILESTONE_SYSTEM,
    holding.statement: holding.STATEMENT,
    holding.contribution: holding.CONTRIBUTION,
    holding.one_program: holding.ONE_PROGRAM,
    timing.not_in_the_future: timing.FUTURE,
    timing.after_assignment: timing.AFTER_ASSIGNMENT,
    timing.after_entry: timing.AFTER_ENTRY,
    timing.no_death: timing.NO_DEATH,
    timing.not_terminated: timing.NOT_TERMINATED,
    timing.regulated: timing.REGULATED,
    timing.in_time: timing.IN_TIME,
    timing.form_accepted: timing.FORM,
    duplicates.own: duplicates.OWN,
    duplicates.other: duplicates.OTHER,
    duplicates.rival: duplicates.RIVAL,
    outcome.before_outcome: outcome.BEFORE_OUTCOME,
    outcome.current_pay: outcome.CURRENT_PAY,
    outcome.zero_benefit: outcome.ZERO_BENEFIT,
    counts.limit: counts.LIMIT,
    counts.same_class: counts.SAME_CLASS,
    vr_closure.not_excluded: vr_closure.NOT_EXCLUDED,
    vr_closure.between: vr_closure.BETWEEN,
    look_back.not_excluded: look_back.NOT_EXCLUDED,
    evidence.described: evidence.DESCRIBED,
    evidence.proved: evidence.PROVED,
    earned.real_job: earned.REAL_JOB,
    earned.from_work: earned.FROM_WORK,
    earned.sources_agree: earned.SOURCES_AGREE,
    earned.substantial: earned.SGA,
    earned.phase_1_done: earned.PHASE_1_DONE,
    earned.own_month: earned.OWN_MONTH,
    reconciliation.one_provider: reconciliation.ONE_PROVIDER,
    reconciliation.begun: reconciliation.BEGUN,
    reconciliation.milestones_left: reconciliation.LEFT,
    reconciliation.twelve: reconciliation.TWELVE,
}


def checked_for(kind: str) -> tuple[Test, ...]:
    """The tests of a kind of payment, in the order in which their checks stand in a decision."""
    level = earned.LEVEL_MONTH if kind == "P1M1" else earned.LEVEL_MONTHS
    return (*(_TEST_OF.get(check, level) for check in CHECKS[kind]), amounts.FIGURE)


def decide(facts: PaymentFacts, *, settings: PolicySettings = IN_FORCE) -> Decision:
    """May the payment requested in `facts` be made? 20 CFR 411.500-411.597; the checks' own citations.

    Every check is evaluated. Raises ValueError where the facts hold no request.
    """
    return decide_case(Case(facts, settings))


def decide_case(case: Case) -> Decision:
    """The same of a request whose case is worked out already."""
    _settle_month(case)
    checks = [check(case) for check in CHECKS[case.kind]]
    priced = amounts.price(case)
    checks.append(priced.check)
    return draw(RULE, VERSION, checks, priced.amount, _notes(case))


def _settle_month(case: Case) -> None:
    """Find the month to judge: the attainment, though a later month be claimed."""
    month = case.request.claim_month
    if case.kind in PHASE_1_KINDS:
        if case.window_from is not None:
            case.attainment = attainment(case, case.kind)
            month = attained_month(case)
    elif case.kind == "RECONCILIATION":
        twelfth = reconciliation.twelfth_outcome(case)
        if twelfth is not None:
            month = min(month, twelfth)
    case.judge(month)


def _notes(case: Case) -> tuple[str, ...]:
    claimed = case.request.claim_month
    if case.month == claimed:
        return ()
    return (f"Judged for {case.month}, the month it was attained, not the claimed month {claimed}.",)
