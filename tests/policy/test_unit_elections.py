"""Elections (PAY-01), State VR agencies (PAY-02), shares (PAY-17), corrections (PAY-19)."""

from datetime import date
from fractions import Fraction

import pytest

from portal.policy.allocation import allocate, parts
from portal.policy.core import Outcome
from portal.policy.corrections import Cause, recover
from portal.policy.election import Election, agency_payment, change, effective_from, system_on

MO, OO = "outcome-milestone", "outcome"
FIRST = (Election(date(2024, 3, 1), MO),)


def test_no_change_in_the_year_of_the_first_election() -> None:
    answer = change(FIRST, Election(date(2024, 9, 10), OO))
    assert answer.outcome is Outcome.REFUSE
    assert answer.primary is not None and answer.primary.test.name == "not-in-the-year-of-the-first-election"
    assert change(FIRST, Election(date(2024, 12, 31), OO)).outcome is Outcome.REFUSE
    assert change(FIRST, Election(date(2025, 1, 1), OO)).outcome is Outcome.GRANT


def test_one_change_a_calendar_year_by_the_notice() -> None:
    changed = (*FIRST, Election(date(2025, 5, 20), OO))
    assert change(changed, Election(date(2025, 11, 2), MO)).outcome is Outcome.REFUSE
    assert change(changed, Election(date(2026, 1, 2), MO)).outcome is Outcome.GRANT
    assert change(changed, Election(date(2026, 1, 2), OO)).outcome is Outcome.REFUSE
    december = (*FIRST, Election(date(2025, 12, 5), OO))
    assert change(december, Election(date(2026, 2, 1), MO)).outcome is Outcome.GRANT
    assert change(december, Election(date(2025, 12, 9), MO)).outcome is Outcome.REFUSE


def test_without_a_first_election_the_rule_asks() -> None:
    assert change((), Election(date(2025, 1, 2), OO)).outcome is Outcome.ASK


def test_a_change_takes_effect_on_the_first_of_the_next_month() -> None:
    changed = (*FIRST, Election(date(2025, 5, 20), OO))
    assert effective_from(date(2025, 12, 5)) == date(2026, 1, 1)
    assert [system_on(changed, date(2025, *day)) for day in ((5, 31), (6, 1))] == [MO, OO]
    assert system_on(changed, date(2024, 2, 29)) is None
    assert system_on(changed, date(2024, 3, 1)) == MO


def test_a_state_agency_without_an_assignable_ticket_serves_under_cost_reimbursement() -> None:
    assert agency_payment(True, True).outcome is Outcome.GRANT
    assert agency_payment(True, False).outcome is Outcome.REFUSE
    assert agency_payment(True, None).outcome is Outcome.ASK
    assert agency_payment(False, False).outcome is Outcome.GRANT
    assert agency_payment(False, None).outcome is Outcome.GRANT


def test_shares_add_up_and_the_rest_goes_to_the_holder() -> None:
    thirds = dict.fromkeys(("EN-A", "EN-B", "EN-C"), Fraction(1, 3))
    whole = dict.fromkeys(thirds, 185000)
    assert parts(thirds, whole, "EN-C") == {"EN-A": 61700, "EN-B": 61700, "EN-C": 61600}
    assert parts({"EN-A": Fraction(3, 5), "EN-B": Fraction(2, 5)}, whole, "EN-B") == {
        "EN-A": 111000,
        "EN-B": 74000,
    }


def test_an_allocation_adds_up_names_holders_and_gives_a_reason() -> None:
    halves = {"EN-A": Fraction(1, 2), "EN-B": Fraction(1, 2)}
    assert allocate(halves, {"EN-A", "EN-B"}, "by months of service").outcome is Outcome.GRANT
    assert allocate(halves, {"EN-A"}, "by months of service").outcome is Outcome.REFUSE
    assert allocate(halves, {"EN-A", "EN-B"}, " ").outcome is Outcome.REFUSE
    assert allocate({"EN-A": Fraction(1, 2)}, {"EN-A"}, "why").outcome is Outcome.REFUSE
    assert (
        allocate({"EN-A": Fraction(2), "EN-B": Fraction(-1)}, {"EN-A", "EN-B"}, "why").outcome
        is Outcome.REFUSE
    )


def test_each_provider_is_paid_by_its_own_system() -> None:
    halves = {"EN-A": Fraction(1, 2), "EN-B": Fraction(1, 2)}
    assert parts(halves, {"EN-A": 55500, "EN-B": 103300}, "EN-A") == {"EN-A": 27800, "EN-B": 51700}


@pytest.mark.parametrize(
    "shares", [{"EN-A": Fraction(1, 2)}, {"EN-A": Fraction(3, 2), "EN-B": Fraction(-1, 2)}]
)
def test_shares_that_do_not_add_up_are_refused(shares: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        parts(shares, dict.fromkeys(shares, 100), "EN-A")


@pytest.mark.parametrize(
    ("cause", "paid", "due", "outcome"),
    [
        (Cause.WRONG_PROVIDER, 185000, 0, Outcome.REFER),
        (Cause.MORE_THAN_DUE, 185000, 184999, Outcome.REFER),
        (Cause.MORE_THAN_DUE, 185000, 185000, Outcome.REFUSE),
        (Cause.ALLOCATION, 185000, None, Outcome.ASK),
        (Cause.LESS_THAN_DUE, 55500, 185000, Outcome.REFUSE),
        (Cause.BENEFIT_DECISION, 55500, 0, Outcome.REFUSE),
        (Cause.WORK_STOPPED, 55500, 0, Outcome.REFUSE),
    ],
)
def test_what_may_be_recovered(cause: Cause, paid: int, due: int | None, outcome: Outcome) -> None:
    assert recover(cause, paid, due).outcome is outcome
