"""How many payments a Ticket has, and the class of benefits that decides it (PAY-05, PAY-06)."""

from portal.policy.case import Case, title_of
from portal.policy.core import Check, Month, Outcome, Owned, Test, check, failed, held, unknown
from portal.policy.records import PHASE_1_KINDS

LIMIT = Test(
    "limit-not-reached",
    "PAY-05",
    "20 CFR 411.500(b), (f), 411.545(c), 411.575(b)(1)(ii)",
    "The Ticket still has payments of this kind, counted over all providers.",
    "Look at which other payments are open on this Ticket.",
    "DEN-13",
)
SAME_CLASS = Test(
    "benefit-class-unchanged",
    "PAY-06",
    "20 CFR 411.552",
    "The Ticketholder has had the same kind of benefit (SSI only, or SSDI) since the first assignment.",
    "An analyst decides which limits apply. You need not do anything.",
    on_fail=Outcome.REFER,
)
TESTS = (LIMIT, SAME_CLASS)
PHASE_1_LIMIT = 4
PHASE_2_LIMITS = {"T2": 11, "concurrent": 11, "T16": 18}
OUTCOME_LIMITS = {"T2": 36, "concurrent": 36, "T16": 60}
NO_CLASS = "which benefit, SSDI or SSI, the Ticketholder was entitled to in the month"


def months_paid(case: Case, kind: str) -> set[Month]:
    """Distinct months paid on the Ticket to any provider: shares of one payment count once."""
    return {payment.month for payment in case.facts.payments if payment.kind == kind}


def phase_1_paid(case: Case) -> set[str]:
    return {payment.kind for payment in case.facts.payments if payment.kind in PHASE_1_KINDS}


def limit(case: Case) -> Check:
    if case.kind in PHASE_1_KINDS:
        paid, most = len(phase_1_paid(case) - {case.kind}), PHASE_1_LIMIT
        return held(LIMIT, (("paid", paid), ("limit", most)))
    if case.title is None:
        return unknown(LIMIT, NO_CLASS)
    most = (PHASE_2_LIMITS if case.kind == "P2" else OUTCOME_LIMITS)[case.title]
    paid = len(months_paid(case, case.kind) - {case.month})
    facts = (("paid", paid), ("limit", most), ("class", case.title))
    return check(LIMIT, paid < most, facts)


def same_class(case: Case) -> Check:
    start = case.first_month
    if case.first is None or start is None or case.title is None:
        return unknown(SAME_CLASS, NO_CLASS)
    if title_of(case.benefits, start) is None:
        return unknown(SAME_CLASS, NO_CLASS, (("month", start),))
    other = _other_class(case, start)
    if other is None:
        return held(SAME_CLASS, (("class", case.title), ("since", Owned(case.first.provider, start))))
    month, title = other
    facts = (("class", case.title), ("month", case.month), ("class_before", title), ("month_before", month))
    return failed(SAME_CLASS, facts)


def _other_class(case: Case, start: Month) -> tuple[Month, str] | None:
    """The first month from `start` to the one judged in which SSI alone was the class, or was not, unlike then."""
    if len({row.title for row in case.benefits}) == 1:
        return None
    edges = [edge for row in case.benefits for edge in (row.from_, row.until) if edge is not None]
    for edge in sorted([start, *[edge for edge in edges if start < edge < case.month]]):
        title = title_of(case.benefits, edge)
        if title is not None and (title == "T16") is not (case.title == "T16"):
            return edge, title
    return None
