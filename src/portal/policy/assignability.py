"""May this person's Ticket be assigned to this provider on this day? (AS-01 to AS-13; mission row D1)

Facts about another organisation are `Owned`, and no failed check carries a date that only the other one knows.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from portal.policy.assignability_facts import (
    AGENCY,
    CURRENT_PAY,
    DISABILITY_BENEFITS,
    EXCEPTIONS,
    AssignabilityFacts,
    Benefit,
    Held,
    Provider,
    VrCase,
)
from portal.policy.core import (
    Check,
    Decision,
    Month,
    Outcome,
    Owned,
    State,
    Test,
    check,
    decide,
    failed,
    held,
    unknown,
)
from portal.policy.dates import attained_on, within
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

RULE = "assignability"
VERSION = "2025-12"
_KNOWN = (State.HELD, State.FAILED)
ADULT = Test(
    "age-18-or-older",
    "AS-01",
    "20 CFR 411.125(a); POMS DI 55002.005",
    "The person has attained age 18. An age is attained on the day before the birthday.",
    "Wait until the person attains age 18.",
)
NOT_65 = Test(
    "younger-than-65-in-the-month",
    "AS-01",
    "20 CFR 411.125(a); POMS DI 55002.005",
    "The person does not attain age 65 in this month, and has not before.",
    "A Ticket cannot be assigned from the month in which age 65 is attained.",
)
DISABLED = Test(
    "disability-benefit-on-record",
    "AS-02",
    "20 CFR 411.125(a)(1); POMS DI 55002.005",
    "The person has a Social Security disability benefit, or SSI because of a disability or blindness.",
    "Ask the person to check the benefit record with Social Security.",
)
CASH = Test(
    "cash-benefit-payable",
    "AS-03",
    "20 CFR 411.125(a)(2), 411.140(a); POMS DI 55002.005",
    "A federal cash benefit is payable in this month, or a cost-reimbursement case closed in the last 90 days.",
    "Check again in a month in which a cash benefit is payable.",
)
NO_EXCEPTION = Test(
    "no-exception-to-ticket-eligibility",
    "AS-04",
    "POMS DI 55002.005C",
    "No exception to Ticket eligibility applies to the benefit.",
    "The person can ask Social Security for the reason, and for a formal determination.",
    on_unknown=Outcome.REFER,
)
HAS_TICKET = Test(
    "eligible-for-a-ticket",
    "AS-06",
    "20 CFR 411.120; POMS DI 55002.001",
    "Social Security's record shows that the person is eligible for a Ticket.",
    "The person can ask Social Security for the reason, and for a formal determination.",
)
LIVE = Test(
    "ticket-not-terminated-on-the-day",
    "AS-07",
    "20 CFR 411.155; POMS DI 55002.055",
    "The Ticket has not terminated.",
    "A terminated Ticket is never assigned again. A new Ticket needs a new entitlement.",
    states=_KNOWN,
)
NOT_ANOTHER = Test(
    "not-assigned-to-another-provider",
    "AS-10",
    "20 CFR 411.140(a)",
    "The Ticket is not assigned to another provider.",
    "The Ticketholder can take the Ticket out of assignment at any time. It can be assigned the same day.",
    states=_KNOWN,
)
NOT_YOURS = Test(
    "not-already-assigned-to-you",
    "AS-10",
    "20 CFR 411.140(a)",
    "The Ticket is not already assigned to your organization.",
    "Nothing needs to be done: the Ticket is assigned to you.",
    states=_KNOWN,
)
NO_VR_CASE = Test(
    "no-open-cost-reimbursement-case",
    "AS-11",
    "20 CFR 411.140(a)",
    "No State VR agency's cost-reimbursement case is open for the person.",
    "The person can ask the State VR agency to close the case. The Ticket can be assigned from that day.",
    states=_KNOWN,
)
CHANGE_WINDOW = Test(
    "change-from-cost-reimbursement-in-time",
    "SV-05",
    "Form SSA-1365; change of payment option within 90 days of the signed IPE",
    "The agency changes from cost reimbursement to assignment within 90 days of the signed IPE.",
    "The case stays under cost reimbursement.",
)
NOT_CLOSED_BY_YOU = Test(
    "no-cost-reimbursement-case-closed-by-you",
    "AS-12",
    "20 CFR 411.140(a)",
    "Your agency has not served the person under cost reimbursement and closed that case.",
    "Another State VR agency or an Employment Network can take the assignment.",
    states=_KNOWN,
)
SERVING = Test(
    "provider-serves-under-the-program",
    "AS-13",
    "20 CFR 411.140(a), 411.320",
    "Your organization's agreement with Social Security is in force on the day.",
    "Your organization's signatory can ask Social Security about the agreement.",
)
VR_ELIGIBLE = Test(
    "person-eligible-for-vr-services",
    "AS-13",
    "20 CFR 411.140(a)",
    "The State VR agency has found the person eligible for its services.",
    "Record the agency's finding of eligibility.",
)
TESTS = (
    ADULT,
    NOT_65,
    DISABLED,
    CASH,
    NO_EXCEPTION,
    HAS_TICKET,
    LIVE,
    NOT_ANOTHER,
    NOT_YOURS,
    NO_VR_CASE,
    CHANGE_WINDOW,
    NOT_CLOSED_BY_YOU,
    SERVING,
    VR_ELIGIBLE,
)


def assignable(
    facts: AssignabilityFacts, provider: Provider, on: date, *, settings: CaseworkSettings = CASEWORK
) -> Decision:
    """May the Ticket be assigned to `provider` with an assignment date of `on` (US Eastern)? 20 CFR 411.140."""
    return decide(RULE, VERSION, _checks(facts, provider, on, settings))


def _checks(
    facts: AssignabilityFacts, provider: Provider, on: date, settings: CaseworkSettings
) -> Iterator[Check]:
    yield from _age(facts.born_on, on, settings)
    yield from _benefit(facts, on, settings)
    yield _ticket(facts.has_ticket)
    ended = facts.terminated_in
    yield check(LIVE, ended is None or Month.of(on) < ended, (("on", on), ("terminated_in", ended)))
    yield from _holder(facts.assignments, provider.organisation, on)
    yield from _vr(facts.vr_cases, provider, on, settings)
    yield _serving(provider, on)
    if provider.kind == AGENCY:
        eligible = provider.vr_eligible
        yield (
            unknown(VR_ELIGIBLE, "the agency's finding of eligibility")
            if eligible is None
            else check(VR_ELIGIBLE, eligible)
        )


def _age(born_on: date | None, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    if born_on is None:
        yield unknown(ADULT, "the date of birth")
        yield unknown(NOT_65, "the date of birth")
        return
    adult, limit = attained_on(born_on, settings.minimum_age), attained_on(born_on, settings.age_limit)
    yield check(ADULT, on >= adult, (("attains_18_on", adult),), true_from=adult)
    yield check(NOT_65, Month.of(on) < Month.of(limit), (("attains_65_on", limit),))


def _benefit(facts: AssignabilityFacts, on: date, settings: CaseworkSettings) -> Iterator[Check]:
    if facts.benefits is None:
        yield unknown(DISABLED, "the benefit record")
        yield unknown(CASH, "the benefit record")
        yield unknown(NO_EXCEPTION, "the benefit record")
        return
    month = Month.of(on)
    of_kind = [one for one in facts.benefits if one.kind in DISABILITY_BENEFITS]
    rows = [one for one in of_kind if one.from_ <= month and (one.until is None or month < one.until)]
    paid = [one for one in rows if one.status == CURRENT_PAY]
    said = (("month", month), ("benefits", tuple([one.kind for one in rows])))
    starts = min([one.from_ for one in of_kind if one.from_ > month], default=None)
    yield check(DISABLED, bool(rows), said, true_from=starts)
    yield _cash(facts, of_kind, bool(paid), on, settings)
    yield _exception(paid or rows)


def _cash(
    facts: AssignabilityFacts, of_kind: list[Benefit], payable: bool, on: date, settings: CaseworkSettings
) -> Check:
    month = Month.of(on)
    if payable:
        return held(CASH, (("month", month), ("payable", True)))
    # After a cost-reimbursement closure only; the extension after an EN keeps the condition (decisions.md).
    for case in facts.vr_cases:
        if case.closed_on is not None and 0 <= (on - case.closed_on).days <= settings.extension_days:
            through = case.closed_on + timedelta(days=settings.extension_days)
            said = (("month", month), ("payable", False), ("not_needed_through", Owned(case.agency, through)))
            return held(CASH, said)
    starts = min(
        [one.from_ for one in of_kind if one.status == CURRENT_PAY and one.from_ > month], default=None
    )
    return failed(CASH, (("month", month), ("payable", False)), true_from=starts)


def _exception(rows: list[Benefit]) -> Check:
    """One benefit without an exception is enough (AS-05)."""
    if not rows or any(not one.exceptions for one in rows):
        return held(NO_EXCEPTION)
    codes = tuple(sorted({code for one in rows for code in one.exceptions}))
    if any(EXCEPTIONS.isdisjoint(one.exceptions) for one in rows):
        return unknown(NO_EXCEPTION, "what the exception on record means", (("exceptions", codes),))
    return failed(NO_EXCEPTION, (("exceptions", codes),))


def _ticket(has_ticket: bool | None) -> Check:
    if has_ticket is None:
        return unknown(HAS_TICKET, "Social Security's record of Ticket eligibility")
    return check(HAS_TICKET, has_ticket)


def _holder(assignments: tuple[Held, ...], organisation: str, on: date) -> Iterator[Check]:
    now = [one for one in assignments if within(one.from_, one.until, on)]
    others = [one for one in now if one.organisation != organisation]
    yield check(
        NOT_ANOTHER,
        not others,
        tuple([("assigned_since", Owned(one.organisation, one.from_)) for one in others]),
    )
    own = [one for one in now if one.organisation == organisation]
    yield check(
        NOT_YOURS,
        not own,
        tuple([("assigned_since", one.from_) for one in own]),
        true_from=own[0].until if own else None,
    )


def _vr(
    cases: tuple[VrCase, ...], provider: Provider, on: date, settings: CaseworkSettings
) -> Iterator[Check]:
    opened = [one for one in cases if within(one.opened_on, one.closed_on, on)]
    others = [one for one in opened if one.agency != provider.organisation]
    yield check(
        NO_VR_CASE, not others, tuple([("open_since", Owned(one.agency, one.opened_on)) for one in others])
    )
    for own in opened:
        if own.agency == provider.organisation:
            yield _change(own, on, settings)
    if provider.kind == AGENCY:
        closed = [
            one.closed_on
            for one in cases
            if one.agency == provider.organisation and one.closed_on is not None and one.closed_on <= on
        ]
        yield check(NOT_CLOSED_BY_YOU, not closed, tuple([("closed_on", day) for day in closed]))


def _change(own: VrCase, on: date, settings: CaseworkSettings) -> Check:
    if own.ipe_signed_on is None:
        return unknown(CHANGE_WINDOW, "the day the IPE was signed")
    last = own.ipe_signed_on + timedelta(days=settings.change_window_days)
    return check(CHANGE_WINDOW, on <= last, (("ipe_signed_on", own.ipe_signed_on), ("last_day", last)))


def _serving(provider: Provider, on: date) -> Check:
    if not provider.agreement:
        return unknown(SERVING, "your organization's agreement with Social Security")
    starts = min([since for since, _ in provider.agreement if since > on], default=None)
    return check(SERVING, any(within(*days, on) for days in provider.agreement), true_from=starts)
