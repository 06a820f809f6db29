"""Whose Ticket it was: holder, payment system, and what a former holder must show (PAY-01, 02, 16, 22)."""

from portal.policy.case import COST_REIMBURSEMENT, Case
from portal.policy.core import Check, Facts, Month, Outcome, State, Test, check, failed, held, unknown
from portal.policy.records import VrCase

HOLDER = Test(
    "ticket-was-assigned-to-the-provider",
    "PAY-16",
    "20 CFR 411.575(a), 411.581",
    "The Ticket is or was assigned to your organization.",
    "Check the Ticketholder. Only a provider the Ticket was assigned to can be paid.",
    "DEN-16",
    states=(State.HELD, State.FAILED),
)
ELECTED = Test(
    "assigned-under-an-employment-network-system",
    "PAY-02",
    "20 CFR 411.355, 411.395",
    "The Ticket was not served under cost reimbursement instead of an employment network payment system.",
    "Claim the costs under the cost reimbursement system.",
    "DEN-16",
)
MILESTONE_SYSTEM = Test(
    "system-pays-milestones",
    "PAY-01",
    "20 CFR 411.505, 411.515, 411.525",
    "The Ticket was assigned under the outcome-milestone system. The outcome system pays no milestones.",
    "Request outcome payments on this Ticket.",
    "DEN-09",
)
STATEMENT = Test(
    "services-shown-after-unassignment",
    "PAY-16",
    "20 CFR 411.581, 411.575(a)(2), (b)(2)",
    "You held the Ticket in that month, or a statement shows that your services contributed to this work.",
    "Certify the services in the Ticketholder's case, and name this month in the certification.",
    "DEN-16",
)
CONTRIBUTION = Test(
    "contribution-after-unassignment-weighed",
    "PAY-16",
    "20 CFR 411.581",
    "You held the Ticket in that month. For a later month an analyst weighs what your services contributed.",
    "An analyst decides this. You need not do anything.",
    on_unknown=Outcome.REFER,
    states=(State.HELD, State.UNKNOWN),
)
ONE_PROGRAM = Test(
    "no-cost-reimbursement-for-the-same-period",
    "PAY-22",
    "20 CFR 411.582, 411.585, 411.587",
    "No State VR agency claims costs, or has a case open, for the same period.",
    "An analyst decides who is paid. You need not do anything.",
    on_fail=Outcome.REFER,
    states=(State.HELD, State.FAILED),
)
TESTS = (HOLDER, ELECTED, MILESTONE_SYSTEM, STATEMENT, CONTRIBUTION, ONE_PROGRAM)
NO_ASSIGNMENT = "an assignment of this Ticket to the provider"


def holder(case: Case) -> Check:
    provider = case.provider
    for one in case.facts.assignments:
        if one.provider == provider:
            return held(HOLDER, (("first_assigned_on", one.assigned_on),))
    return failed(HOLDER, (("provider", provider), ("assignments_to_the_provider", 0)))


def elected(case: Case) -> Check:
    if case.assignment is not None:
        return held(ELECTED, (("system", case.assignment.system),))
    if any(one.provider == case.provider for one in case.facts.assignments):
        return failed(ELECTED, (("system", COST_REIMBURSEMENT),))
    return unknown(ELECTED, NO_ASSIGNMENT)


def milestone_system(case: Case) -> Check:
    assignment = case.assignment
    if assignment is None:
        return unknown(MILESTONE_SYSTEM, NO_ASSIGNMENT)
    return check(MILESTONE_SYSTEM, assignment.system == "outcome-milestone", (("system", assignment.system),))


def _left_in(case: Case) -> Month | None:
    """The month the Ticket left the provider, where the month judged is later."""
    ended = None if case.assignment is None else case.assignment.ended_on
    if ended is None:
        return None
    left = Month.of(ended)
    return left if left < case.month else None


def statement(case: Case) -> Check:
    if case.assignment is None:
        return unknown(STATEMENT, NO_ASSIGNMENT)
    left = _left_in(case)
    if left is None:
        return held(STATEMENT, case.in_month)
    facts: Facts = (("month", case.month), ("unassigned_on", case.assignment.ended_on))
    given = case.request.services_statement
    if given is None:
        return unknown(STATEMENT, "a statement that the agreed services were given and contributed", facts)
    facts = (*facts, ("statement_dated_on", given.dated_on))
    if given.certification is not None:
        facts = (*facts, ("certification", given.certification))
    return check(STATEMENT, given.shows_contribution, facts)


def contribution(case: Case) -> Check:
    if case.assignment is None:
        return unknown(CONTRIBUTION, NO_ASSIGNMENT)
    if _left_in(case) is None:
        return held(CONTRIBUTION, case.in_month)
    facts = (("month", case.month), ("unassigned_on", case.assignment.ended_on))
    return unknown(CONTRIBUTION, "an analyst's judgment of what the services contributed", facts)


def one_program(case: Case) -> Check:
    for vr_case in case.facts.ticket.vr_cases:
        if _meets(vr_case, case.month):
            facts = (
                ("month", case.month),
                ("opened_on", vr_case.opened_on),
                ("closed_on", vr_case.closed_on),
            )
            return failed(ONE_PROGRAM, facts)
    return held(ONE_PROGRAM, case.in_month)


def _meets(vr_case: VrCase, month: Month) -> bool:
    closed = vr_case.closed_on
    if vr_case.opened_on <= month.last and (closed is None or month.first < closed):
        return True
    return any(span.from_ <= month and (span.until is None or month < span.until) for span in vr_case.claimed)
