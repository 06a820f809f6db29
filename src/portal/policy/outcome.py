"""The outcome payment period and the status of benefits (PAY-07, PAY-12)."""

from portal.policy.case import Case, zero_for_work
from portal.policy.core import Check, Test, check, failed, held, unknown

BEFORE_OUTCOME = Test(
    "before-the-outcome-period",
    "PAY-07",
    "20 CFR 411.535(a)(1)(i), 411.575(a)(1)(ii)",
    "The milestone was reached before the outcome payment period began.",
    "Request outcome payments. What is left of the milestones is paid after the twelfth, as a reconciliation.",
    "DEN-09",
)
CURRENT_PAY = Test(
    "in-current-pay",
    "PAY-07",
    "20 CFR 411.535; yourtickettowork.ssa.gov, Phase 1 milestones",
    "The Ticketholder received a federal cash benefit for the month in which the milestone was reached.",
    "Check with Social Security whether a benefit was payable for that month.",
    "DEN-09",
)
ZERO_BENEFIT = Test(
    "no-cash-benefit-because-of-work",
    "PAY-12",
    "20 CFR 411.575(b)(1)(i)",
    "No federal cash benefit was payable for the month because of work or earnings.",
    "Wait until Social Security has stopped the benefits because of work, then request again.",
    "DEN-12",
)
TESTS = (BEFORE_OUTCOME, CURRENT_PAY, ZERO_BENEFIT)
NO_BENEFITS = "the Ticketholder's benefit status for the month"


def before_outcome(case: Case) -> Check:
    if not case.benefits:
        return unknown(BEFORE_OUTCOME, NO_BENEFITS)
    start, month = case.outcome_from, case.month
    if start is None or month < start:
        return held(BEFORE_OUTCOME, (("month", month), ("outcome_period_from", start)))
    return failed(BEFORE_OUTCOME, (("month", month), ("outcome_period_from", start)))


def _statuses(case: Case) -> tuple[tuple[str, object], ...]:
    month = case.month
    return tuple(
        [
            (row.title, row.status)
            for row in case.benefits
            if row.from_ <= month and (row.until is None or month < row.until)
        ]
    )


def current_pay(case: Case) -> Check:
    facts = _statuses(case)
    if not facts:
        return unknown(CURRENT_PAY, NO_BENEFITS, case.in_month)
    return check(CURRENT_PAY, "paid" in [status for _, status in facts], (("month", case.month), *facts))


def zero_benefit(case: Case) -> Check:
    facts = _statuses(case)
    if not facts:
        return unknown(ZERO_BENEFIT, NO_BENEFITS, case.in_month)
    return check(
        ZERO_BENEFIT, zero_for_work(case.benefits, case.month) is True, (("month", case.month), *facts)
    )
