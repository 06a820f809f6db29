"""The provider's standing: agreement, hold, SAM registration, bank data (PAY-23 step 1, EVD-09)."""

from datetime import date

from portal.policy.case import Case
from portal.policy.core import Check, Outcome, Test, check, failed, held, unknown
from portal.policy.records import Standing

AGREEMENT = Test(
    "agreement-in-force-at-the-request",
    "PAY-23",
    "Ticket Program Agreement; 20 CFR 411.320",
    "Your agreement with Social Security was in force on the day the payment was requested.",
    "Social Security can override this. Ask Social Security's program staff.",
    "DEN-05",
)
HOLD = Test(
    "provider-not-on-hold",
    "PAY-23",
    "Ticket Program Agreement; e-pay criteria (EVD-06)",
    "Payments to your organization are not on hold.",
    "Clear the reason of the hold. The request waits and is then decided.",
    on_fail=Outcome.ASK,
)
SAM = Test(
    "sam-registration-active",
    "EVD-09",
    "Ticket Program Agreement; federal System for Award Management",
    "Your registration in the System for Award Management (SAM) is active.",
    "Renew the registration at SAM.gov. The request waits and is then decided.",
    on_fail=Outcome.ASK,
)
BANK = Test(
    "bank-data-current",
    "EVD-09",
    "Ticket Program Agreement; electronic funds transfer",
    "Your bank data for payments are current.",
    "Bring the bank data up to date. The request waits and is then decided.",
    on_fail=Outcome.ASK,
)


def agreement(case: Case) -> Check:
    standing = case.facts.providers.get(case.provider)
    if standing is None:
        return unknown(AGREEMENT, "the provider's agreement with Social Security")
    day = case.request.submitted_on
    for span in standing.agreement:
        if span.from_ <= day and (span.until is None or day < span.until):
            return held(AGREEMENT, (("requested_on", day), ("agreement_from", span.from_)))
    ended = max((span.until for span in standing.agreement if span.until is not None), default=None)
    return failed(AGREEMENT, (("requested_on", day), ("agreement_until", ended)))


def hold(case: Case) -> Check:
    return hold_of(case.facts.providers.get(case.provider), case.facts.decided_on)


def sam(case: Case) -> Check:
    return sam_of(case.facts.providers.get(case.provider), case.facts.decided_on)


def bank(case: Case) -> Check:
    return bank_of(case.facts.providers.get(case.provider))


def hold_of(standing: Standing | None, day: date) -> Check:
    """Do payments to the provider go on, on that day?"""
    if standing is None:
        return unknown(HOLD, "whether payments to the provider are on hold")
    for span in standing.holds:
        if span.from_ <= day and (span.until is None or day < span.until):
            facts = (("on_hold_from", span.from_), ("reason", span.reason))
            return failed(HOLD, facts, true_from=span.until)
    return held(HOLD)


def sam_of(standing: Standing | None, day: date) -> Check:
    """Is the provider registered, on that day?"""
    until = None if standing is None else standing.sam_registered_until
    if until is None:
        return unknown(SAM, "the date the SAM registration runs to")
    return check(SAM, day < until, (("registered_until", until),))


def bank_of(standing: Standing | None) -> Check:
    """Is it known where to pay to?"""
    current = None if standing is None else standing.bank_current
    if current is None:
        return unknown(BANK, "whether the bank data are current")
    return check(BANK, current, (("current", current),))


TESTS = (AGREEMENT, HOLD, SAM, BANK)
