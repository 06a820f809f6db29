"""The reconciliation payment: milestones that were available and never paid, after twelve outcomes (PAY-13)."""

from typing import NamedTuple

from portal.policy.case import Case, title_of
from portal.policy.core import Check, Month, Outcome, State, Test, check, failed, held, unknown
from portal.policy.counts import NO_CLASS, PHASE_2_LIMITS, months_paid, phase_1_paid
from portal.policy.duplicates import allocation_for
from portal.policy.look_back import available
from portal.policy.outcome import NO_BENEFITS
from portal.policy.vr_closure import excluding_closure

TWELVE = Test(
    "twelve-outcomes-paid",
    "PAY-13",
    "20 CFR 411.536",
    "Twelve outcome payments were made on the Ticket, to any provider, by the claimed month.",
    "Request the reconciliation with the twelfth outcome payment.",
    "DEN-09",
    states=(State.HELD, State.FAILED),
)
BEGUN = Test(
    "outcome-period-began",
    "PAY-13",
    "20 CFR 411.536",
    "The outcome payment period has begun.",
    "Request milestones while the outcome payment period has not begun.",
    "DEN-09",
)
LEFT = Test(
    "milestones-left-to-reconcile",
    "PAY-13",
    "20 CFR 411.536",
    "Milestones that were available when the Ticket was first assigned have not been paid.",
    "Nothing is left to be paid for milestones.",
    "DEN-13",
)
ONE_PROVIDER = Test(
    "one-provider-or-shares-allocated",
    "PAY-17",
    "20 CFR 411.536, 411.560",
    "Only your organization has held the Ticket, or a person has allocated the shares.",
    "An analyst allocates the payment among the providers. You need not do anything.",
    on_fail=Outcome.REFER,
    states=(State.HELD, State.FAILED),
)
TESTS = (TWELVE, BEGUN, LEFT, ONE_PROVIDER)


class Left(NamedTuple):
    """How many milestones are left; `doubtful` are Phase 1 ones of which it is not known."""

    phase_1: tuple[str, ...]
    phase_2: int
    doubtful: tuple[str, ...]


def twelfth_outcome(case: Case) -> Month | None:
    """The month of the twelfth outcome paid on the Ticket."""
    months = sorted(months_paid(case, "OUTCOME"))
    needed = case.settings.reconciliation_after
    return months[needed - 1] if len(months) >= needed else None


def first_outcome_month(case: Case) -> Month | None:
    """The first month of the outcome period, whose year's figures are paid."""
    return case.outcome_from or min(months_paid(case, "OUTCOME"), default=None)


def left(case: Case) -> Left | None:
    """What is left to pay; None where the class of benefits is not known.

    The exclusions in force on the day of the decision decide what was available.
    """
    start = first_outcome_month(case)
    title = None if start is None else title_of(case.benefits, start)
    if title is None:
        return None
    closed = excluding_closure(case, case.facts.decided_on) is not None
    paid = phase_1_paid(case)
    open_kinds = [(kind, there) for kind, there in available(case, closed).items() if kind not in paid]
    return Left(
        tuple(kind for kind, there in open_kinds if there),
        max(0, PHASE_2_LIMITS[title] - len(months_paid(case, "P2"))),
        tuple(kind for kind, there in open_kinds if there is None),
    )


def twelve(case: Case) -> Check:
    month, paid = twelfth_outcome(case), len(months_paid(case, "OUTCOME"))
    claimed = case.request.claim_month
    facts = (
        ("outcomes_paid", paid),
        ("needed", case.settings.reconciliation_after),
        ("twelfth_outcome", month),
    )
    return check(TWELVE, month is not None and month <= claimed, facts, true_from=month)


def begun(case: Case) -> Check:
    if not case.benefits:
        return unknown(BEGUN, NO_BENEFITS)
    start = case.outcome_from
    return check(BEGUN, start is not None, (("outcome_period_from", start),))


def milestones_left(case: Case) -> Check:
    found = left(case)
    if found is None:
        return unknown(LEFT, NO_CLASS)
    facts = (("phase_1_left", found.phase_1), ("phase_2_left", found.phase_2), ("in_doubt", found.doubtful))
    if found.doubtful:
        return unknown(LEFT, "whether " + ", ".join(found.doubtful) + " was available", facts)
    if not found.phase_1 and not found.phase_2:
        return failed(LEFT, facts)
    return held(LEFT, facts)


def one_provider(case: Case) -> Check:
    providers = {one.provider for one in case.assigned} | {case.provider}
    holds = len(providers) == 1 or allocation_for(case) is not None
    return check(ONE_PROVIDER, holds, (("providers_that_held_the_ticket", len(providers)),))
