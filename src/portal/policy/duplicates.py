"""One payment for one milestone or month: own duplicates, other providers, shares (PAY-17; EVD-06)."""

from portal.policy.case import Case
from portal.policy.core import Check, Month, Outcome, Owned, State, Test, check, failed, held
from portal.policy.records import PHASE_1_KINDS, Allocation, OpenClaim

OWN = Test(
    "not-already-requested-or-paid",
    "PAY-17",
    "20 CFR 411.560; 42 USC 1320b-19(h)",
    "Your organization has not been paid for this, and has no open request for it.",
    "Look up the earlier request. Nothing else is needed.",
    "DEN-07",
    states=(State.HELD, State.FAILED),
)
OTHER = Test(
    "not-paid-to-another-provider",
    "PAY-17",
    "20 CFR 411.560",
    "No other provider has been paid for this, or a person has allocated you a share.",
    "If your services helped the Ticketholder reach it, ask for the payment to be shared.",
    "DEN-02",
    states=(State.HELD, State.FAILED),
)
RIVAL = Test(
    "no-open-request-of-another-provider",
    "PAY-17",
    "20 CFR 411.560, 411.565",
    "No other provider has an open request for this, or a person has allocated the shares.",
    "An analyst allocates the payment among the providers. You need not do anything.",
    on_fail=Outcome.REFER,
    states=(State.HELD, State.FAILED),
)
TESTS = (OWN, OTHER, RIVAL)
ONCE = frozenset({*PHASE_1_KINDS, "RECONCILIATION"})
MILESTONES = frozenset({*PHASE_1_KINDS, "P2"})


def same(case: Case, kind: str, month: Month) -> bool:
    """Is a payment or request of this kind and month for the same thing as the request judged?

    Phase 1 milestones and the reconciliation are paid once on a Ticket, the others once a month. After the
    reconciliation, which pays all milestones that were left, no milestone is left.
    """
    if kind == case.kind:
        return kind in ONCE or month == case.month
    return kind == "RECONCILIATION" and case.kind in MILESTONES


def allocation_for(case: Case) -> Allocation | None:
    for one in case.facts.allocations:
        if one.kind == case.kind and one.month == case.month:
            return one
    return None


def share_of(case: Case) -> bool:
    """A person has allocated this provider a share."""
    allocation = allocation_for(case)
    return allocation is not None and bool(allocation.shares.get(case.provider))


def own(case: Case) -> Check:
    for payment in case.facts.payments:
        if payment.provider == case.provider and same(case, payment.kind, payment.month):
            facts = (("kind", payment.kind), ("paid_for", payment.month), ("paid_on", payment.paid_on))
            return failed(OWN, facts)
    for claim in case.facts.open_claims:
        if claim.provider == case.provider and (
            same(case, claim.kind, claim.month) or _as_named(case, claim)
        ):
            facts = (
                ("kind", claim.kind),
                ("requested_for", claim.month),
                ("requested_on", claim.submitted_on),
            )
            return failed(OWN, facts)
    return held(OWN, case.kind_and_month)


def _as_named(case: Case, claim: OpenClaim) -> bool:
    return claim.kind == case.kind and claim.month == case.request.claim_month


def other(case: Case) -> Check:
    for payment in case.facts.payments:
        if payment.provider != case.provider and same(case, payment.kind, payment.month):
            facts = (
                ("kind", payment.kind),
                ("paid_to", Owned(payment.provider, payment.provider)),
                ("paid_for", Owned(payment.provider, payment.month)),
                ("paid_on", Owned(payment.provider, payment.paid_on)),
            )
            return check(OTHER, share_of(case), facts)
    if case.facts.allocations:
        return _allocated_to_others(case)
    return held(OTHER, case.kind_and_month)


def _allocated_to_others(case: Case) -> Check:
    allocation = allocation_for(case)
    holds = allocation is None or share_of(case)
    return check(
        OTHER, holds, (("kind", case.kind), ("month", case.month), ("allocated", allocation is not None))
    )


def rival(case: Case) -> Check:
    for claim in case.facts.open_claims:
        if claim.provider != case.provider and same(case, claim.kind, claim.month):
            facts = (
                ("kind", claim.kind),
                ("requested_by", Owned(claim.provider, claim.provider)),
                ("requested_on", Owned(claim.provider, claim.submitted_on)),
            )
            return check(RIVAL, allocation_for(case) is not None, facts)
    return held(RIVAL, case.kind_and_month)
