"""When a Ticket terminates (§3.5, PAY-18): the earliest event, and until when it protects."""

import pytest

from portal.policy.core import Outcome
from portal.policy.validity import Entitlement, ValidityFacts, terminates_in, unprotected_from, valid
from tests.policy.casework import day, failing, month, the

pytestmark = pytest.mark.row("D1")
T2, T16 = Entitlement("T2"), Entitlement("T16")


def ended(title: str, text: str, *, work: bool = False) -> Entitlement:
    return Entitlement(title, month(text), work)


def facts(*entitlements: Entitlement, **other) -> ValidityFacts:
    return ValidityFacts(entitlements or (T2,), **other)


@pytest.mark.parametrize(
    ("given", "ends", "check"),
    [
        (facts(), None, None),
        (facts(died_on=day("08-03")), "2025-08", "ticket-not-ended-by-death"),
        (facts(died_on=day("08-01")), "2025-08", "ticket-not-ended-by-death"),
        (facts(died_on=day("08-31")), "2025-08", "ticket-not-ended-by-death"),
        (facts(ended("T2", "2025-05")), "2025-05", "entitlement-not-ended-for-another-reason-than-work"),
        (facts(ended("T2", "2025-05"), T16), None, None),
        (
            facts(ended("T2", "2025-05"), ended("T16", "2025-09")),
            "2025-09",
            "entitlement-not-ended-for-another-reason-than-work",
        ),
        (facts(ended("T2", "2025-05"), ended("T16", "2025-09", work=True)), None, None),
        (facts(ended("T2", "2025-05", work=True)), None, None),
        (facts(full_retirement_month=month("2025-07")), "2025-07", "ticket-not-ended-by-age"),
        (facts(T16, age_65_month=month("2025-06")), "2025-07", "ticket-not-ended-by-age"),
        (facts(T2, age_65_month=month("2025-06")), None, None),
        (
            facts(T2, T16, full_retirement_month=month("2027-04"), age_65_month=month("2025-06")),
            "2027-04",
            "ticket-not-ended-by-age",
        ),
        (
            facts(T2, T16, full_retirement_month=month("2025-03"), age_65_month=month("2025-06")),
            "2025-07",
            "ticket-not-ended-by-age",
        ),
        (
            facts(T2, T16, widow=True, full_retirement_month=month("2025-03"), age_65_month=month("2025-06")),
            "2025-03",
            "ticket-not-ended-by-age",
        ),
        (facts(last_outcome_month=month("2025-06")), "2025-07", "outcome-period-not-ended"),
        (facts(closed_in=month("2025-10")), "2025-10", "no-termination-on-record"),
        (ValidityFacts((), full_retirement_month=month("2025-07")), None, None),
    ],
)
def test_a_ticket_ends_with_the_first_event(given, ends, check):
    if ends is None:
        assert terminates_in(given) is None
        assert valid(given, month("2035-01")).outcome is Outcome.GRANT
        return
    first = month(ends)
    assert terminates_in(given) == first
    assert valid(given, first.plus(-1)).outcome is Outcome.GRANT
    assert failing(valid(given, first)) == {check}


def test_the_earliest_of_several_events_counts_and_all_are_listed():
    given = facts(died_on=day("12-03"), last_outcome_month=month("2025-06"))
    assert terminates_in(given) == month("2025-07")
    assert failing(valid(given, month("2025-12"))) == {
        "ticket-not-ended-by-death",
        "outcome-period-not-ended",
    }


def test_the_answer_says_when_age_ends_the_ticket():
    decision = valid(facts(full_retirement_month=month("2025-07")), month("2025-07"))
    assert dict(the(decision, "ticket-not-ended-by-age").facts)["terminates_in"] == month("2025-07")


def test_without_the_benefit_record_it_is_asked_for():
    assert valid(ValidityFacts(None), month("2025-12")).outcome is Outcome.ASK
    assert terminates_in(ValidityFacts(None)) is None


def test_protection_ends_with_the_month_and_after_a_death_on_the_next_day():
    assert unprotected_from(facts()) is None
    assert unprotected_from(facts(ended("T2", "2025-05"))) == day("05-01")
    assert unprotected_from(facts(died_on=day("08-03"))) == day("08-04")
    assert unprotected_from(facts(died_on=day("08-03"), closed_in=month("2025-07"))) == day("07-01")
    assert unprotected_from(facts(died_on=day("08-03"), closed_in=month("2025-09"))) == day("08-04")
