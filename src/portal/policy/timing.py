"""When a month can be paid and until when it can be asked for (PAY-14, 15, 18, 20; EVD-02, EVD-04)."""

from datetime import timedelta

from portal.policy.case import Case
from portal.policy.core import Check, Month, Outcome, State, Test, check, failed, held, unknown
from portal.policy.holding import NO_ASSIGNMENT
from portal.policy.tables.figures import FIRST_YEAR

FUTURE = Test(
    "claim-month-not-in-the-future",
    "EVD-04",
    "Form SSA-1391, claim month",
    "The claimed month had begun when the payment was requested.",
    "Request the payment when the month has come and the earnings are known.",
    "DEN-09",
    states=(State.HELD, State.FAILED),
)
AFTER_ASSIGNMENT = Test(
    "after-the-assignment-month",
    "PAY-14",
    "20 CFR 411.535(a), 411.575(a)(2), 411.580",
    "The month comes after the month in which the Ticket was assigned to your organization.",
    "Request a month from the first payable month on.",
    "DEN-09",
)
AFTER_ENTRY = Test(
    "after-the-month-of-a-late-entry",
    "PAY-15",
    "Ticket Program Agreement, assignments entered after more than 14 days",
    "The plan was entered within 14 days of its last signature, or the month comes after the month of entry.",
    "Request a month from the first payable month on.",
    "DEN-09",
)
NO_DEATH = Test(
    "before-the-month-of-death",
    "PAY-18",
    "20 CFR 411.155",
    "The month comes before the month in which the Ticketholder died.",
    "Months before the month of death can still be requested.",
    "DEN-01",
    states=(State.HELD, State.FAILED),
)
NOT_TERMINATED = Test(
    "before-the-ticket-terminated",
    "PAY-18",
    "20 CFR 411.155",
    "The month comes before the month in which the Ticket terminated.",
    "Months before the Ticket terminated can still be requested.",
    "DEN-06",
    states=(State.HELD, State.FAILED),
)
IN_TIME = Test(
    "requested-within-24-months",
    "PAY-20",
    "Ticket Program Agreement, payment requests",
    "The payment was requested no later than 24 months after the month it is for.",
    "Request later months within 24 months.",
    "DEN-15",
    states=(State.HELD, State.FAILED),
)
REGULATED = Test(
    "under-the-regulation-in-force",
    "RATE-01",
    "20 CFR part 411 as of 21 July 2008",
    "The month falls under the regulation in force, which began in 2008.",
    "Earlier months are not paid under these rules.",
    "DEN-09",
    states=(State.HELD, State.FAILED),
)
FORM = Test(
    "form-of-request-accepted",
    "EVD-02",
    "OMB 0960-0644; form SSA-1391",
    "The kind of request, by evidence or by certification, was accepted on the day it was submitted.",
    "Send evidence of the earnings.",
    "DEN-14",
    on_fail=Outcome.ASK,
    states=(State.HELD, State.FAILED),
)
TESTS = (FUTURE, AFTER_ASSIGNMENT, AFTER_ENTRY, NO_DEATH, NOT_TERMINATED, IN_TIME, REGULATED, FORM)


def not_in_the_future(case: Case) -> Check:
    request = case.request
    facts = (("claimed_month", request.claim_month), ("requested_on", request.submitted_on))
    return check(FUTURE, request.claim_month <= case.requested, facts, true_from=request.claim_month)


def after_assignment(case: Case) -> Check:
    if case.assignment is None:
        return unknown(AFTER_ASSIGNMENT, NO_ASSIGNMENT)
    assigned_on = case.assignment.assigned_on
    month = case.assignment.assigned_in
    facts = (("month", case.month), ("assigned_on", assigned_on))
    if case.month > month:
        return held(AFTER_ASSIGNMENT, facts)
    return failed(AFTER_ASSIGNMENT, facts, true_from=(case.base or month).plus(1))


def after_entry(case: Case) -> Check:
    assignment = case.assignment
    if assignment is None:
        return unknown(AFTER_ENTRY, NO_ASSIGNMENT)
    signed, entered = assignment.assigned_on, assignment.entered_on
    if entered is None:
        return unknown(AFTER_ENTRY, "the day the assignment was entered")
    on_time = (entered - signed).days <= case.settings.late_entry_days
    base = assignment.assigned_in if on_time else Month.of(entered)
    facts = (
        ("last_signature_on", signed),
        ("entered_on", entered),
        ("days_allowed", case.settings.late_entry_days),
        ("payment_base_month", base),
    )
    if on_time or case.month > base:
        return held(AFTER_ENTRY, facts)
    return failed(AFTER_ENTRY, facts, true_from=base.plus(1))


def no_death(case: Case) -> Check:
    months = [one.month for one in case.facts.ticket.terminations if one.cause == "death"]
    died = case.facts.beneficiary.died_on
    if died is not None:
        months.append(Month.of(died))
    if not months:
        return held(NO_DEATH, case.in_month)
    first = min(months)
    facts = (("month", case.month), ("month_of_death", first), ("last_payable_month", first.plus(-1)))
    return check(NO_DEATH, case.month < first, facts)


def not_terminated(case: Case) -> Check:
    ended = _termination(case)
    if ended is None:
        return held(NOT_TERMINATED, case.in_month)
    month, cause = ended
    facts = (
        ("month", case.month),
        ("terminated", month),
        ("cause", cause),
        ("last_payable_month", month.plus(-1)),
    )
    return check(NOT_TERMINATED, case.month < month, facts)


def _termination(case: Case) -> tuple[Month, str] | None:
    """The first month without a Ticket for another reason than death, with its cause."""
    ends = [(one.month, one.cause) for one in case.facts.ticket.terminations if one.cause != "death"]
    person = case.facts.beneficiary
    if person.full_retirement_month is not None or person.age_65_month is not None:
        by_age = end_by_age(case.title, person.full_retirement_month, person.age_65_month)
        ends += [by_age] if by_age is not None else []
    if case.title is None:
        ends += _by_end_of_entitlement(case)
    return min(ends, default=None)


def end_by_age(
    title: str | None, full_retirement_month: Month | None, age_65_month: Month | None
) -> tuple[Month, str] | None:
    """Of SSDI the month of full retirement age, of SSI the month after 65; of both the later (411.155).

    `title` is T2, T16, concurrent or None where it is not known, which is taken for T2.
    """
    ends = []
    if title != "T16" and full_retirement_month is not None:
        ends.append((full_retirement_month, "retirement-age"))
    if title in ("T16", "concurrent") and age_65_month is not None:
        ends.append((age_65_month.plus(1), "age-65"))
    return max(ends, default=None)


def _by_end_of_entitlement(case: Case) -> list[tuple[Month, str]]:
    """Entitlement to the last of the benefits ended for another reason than work."""
    ended = [
        row.from_
        for row in case.benefits
        if row.status == "ended-other"
        and row.from_ <= case.month
        and (row.until is None or case.month < row.until)
    ]
    return [(max(ended), "entitlement-ended")] if ended else []


def in_time(case: Case) -> Check:
    requested = case.request.submitted_on
    last = case.month.plus(case.settings.claim_limit_months)
    facts = (("month", case.month), ("requested_on", requested), ("last_month_to_request", last))
    return check(IN_TIME, case.requested <= last, facts)


def regulated(case: Case) -> Check:
    return check(REGULATED, case.month >= FIRST_YEAR * 12, case.in_month)


def form_accepted(case: Case) -> Check:
    request, ends = case.request, case.settings.certification_ends_on
    if request.form != "certification":
        return held(FORM, (("form", request.form),))
    facts = (("form", request.form), ("certification_last_day", ends and ends - timedelta(days=1)))
    if ends is None or request.submitted_on < ends:
        return held(FORM, facts)
    return failed(FORM, facts)
