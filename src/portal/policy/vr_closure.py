"""Phase 1 is closed after a State VR agency's successful closure (PAY-09)."""

from datetime import date

from portal.policy.case import Case
from portal.policy.core import Check, Month, Outcome, Test, check, failed, held, unknown
from portal.policy.records import VrClosure

NOT_EXCLUDED = Test(
    "not-excluded-by-vr-closure",
    "PAY-09",
    "yourtickettowork.ssa.gov, Phase 1 milestone exclusions",
    "No State VR agency closed a successful case in the 18 months before the first assignment.",
    "Phase 2 milestones and outcome payments stay open.",
    "DEN-10",
)
BETWEEN = Test(
    "no-vr-closure-between-providers",
    "PAY-09",
    "yourtickettowork.ssa.gov, Phase 1 milestone exclusions",
    "No State VR agency closed a successful case between an earlier provider's assignment and yours.",
    "An analyst decides whether Phase 1 is available. You need not do anything.",
    on_fail=Outcome.REFER,
)
TESTS = (NOT_EXCLUDED, BETWEEN)
OLD_RULE_SINCE = date(2002, 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or the last day of a shorter month."""
    month = Month.of(day).plus(-months)
    return month.first.replace(day=min(day.day, month.last.day))


def excluding_closure(case: Case, submitted_on: date) -> VrClosure | None:
    """The closure that excludes Phase 1 for a request submitted on this day."""
    if case.first is None or not case.facts.ticket.vr_closures:
        return None
    assigned = case.first.assigned_on
    before = sorted(
        (one for one in case.facts.ticket.vr_closures if one.closed_on <= assigned),
        key=lambda one: one.closed_on,
    )
    if submitted_on < case.settings.vr_closure_rule_from:
        latest = before[-1] if before else None
        return latest if latest and latest.successful and latest.closed_on >= OLD_RULE_SINCE else None
    edge = months_before(assigned, case.settings.vr_closure_months)
    return next((one for one in reversed(before) if one.successful and one.closed_on > edge), None)


def not_excluded(case: Case) -> Check:
    if case.first is None:
        return unknown(NOT_EXCLUDED, "the first assignment of the Ticket")
    closure = excluding_closure(case, case.request.submitted_on)
    if closure is None:
        return held(NOT_EXCLUDED, (("closures_on_record", len(case.facts.ticket.vr_closures)),))
    return failed(NOT_EXCLUDED, (("closed_on", closure.closed_on),))


def between(case: Case) -> Check:
    first, own = case.first, case.assignment
    if first is None or own is None:
        return unknown(BETWEEN, "an assignment of this Ticket to the provider")
    for closure in case.facts.ticket.vr_closures:
        if closure.successful and first.assigned_on < closure.closed_on <= own.assigned_on:
            return check(BETWEEN, False, (("closed_on", closure.closed_on),))
    return held(BETWEEN)
