"""Readings settled in decisions.md that need a history of more than one turn, and second statements of them."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import (
    Facts,
    assignment,
    benefits,
    case,
    earned,
    every,
    few,
    judge,
    months,
    outcome,
    paid,
    paper,
    phase2,
    plus,
)
from tests.policy.test_law_outcomes import twelve

pytestmark = pytest.mark.row("E1")

STOPPED = "suspended-for-work"


class TestOutcomePeriod:
    def test_stopped_before_the_first_assignment_it_begins_with_the_assignment_month(self) -> None:
        words = {"earnings": {"2025-02": 1700}}
        assert judge(case(**words, turns={"2024-06": STOPPED})).code == "DEN-09"
        paid_again = {"2024-06": STOPPED, "2025-01": "paid"}
        assert judge(case(**words, turns=paid_again)).short == "grant 1850.00"

    def test_it_runs_over_the_ticket_not_over_the_provider(self) -> None:
        turns = [
            assignment("2024-06-10", provider="EN-B", ended="2024-11-20"),
            assignment("2025-01-10", provider="EN-A"),
        ]
        words = {"assignments": turns, "earnings": {"2025-02": 1700}}
        stopped = {"2024-08": STOPPED, "2024-10": "paid"}
        assert judge(case(**words, turns=stopped)).short == "refuse DEN-09"
        assert judge(case(**words)).short == "grant 1850.00"

    def test_its_months_do_not_complete_a_milestone(self) -> None:
        facts = case(
            asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 1700), turns={"2025-04": STOPPED}
        )
        answer = judge(facts)
        assert answer.outcome == "refuse"
        assert "DEN-09" in answer.codes

    def test_what_is_reached_in_it_is_no_attainment_that_could_be_too_late(self) -> None:
        """411.535(a)(1)(i): months at the level in the outcome period attain nothing; the claimed month is judged."""
        words = {"asks": "P1M2", "month": "2025-05", "on": "2025-07-31", "assigned": "2022-06-10"}
        worked = every("2022-09", 3, 1700)
        assert judge(case(**words, earnings=worked, turns={"2022-12": STOPPED})).code == "DEN-15"
        in_outcomes = judge(case(**words, earnings=worked, turns={"2022-11": STOPPED}))
        assert in_outcomes.code == "DEN-09"
        assert "DEN-15" not in in_outcomes.codes

    def test_another_federal_cash_benefit_beside_ended_entitlement(self) -> None:
        facts = outcome(1700)
        facts["beneficiary"]["benefits"] = benefits("T2", {"2025-03": "ended-for-work"}) + benefits("T16", {})
        assert judge(facts).short == "refuse DEN-12"


def begins(assigned: date, rows: dict[str, list[str]], spell: list[str]) -> str | None:
    """The second statement: the first month that ends after the day of first assignment and has no cash."""
    for number, month in enumerate(spell):
        year, of_year = int(month[:4]), int(month[5:])
        last = date(year, of_year, calendar.monthrange(year, of_year)[1])
        if last > assigned and all(statuses[number] == STOPPED for statuses in rows.values()):
            return month
    return None


@given(
    st.sampled_from([10, 29, 30]),
    st.lists(st.sampled_from(["paid", "paid", "suspended-other", STOPPED]), min_size=8, max_size=8),
    st.lists(st.sampled_from(["paid", STOPPED, STOPPED]), min_size=8, max_size=8),
    st.booleans(),
)
@few
def test_no_milestone_month_from_the_outcome_period_on(
    day: int, first: list[str], second: list[str], concurrent: bool
) -> None:
    """Assigned in June 2024; benefits of May to December; all of Phase 1 excluded, 3000 earned each month."""
    spell = months("2024-05", 8)
    rows = {"T2": first, "T16": second} if concurrent else {"T2": first}
    start = begins(date(2024, 6, day), rows, spell)
    for month in spell[2:]:
        facts = phase2(3000, month=month, assigned=f"2024-06-{day}")
        facts["beneficiary"]["benefits"] = [
            row
            for title, statuses in rows.items()
            for row in benefits(title, dict(zip(spell, statuses, strict=True)) | {"2025-01": "paid"})
        ]
        answer = judge(facts)
        if start is None or month < start:
            assert answer.short == "grant 536.00", (start, month)
        else:
            assert answer.short == "refuse DEN-09", (start, month)


class TestSeveralTurns:
    def test_a_month_shared_by_unassignment_and_reassignment_is_the_former_provider_s(self) -> None:
        turns = [
            assignment("2025-01-10", provider="EN-A", ended="2025-05-10"),
            assignment("2025-05-20", provider="EN-B"),
        ]
        facts = case(assignments=turns, month="2025-05", earnings={"2025-05": 1700})
        assert judge(facts).short == "grant 1850.00"
        facts["request"]["provider"] = "EN-B"
        assert judge(facts).short == "refuse DEN-09"

    def test_a_returned_provider_is_not_paid_outright_for_a_month_under_another(self) -> None:
        turns = [
            assignment("2024-01-10", provider="EN-A", ended="2024-03-10"),
            assignment("2024-04-10", provider="EN-B", ended="2024-08-10"),
            assignment("2024-09-10", provider="EN-A"),
        ]
        facts = case(assignments=turns, month="2024-06", earnings={"2024-06": 1700}, on="2024-12-15")
        assert judge(facts).outcome != "grant"
        facts = case(assignments=turns, month="2024-10", earnings={"2024-10": 1700}, on="2024-12-15")
        assert judge(facts).short == "grant 1788.00"
        facts = case(assignments=turns, month="2024-02", earnings={"2024-02": 1700}, on="2024-12-15")
        assert judge(facts).short == "grant 1788.00"

    def test_each_turn_has_its_own_system(self) -> None:
        turns = [
            assignment("2024-01-10", provider="EN-B", ended="2024-08-10", system="outcome-milestone"),
            assignment("2024-09-10", provider="EN-A", system="outcome"),
        ]
        facts = outcome(1700, month="2024-12", turns={"2024-12": STOPPED}, assignments=turns)
        assert judge(facts).short == "grant 998.00"
        turns[0]["system"], turns[1]["system"] = "outcome", "outcome-milestone"
        assert judge(facts).short == "grant 536.00"

    def test_the_rest_of_thirds_where_nobody_holds_goes_to_the_last_holder(self) -> None:
        turns = [
            assignment("2024-12-10", provider="EN-B", ended="2025-01-10"),
            assignment("2025-01-20", provider="EN-C", ended="2025-02-10"),
            assignment("2025-02-20", provider="EN-A", ended="2025-06-10"),
        ]
        facts = case(assignments=turns, asks="P1M3", month="2025-06", earnings=every("2025-01", 6, 2000))
        shares = {"EN-A": "1/3", "EN-B": "1/3", "EN-C": "1/3"}
        facts["allocations"] = [{"kind": "P1M3", "month": "2025-06", "shares": shares, "reason": "service"}]
        assert judge(facts).short == "grant 616.00"


@given(st.integers(0, 8), st.integers(0, 8))
@few
def test_shares_of_a_milestone_add_up_to_it(ours: int, theirs: int) -> None:
    """Whole shares in eighths of 1850 for two providers: each asks as the present holder in turn."""
    theirs = min(theirs, 8 - ours)
    rest = 8 - ours - theirs
    shares = {"EN-A": f"{ours}/8", "EN-B": f"{theirs}/8", "EN-C": f"{rest}/8"}
    turns = [
        assignment("2024-10-10", provider="EN-B", ended="2024-11-10"),
        assignment("2024-11-20", provider="EN-C", ended="2024-12-10"),
        assignment("2024-12-20", provider="EN-A"),
    ]
    facts = case(assignments=turns, asks="P1M3", month="2025-06", earnings=every("2025-01", 6, 2000))
    facts["allocations"] = [{"kind": "P1M3", "month": "2025-06", "shares": shares, "reason": "service"}]
    half_up = [(1850 * part * 2 + 8) // 16 for part in (theirs, rest)]
    answer = judge(facts)
    if ours:
        assert answer.short == f"grant {1850 - sum(half_up)}.00"
    else:
        assert answer.amount in {None, f"{1850 - sum(half_up)}.00"}


class TestEvidenceOfTheRightMonths:
    def test_the_attainment_month_is_proved_not_the_later_month_named(self) -> None:
        facts = case(month="2025-06", earnings={"2025-02": 1160})
        facts["evidence"] = [paper("original-pay-slip", ["2025-02"])]
        assert judge(facts).short == "grant 1850.00"

    @pytest.mark.parametrize("missing", ["2025-02", "2025-03", "2025-04"])
    def test_every_month_that_makes_the_milestone_is_proved(self, missing: str) -> None:
        facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 1160))
        facts["evidence"][0]["months"].remove(missing)
        answer = judge(facts)
        assert answer.short == "ask DEN-14"
        assert missing in str(answer.all("failed")[0]["facts"])

    def test_a_conflict_in_a_month_that_decides_nothing_stops_nothing(self) -> None:
        facts = case(earnings={"2025-02": 1160, "2025-08": 1000})
        facts["earnings"].append(earned("2025-08", 400, source="ssa-record", disclosure="ssa-record"))
        assert judge(facts).short == "grant 1850.00"

    def test_a_conflict_in_the_look_back_is_for_a_person(self) -> None:
        facts = case(earnings={"2024-12": 1200, "2025-02": 1160})
        facts["earnings"].append(earned("2024-12", 1000, source="ssa-record", disclosure="ssa-record"))
        assert judge(facts).outcome in {"refer", "ask"}


class TestClaimsWithoutAnAsking:
    """ "Not available" (S1): found by the staff or the sweep; DEN-10, 11, 13 or 09."""

    @pytest.mark.parametrize("origin", ["staff", "sweep"])
    def test_the_codes(self, origin: str) -> None:
        cases = {
            "DEN-10": case(earnings={"2025-02": 1700}, closed=["2024-06-01"]),
            "DEN-11": case(earnings={"2024-12": 1700, "2025-02": 1700}),
            "DEN-13": phase2(1600, payments=[paid("P2", month) for month in months("2023-01", 11)]),
            "DEN-09": case(month="2025-01", earnings={"2025-01": 1700}),
        }
        for code, facts in cases.items():
            facts["request"] |= {"origin": origin}
            assert judge(facts).short == f"refuse {code}"


class TestYearEdges:
    def test_phase2(self) -> None:
        words = {"assigned": "2024-08-10"}
        assert judge(phase2(1550, month="2024-12", **words)).short == "grant 536.00"
        assert judge(phase2(1550, month="2025-01", **words)).short == "refuse DEN-03"
        assert judge(phase2(1620, month="2025-01", **words)).short == "grant 555.00"

    def test_outcomes(self) -> None:
        assert judge(outcome(1550, month="2024-12")).short == "grant 536.00"
        assert judge(outcome(1550, month="2025-01")).short == "refuse DEN-03"
        assert judge(outcome(1620, month="2025-01", system="outcome")).short == "grant 1033.00"


class TestFigures:
    """I2: each figure with its standing, as the table has it."""

    @pytest.mark.parametrize(
        ("month", "standing"), [("2025-10", "published"), ("2024-10", "derived"), ("2008-10", "published")]
    )
    def test_the_amount_s_standing(self, month: str, standing: str) -> None:
        facts = case(assigned=f"{month[:4]}-08-10", month=month, earnings={month: 3000})
        answer = judge(facts)
        assert answer.outcome == "grant"
        shown = [check["figure"] for check in answer.checks if check["rule"] == "PAY-04" and check["figure"]]
        assert [(one["year"], one["standing"]) for one in shown] == [(int(month[:4]), standing)]


PHASE1 = ["P1M1", "P1M2", "P1M3", "P1M4"]


@given(st.sets(st.sampled_from(PHASE1)), st.integers(0, 11))
@few
def test_reconciliation_is_what_was_available_and_not_paid(milestones: set[str], phase2_paid: int) -> None:
    facts: Facts = twelve(milestones=tuple(sorted(milestones)), phase2_paid=phase2_paid)
    due = (4 - len(milestones)) * 1850 + (11 - phase2_paid) * 555
    answer = judge(facts)
    assert answer.short == (f"grant {due}.00" if due else "refuse DEN-13")


def test_reconciliation_is_paid_once_a_ticket_though_to_another_provider() -> None:
    facts = twelve()
    facts["payments"].append(paid("RECONCILIATION", "2025-12", to="EN-B", on="2026-01-10"))
    assert judge(facts).short == "refuse DEN-02"


def test_a_second_open_claim_of_a_milestone_is_not_granted_beside_the_first() -> None:
    facts = case(month="2025-03", earnings={"2025-02": 1100, "2025-03": 1700, "2025-04": 1700})
    claim = {"provider": "EN-A", "kind": "P1M1", "month": "2025-04", "submitted_on": "2025-05-01"}
    facts["open_claims"] = [claim]
    assert judge(facts).outcome != "grant"
    facts["open_claims"] = [claim | {"kind": "P1M2"}]
    assert judge(facts).outcome == "grant"
    assert plus("2025-12", 1) == "2026-01"
