"""Evidence of earnings: what papers prove, and when none are needed (EVD-01, EVD-03; PAY-07, PAY-16)."""

from portal.policy.case import Case, holder_on
from portal.policy.core import Check, EarnedMonths, Month, Outcome, State, Test, check, failed, held, unknown
from portal.policy.milestones import attainment
from portal.policy.months import RECORDS
from portal.policy.records import PHASE_1_KINDS, WORK, Evidence, Shows

PROVED = Test(
    "earnings-are-proved",
    "EVD-01",
    "20 CFR 411.575(c)",
    "Each month that counts is proved: one primary paper or two different secondary ones, complete and legible.",
    "Send original pay slips or an employer's statement, or two different secondary papers, for the months named.",
    "DEN-14",
    on_fail=Outcome.ASK,
)
DESCRIBED = Test(
    "services-are-described",
    "PAY-07",
    "20 CFR 411.575(a)(2)",
    "The request says which career planning or job placement services were given.",
    "Say in the request which services you gave.",
    "DEN-14",
    on_fail=Outcome.ASK,
    states=(State.HELD, State.FAILED),
)
TESTS = (DESCRIBED, PROVED)
PRIMARY = frozenset({"original-pay-slip", "employer-statement", "payroll-report"})
OWN_WORD = "beneficiary-statement"


def described(case: Case) -> Check:
    request = case.request
    facts = (("origin", request.origin), ("described", request.services_described))
    return check(DESCRIBED, request.services_described or request.origin != "provider", facts)


def _complete(shows: Shows) -> bool:
    return shows.name and shows.gross and shows.pay_date and shows.pay_period and shows.legible


def lacking(shows: Shows) -> tuple[str, ...]:
    """What a paper lacks, in words."""
    return tuple(
        says
        for says, there in (
            ("name", shows.name),
            ("gross earnings", shows.gross),
            ("pay date", shows.pay_date),
            ("pay period", shows.pay_period),
            ("legible", shows.legible),
        )
        if not there
    )


def proves(papers: tuple[Evidence, ...], month: Month) -> bool:
    """One complete primary paper for the month, or two complete secondary ones from different sources.

    Two papers of one kind are two sources only from different employers or authorities.
    """
    sources: set[tuple[str, str]] = set()
    for paper in papers:
        if month in paper.months and _complete(paper.shows):
            if paper.kind in PRIMARY:
                return True
            sources.add((paper.kind, "" if paper.kind == OWN_WORD else paper.issuer))
    return len(sources) > 1


def proved(case: Case) -> Check:
    """Are the months that count proved, by papers or by the record?"""
    exempt = _exempt(case)
    if exempt is not None:
        return held(PROVED, (("not_needed", exempt),))
    months = months_to_prove(case)
    open_months = [one for one in months if not proves(case.facts.evidence, one)]
    if open_months:
        record = _on_record(case)
        open_months = [one for one in open_months if one not in record]
    if not open_months:
        return held(PROVED, (("months", EarnedMonths(months)),))
    facts = (
        ("months", EarnedMonths(months)),
        ("not_proved", EarnedMonths(tuple(open_months))),
        *_defects(case.facts.evidence, open_months),
    )
    if case.request.earnings_already_proven and not _first_outcome(case):
        return unknown(PROVED, "proven earnings on record for " + ", ".join(map(str, open_months)), facts)
    return failed(PROVED, facts)


def _exempt(case: Case) -> str | None:
    request = case.request
    if request.form == "certification":
        return "the request is certified"
    if len(case.assigned) > 1 and holder_on(case, request.submitted_on) not in (None, case.provider):
        return "another provider holds the Ticket"
    return None


def _first_outcome(case: Case) -> bool:
    """A provider's first outcome request on the Ticket carries evidence; later ones may rest on the record."""
    return case.kind == "OUTCOME" and not any(
        payment.kind == "OUTCOME" and payment.provider == case.provider for payment in case.facts.payments
    )


def _on_record(case: Case) -> set[Month]:
    """Months whose earnings need no papers, because they are proven on record."""
    if case.request.origin == "provider" and _first_outcome(case):
        return set()
    rows = case.facts.earnings
    proven = {row.month for row in rows if row.proven and row.kind in WORK}
    if case.request.origin == "provider":
        return proven
    return proven | {row.month for row in rows if row.source in RECORDS}


def months_to_prove(case: Case) -> tuple[Month, ...]:
    """The months a payment rests on, without those an earlier paid milestone already rested on.

    Where no earnings from work are on record for the month, there are none to prove: the earnings test fails.
    """
    found = case.attainment
    if found is None or not found.counted or found.counted[-1] != case.month:
        return (case.month,) if case.month in case.earnings.low else ()
    if len(found.counted) == 1:
        return found.counted
    accepted = _rested_on(case)
    return tuple([month for month in found.counted if month not in accepted])


def _rested_on(case: Case) -> set[Month]:
    """The months of the Phase 1 milestones paid on this Ticket: their earnings were proved then."""
    months: set[Month] = set()
    for payment in case.facts.payments:
        if payment.kind in PHASE_1_KINDS:
            found = attainment(case, payment.kind)
            months.update(found.counted if found.month == payment.month else (payment.month,))
    return months


def _defects(papers: tuple[Evidence, ...], months: list[Month]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (f"paper {paper.id} lacks", lacking(paper.shows))
        for paper in papers
        if not _complete(paper.shows) and any(month in paper.months for month in months)
    )
