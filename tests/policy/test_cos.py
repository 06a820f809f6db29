"""A certification of services: what it states, for which days, and each way to get it wrong (§2.10; PAY-16)."""

import pytest

from portal.policy.cos import TESTS, Certified, certify, covering, days_asked_for, statement
from portal.policy.cos_facts import CertificationFacts, Contacts, Purpose, ServiceRow
from portal.policy.records import ServicesStatement
from tests.policy.progress import day, month

pytestmark = pytest.mark.row("C9")

ROW = ServiceRow(
    "Job search", day("2025-02-01"), "video call", "J. Rivera", "Worked through three job offers.", True
)
GOOD = CertificationFacts(
    Purpose.AFTER_UNASSIGNMENT,
    decided_on=day("2025-09-15"),
    assigned_on=day("2024-06-10"),
    ended_on=day("2025-05-10"),
    from_=day("2024-06-10"),
    until=day("2025-05-10"),
    plan_version="IWP of June 10, 2024",
    plan_services=frozenset({"Job search", "Coaching"}),
    rows=(ROW,),
    stated=Contacts(9, 2),
    notes=Contacts(9, 2),
    claim_months=(month("2025-07"), month("2025-06")),
    provided=True,
    contributed=True,
    certified=True,
    signer_cleared=True,
    signed_on=day("2025-09-10"),
)


def row(**other) -> tuple[ServiceRow, ...]:
    return (ROW, ROW._replace(**other))


def changed(**other) -> CertificationFacts:
    return GOOD._replace(**other)


def test_a_good_one_is_accepted_and_feeds_the_payment_request():
    answer = certify(GOOD)
    assert answer.outcome == "grant"
    assert tuple(one.test for one in answer.checks) == TESTS
    assert statement(GOOD) == ServicesStatement(day("2025-09-10"), shows_contribution=True)
    assert statement(changed(contributed=False)) == ServicesStatement(
        day("2025-09-10"), shows_contribution=False
    )
    assert statement(changed(provided=False)) == ServicesStatement(
        day("2025-09-10"), shows_contribution=False
    )
    assert statement(changed(signed_on=None)) is None


@pytest.mark.parametrize(
    ("facts", "failing"),
    [
        (changed(from_=day("2024-06-09")), ["certified-days-are-days-of-the-assignment"]),
        (changed(until=day("2025-05-11")), ["certified-days-are-days-of-the-assignment"]),
        (changed(from_=day("2024-06-11")), ["certified-days-cover-what-is-asked-for"]),
        (changed(until=day("2025-05-09")), ["certified-days-cover-what-is-asked-for"]),
        (changed(plan_version=None), ["plan-version-is-named"]),
        (changed(rows=row(service="Tutoring")), ["certified-services-are-those-of-the-plan"]),
        (changed(rows=()), ["each-certified-service-is-complete"]),
        (changed(rows=row(method=" ")), ["each-certified-service-is-complete"]),
        (changed(rows=row(by="")), ["each-certified-service-is-complete"]),
        (changed(rows=row(description="Nineteen characters")), ["each-certified-service-is-complete"]),
        (changed(rows=row(on=day("2024-06-09"))), ["certified-services-lie-in-the-days-covered"]),
        (changed(rows=row(on=day("2025-05-10"))), ["certified-services-lie-in-the-days-covered"]),
        (changed(rows=row(opened=False)), ["signer-opened-each-certified-service"]),
        (changed(stated=Contacts(10, 2)), ["contacts-stated-are-those-of-the-case-notes"]),
        (changed(claim_months=()), ["months-to-be-claimed-are-named"]),
        # The month of unassignment is an assigned month.
        (changed(claim_months=(month("2025-05"), month("2025-07"))), ["months-to-be-claimed-are-named"]),
        (changed(provided=False), ["states-that-services-were-provided-and-contributed"]),
        (changed(contributed=False), ["states-that-services-were-provided-and-contributed"]),
        (changed(certified=False), ["certification-signed-by-a-cleared-person"]),
        (changed(signer_cleared=False), ["certification-signed-by-a-cleared-person"]),
        (changed(signed_on=None), ["certification-signed-by-a-cleared-person"]),
        (changed(signed_on=day("2025-05-08")), ["certification-signed-after-the-days-covered"]),
        (changed(signed_on=day("2025-09-16")), ["certification-signed-after-the-days-covered"]),
    ],
)
def test_what_has_to_be_mended(facts, failing):
    answer = certify(facts)
    assert answer.outcome == "refuse"
    assert [one.test.name for one in answer.checks if one.state == "failed"] == failing


@pytest.mark.parametrize(
    "facts",
    [
        changed(signed_on=day("2025-05-09")),
        changed(signed_on=day("2025-09-15")),
        changed(rows=row(on=day("2024-06-10"))),
        changed(rows=row(on=day("2025-05-09"))),
        changed(rows=row(description="Exactly twenty chars")),
        changed(claim_months=(month("2025-06"),)),
    ],
)
def test_the_edges_are_inside(facts):
    assert certify(facts).outcome == "grant"


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        (changed(assigned_on=None), "the days of the assignment"),
        (changed(plan_services=None), "the services of the plan"),
        (changed(notes=None), "the case notes of these days"),
        (changed(provided=None), "the statement"),
        (changed(contributed=None), "the statement"),
        (changed(signer_cleared=None), "the clearance of the person who signed"),
        (
            changed(ended_on=None, until=day("2025-09-16"), signed_on=day("2025-09-15")),
            "the days of the assignment",
        ),
    ],
)
def test_what_is_not_on_record_is_asked_for(facts, needs):
    answer = certify(facts)
    assert (answer.outcome, answer.primary.needs) == ("ask", needs)


@pytest.mark.parametrize(
    ("facts", "first", "after"),
    [
        (GOOD, "2024-06-10", "2025-05-10"),
        (changed(ended_on=None), "2024-06-10", "2025-09-16"),
        (changed(purpose=Purpose.YEARLY_REVIEW, ended_on=None), "2024-09-15", "2025-09-16"),
        (
            changed(purpose=Purpose.YEARLY_REVIEW, assigned_on=day("2025-01-10"), ended_on=None),
            "2025-01-10",
            "2025-09-16",
        ),
        (
            changed(purpose=Purpose.PHASE_1, claim_months=(month("2024-09"), month("2024-08"))),
            "2024-06-10",
            "2024-10-01",
        ),
        (changed(purpose=Purpose.PHASE_1, claim_months=(month("2025-05"),)), "2024-06-10", "2025-05-10"),
        (changed(purpose=Purpose.PHASE_1, claim_months=()), "2024-06-10", "2025-05-10"),
        (changed(purpose=Purpose.QUALITY, from_=day("2025-01-01")), "2025-01-01", "2025-05-10"),
    ],
)
def test_the_days_that_each_purpose_asks_for(facts, first, after):
    assert days_asked_for(facts) == (day(first), day(after))


def test_claims_for_phase_1_come_after_the_assignment_month():
    phase_1 = changed(purpose=Purpose.PHASE_1, contributed=None, until=day("2025-05-10"))
    assert certify(phase_1._replace(claim_months=(month("2024-07"),))).outcome == "grant"
    assert certify(phase_1._replace(claim_months=(month("2024-06"),))).outcome == "refuse"
    assert certify(changed(purpose=Purpose.QUALITY, claim_months=())).outcome == "grant"


@pytest.mark.row("E1")
def test_a_claim_rests_on_the_last_one_signed_for_claims_that_names_its_month():
    july, august = month("2025-07"), month("2025-08")
    after = Certified("CT-1", Purpose.AFTER_UNASSIGNMENT, (july, august), day("2025-09-01"), contributed=True)
    later = after._replace(
        number="CT-2", claim_months=(july,), signed_on=day("2025-10-01"), contributed=False
    )
    review = later._replace(number="CT-3", purpose=Purpose.YEARLY_REVIEW, claim_months=(august,))
    assert covering((later, after, review), july) == later
    assert covering((later, after, review), august) == after
    assert covering((later, after, review), month("2025-09")) is None
    assert covering((), july) is None
