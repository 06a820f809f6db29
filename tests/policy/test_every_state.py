"""Every test of the law is seen held, failed and unknown, in whole decisions and not check by check.

Payment decisions come from the corpus (tests/replay); what it cannot have, and the decisions that are no payment, are
written here. All of it runs in this one file, so that it counts the same alone, in parallel and in the suite.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

import portal.policy
from portal.policy.access import AccessFacts, Cleared, Employed, Enrolled, Matched, access
from portal.policy.allocation import allocate, withdraw
from portal.policy.core import Decision, State, Test
from portal.policy.corrections import Cause, recover
from portal.policy.designation import GrantFacts, may_grant
from portal.policy.election import Election, agency_payment, change
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from portal.policy.quality import may_review
from portal.policy.reconsideration import Denial, may_ask
from portal.policy.repayment import RepaymentFacts, may_be_canceled, may_be_recorded
from portal.policy.tables.parameters import IN_FORCE
from tests.policy.casework_decisions import IMPOSSIBLE as IMPOSSIBLE_IN_CASEWORK
from tests.policy.casework_decisions import casework_decisions
from tests.policy.progress_decisions import IMPOSSIBLE as IMPOSSIBLE_IN_PROGRESS
from tests.policy.progress_decisions import progress_decisions
from tests.replay.corpus import cases

ON_RECORD = "what the portal or the agency has on record is all there is: nothing found is an answer"
ASKED_FOR = "the request itself says it, so it is known"
# States that a test cannot have, by hand, each with its reason. All others must be seen.
IMPOSSIBLE: dict[tuple[str, State], str] = {
    ("claim-month-not-in-the-future", State.UNKNOWN): ASKED_FOR,
    ("requested-within-24-months", State.UNKNOWN): ASKED_FOR,
    ("under-the-regulation-in-force", State.UNKNOWN): ASKED_FOR,
    ("form-of-request-accepted", State.UNKNOWN): ASKED_FOR,
    ("services-are-described", State.UNKNOWN): ASKED_FOR,
    ("before-the-month-of-death", State.UNKNOWN): ON_RECORD,
    ("before-the-ticket-terminated", State.UNKNOWN): ON_RECORD,
    ("ticket-was-assigned-to-the-provider", State.UNKNOWN): ON_RECORD,
    ("no-cost-reimbursement-for-the-same-period", State.UNKNOWN): ON_RECORD,
    ("not-already-requested-or-paid", State.UNKNOWN): ON_RECORD,
    ("not-paid-to-another-provider", State.UNKNOWN): ON_RECORD,
    ("no-open-request-of-another-provider", State.UNKNOWN): ON_RECORD,
    ("twelve-outcomes-paid", State.UNKNOWN): ON_RECORD,
    ("one-provider-or-shares-allocated", State.UNKNOWN): ON_RECORD,
    ("payment-figure-loaded", State.FAILED): "a figure is loaded or not known yet; none is refused",
    (
        "contribution-after-unassignment-weighed",
        State.FAILED,
    ): "a person weighs it; the rules never refuse it",
    ("shares-add-up", State.UNKNOWN): "the shares are what is judged",
    ("each-provider-held-the-ticket", State.UNKNOWN): ON_RECORD,
    ("allocation-gives-a-reason", State.UNKNOWN): "the reason is what is judged",
    ("payment-is-divided", State.UNKNOWN): ON_RECORD,
    ("shares-withdrawn-by-another-person", State.UNKNOWN): ON_RECORD,
    ("withdrawal-of-shares-gives-a-reason", State.UNKNOWN): "the reason is what is judged",
    ("repayment-is-recorded-once", State.UNKNOWN): ON_RECORD,
    ("repayment-stands", State.UNKNOWN): ON_RECORD,
    ("repayment-canceled-by-another-person", State.UNKNOWN): ON_RECORD,
    ("cancellation-of-a-repayment-gives-a-reason", State.UNKNOWN): "the reason is what is judged",
    ("repayment-came-after-the-recovery-was-opened", State.UNKNOWN): "the day is what is judged",
    ("repayment-is-no-more-than-is-open", State.UNKNOWN): ON_RECORD,
    ("no-other-change-in-the-year", State.UNKNOWN): ON_RECORD,
    ("elects-another-system", State.UNKNOWN): ON_RECORD,
    ("cause-allows-recovery", State.UNKNOWN): "who opens the recovery names the cause",
    ("recovery-decided-by-a-person", State.HELD): "the rules never recover money without a person",
    ("recovery-decided-by-a-person", State.FAILED): "a person decides it, the rules never refuse it",
    ("request-was-denied", State.UNKNOWN): ON_RECORD,
    ("asked-in-time", State.UNKNOWN): ON_RECORD,
    ("not-reconsidered-before", State.UNKNOWN): ON_RECORD,
    ("not-asked-for-anew", State.UNKNOWN): ON_RECORD,
    ("reviewed-by-another-person", State.UNKNOWN): ON_RECORD,
    ("not-reviewed-yet", State.UNKNOWN): ON_RECORD,
    **IMPOSSIBLE_IN_CASEWORK,
    **IMPOSSIBLE_IN_PROGRESS,
}
ON = date(2025, 12, 15)
OUTCOMES, MILESTONES = "outcome", "outcome-milestone"


def static_tests() -> set[Test]:
    """Every test that stands in a module of the law, alone or in a collection."""
    found: set[Test] = set()
    for module in pkgutil.walk_packages(portal.policy.__path__, "portal.policy."):
        for value in vars(importlib.import_module(module.name)).values():
            found.update(_within(value))
    return found


def _within(value: Any, depth: int = 0) -> Iterator[Test]:
    if isinstance(value, Test):
        yield value
    elif isinstance(value, tuple | list | set | frozenset | dict) and depth < 3:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _within(one, depth + 1)


def decisions() -> Iterator[Decision]:
    corpus = cases()
    for case in corpus:
        yield decide(parse(case.facts))
    yield from _without_certification([parse(case.facts) for case in corpus])
    yield from _access()
    yield from _designations()
    yield from _elections()
    yield from casework_decisions()
    yield from progress_decisions()
    for cause in Cause:
        for due in (None, 0, 100):
            yield recover(cause, 100, due)
    yield from _second_looks()
    half = {"A": Fraction(1, 2), "B": Fraction(1, 2)}
    yield allocate(half, {"A", "B"}, "Each found one of the two jobs.")
    yield allocate({"A": Fraction(2, 3), "C": Fraction(2, 3)}, {"A", "B"}, " ")
    for opened, cents, there in ((date(2025, 12, 1), 100, False), (date(2026, 1, 2), 101, True)):
        came = RepaymentFacts(opened, 100, cents, date(2025, 12, 10), there)
        yield may_be_recorded(came, date(2025, 12, 15))
    yield may_be_canceled("Andy", "Olga", "The bank did not honor it.")
    yield may_be_canceled(None, "Andy", "")
    yield may_be_canceled("Andy", "Andy", "It is another provider's.")
    yield withdraw("Andy", "Olga", "They found the job one after the other.")
    yield withdraw("Andy", "Andy", " ")
    yield withdraw(None, "Olga", "")


def _without_certification(corpus: list[Any]) -> Iterator[Decision]:
    """Certification is accepted without an end today; the day it ends is a parameter."""
    certified = next(facts for facts in corpus if facts.request.form == "certification")
    yield decide(certified, settings=replace(IN_FORCE, certification_ends_on=certified.request.submitted_on))


def _second_looks() -> Iterator[Decision]:
    """A denial reconsidered, and a determination reviewed for its quality."""
    yield may_ask(Denial(date(2025, 12, 1)), ON)
    yield may_ask(Denial(date(2025, 9, 1), upheld=True, asked_anew=True), ON)
    yield may_ask(Denial(None), ON)
    yield may_review("somebody", "somebody else", reviewed=False)
    yield may_review("somebody", "somebody", reviewed=True)


def _access() -> Iterator[Decision]:
    admitted = AccessFacts(
        account_active=True,
        employment=Employed("EN", date(2024, 1, 2), date(2024, 1, 1), None, granted=True),
        agreement=((date(2020, 1, 1), None),),
        enrolment=Enrolled("live", None),
        clearance=Cleared(True, date(2024, 1, 1), date(2027, 1, 1)),
        trained_on=date(2025, 6, 1),
        last_used_on=date(2025, 12, 1),
        second_factor=True,
    )
    yield access(admitted, ON)
    yield access(
        AccessFacts(
            account_active=False,
            employment=Employed("EN", None, date(2024, 1, 1), None, granted=False),
            agreement=((date(2020, 1, 1), ON),),
            enrolment=Enrolled("not-enrolled", None),
            clearance=Cleared(False, date(2024, 1, 1), date(2027, 1, 1)),
            trained_on=date(2024, 6, 1),
            last_used_on=date(2024, 6, 1),
            second_factor=False,
        ),
        ON,
    )
    yield access(
        admitted._replace(agreement=(), enrolment=None, clearance=None, trained_on=None, last_used_on=None),
        ON,
    )
    yield access(admitted._replace(account_active=None, employment=None, second_factor=None), ON)
    for match in (Matched(ON, None, None), Matched(ON, ON, ON), Matched(None, None, None)):
        yield access(admitted._replace(employment=None, holder=match), ON)


def _designations() -> Iterator[Decision]:
    """Opening access at an EN, and at the program manager for the second person."""
    ready = GrantFacts(
        organisation_kind="EN",
        roles=("en-counsellor",),
        verified_on=ON,
        agreement=((date(2020, 1, 1), None),),
        enrolment=Enrolled("live", None),
        clearance=Cleared(True, ON, date(2030, 1, 1)),
        trained_on=ON,
        elsewhere=(),
        person="a",
        named_by="b",
        verified_by="c",
        granting="d",
    )
    staff = ready._replace(organisation_kind="TPM", roles=("tpm-payments-lead",))
    yield may_grant(ready, ON)
    yield may_grant(staff, ON)
    yield may_grant(staff._replace(named_by="d"), ON)
    yield may_grant(staff._replace(named_by=None), ON)
    yield may_grant(
        ready._replace(
            roles=("auditor",),
            verified_on=date(2025, 12, 16),
            agreement=((date(2020, 1, 1), ON),),
            clearance=Cleared(False, ON, ON),
            elsewhere=("Another EN",),
            person="d",
        ),
        ON,
    )
    yield may_grant(
        ready._replace(roles=(), verified_on=None, agreement=(), clearance=None, elsewhere=None, person=None),
        ON,
    )


def _elections() -> Iterator[Decision]:
    first = Election(date(2023, 3, 1), MILESTONES)
    yield change((first,), Election(ON, OUTCOMES))
    yield change((first, Election(date(2025, 2, 1), OUTCOMES)), Election(ON, OUTCOMES))
    yield change((Election(date(2025, 3, 1), MILESTONES),), Election(ON, MILESTONES))
    yield change((), Election(ON, OUTCOMES))
    for assignable in (True, False, None):
        yield agency_payment(True, assignable)


@pytest.mark.row("E1", "I2")
def test_every_test_is_seen_in_every_state_it_can_have() -> None:
    seen = {(check.test.name, check.state) for decision in decisions() for check in decision.checks}
    all_states = {(test.name, state) for test in static_tests() for state in State}
    assert sorted(all_states - set(IMPOSSIBLE) - seen) == [], "never seen"
    assert sorted(set(IMPOSSIBLE) & seen) == [], "said to be impossible, and seen"
    assert sorted(seen - all_states) == [], "made outside the modules of the law"
    assert sorted(set(IMPOSSIBLE) - all_states) == [], "about a test that is no more"


def test_what_a_test_says_of_its_states_is_what_the_table_here_says() -> None:
    declared = {(test.name, state) for test in static_tests() for state in State if state not in test.states}
    assert declared == set(IMPOSSIBLE)


def test_no_two_tests_share_a_name() -> None:
    names = [test.name for test in static_tests()]
    assert len(names) == len(set(names))
