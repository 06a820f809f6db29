"""A fact that is not on record makes a check unknown: the answer asks for it and never guesses (PAY-23, RATE-01)."""

import pytest

from tests.policy.cases import Facts, benefits, case, every, judge, months, outcome, paid, phase2
from tests.policy.test_law_outcomes import twelve

pytestmark = pytest.mark.row("E1", "K1")


def open_questions(facts: Facts) -> set[str]:
    """The rules of unknown checks of a case that only asks; each says what it needs."""
    answer = judge(facts)
    assert (answer.outcome, answer.amount, answer.code) == ("ask", None, None), answer.short
    unknown = answer.all("unknown")
    assert all(check["needs"] for check in unknown)
    return {check["rule"] for check in unknown}


def test_a_provider_of_whom_nothing_is_on_record() -> None:
    facts = case(earnings={"2025-02": 1160})
    del facts["providers"]["EN-A"]
    try:
        rules = open_questions(facts)
    except ValueError as refused:
        assert "providers" in str(refused)
    else:
        assert rules & {"PAY-23", "EVD-09"}


def test_a_year_without_any_figure() -> None:
    facts = phase2(5000, month="2027-01", assigned="2026-10-10", on="2027-03-15")
    assert "PAY-11" in open_questions(facts)
    facts = outcome(5000, month="2027-03", on="2027-05-15")
    assert open_questions(facts)


def test_phase2_waits_where_phase1_depends_on_a_rate_that_is_not_loaded() -> None:
    """Eight months at the level in 2025; the ninth would be January 2026, of which no level is known."""
    facts = case(
        assigned="2025-04-10",
        asks="P2",
        month="2026-02",
        earnings=every("2025-05", 10, 3000),
        on="2026-04-15",
    )
    answer = judge(facts)
    assert (answer.outcome, answer.amount) == ("ask", None)
    assert "rate not loaded for 2026" in answer.needs


@pytest.mark.parametrize("asks", ["P1M1", "P2", "OUTCOME"])
def test_without_entitlement_in_the_month_nothing_is_granted(asks: str) -> None:
    facts = {
        "P1M1": case(month="2025-03", earnings={"2025-03": 3000}),
        "P2": phase2(3000),
        "OUTCOME": outcome(3000),
    }[asks]
    facts["beneficiary"]["benefits"] = []
    answer = judge(facts)
    assert answer.outcome != "grant"
    assert answer.amount is None


def test_no_earnings_on_record_at_all() -> None:
    for facts in (case(), phase2(0, earnings={}), outcome(0, earnings={})):
        answer = judge(facts)
        assert (answer.outcome, answer.amount) == ("refuse", None)
        assert answer.codes & {"DEN-03", "DEN-04"}


def test_no_reconciliation_before_an_outcome_period() -> None:
    facts = twelve()
    facts["beneficiary"]["benefits"] = benefits("T2", {})
    answer = judge(facts)
    assert (answer.outcome, answer.amount) == ("refuse", None)


def test_reconciliation_of_a_year_without_figures_waits() -> None:
    facts = twelve(first="2026-01", on="2027-01-20")
    answer = judge(facts)
    assert (answer.outcome, answer.amount) == ("ask", None)
    assert "rate not loaded for 2026" in answer.needs


def test_a_class_that_is_not_known_for_every_month_of_the_ticket() -> None:
    """A gap in entitlement that a month of the claim falls into."""
    facts = phase2(3000)
    facts["beneficiary"]["benefits"] = benefits("T2", {}, until="2024-09")
    assert judge(facts).outcome != "grant"


@pytest.mark.parametrize("asks", ["P1M2", "P1M3", "P1M4"])
def test_a_milestone_that_needs_a_month_without_a_rate_waits(asks: str) -> None:
    count = {"P1M2": 3, "P1M3": 6, "P1M4": 9}[asks]
    first = {"P1M2": "2025-11", "P1M3": "2025-08", "P1M4": "2025-05"}[asks]
    worked = months(first, count)
    assert worked[-1] == "2026-01"
    facts = case(
        assigned="2025-04-10",
        asks=asks,
        month="2026-01",
        earnings=dict.fromkeys(worked, 3000),
        on="2026-03-15",
    )
    answer = judge(facts)
    assert (answer.outcome, answer.amount) == ("ask", None)
    assert "rate not loaded for 2026" in answer.needs
    without = case(
        assigned="2025-04-10",
        asks=asks,
        month="2026-01",
        earnings=dict.fromkeys(worked[:-1], 3000) | {"2026-01": 0},
        on="2026-03-15",
        payments=[paid(asks, "2025-12")],
    )
    assert judge(without).short == "refuse DEN-07"
