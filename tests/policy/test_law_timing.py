"""When a month can be claimed: PAY-14, PAY-15, PAY-16, PAY-18, PAY-20."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import (
    Answer,
    Facts,
    assignment,
    case,
    every,
    few,
    judge,
    last_day,
    outcome,
    paid,
    phase2,
    plus,
)

pytestmark = pytest.mark.row("E1")


def claims(month: str, **words: object) -> Answer:
    """P1M1 with enough gross in the claimed month."""
    return judge(case(month=month, earnings={month: 3000}, **words))  # type: ignore[arg-type]


class TestFirstMonth:
    """PAY-14: the month after the assignment month."""

    @pytest.mark.parametrize("assigned", ["2025-03-01", "2025-03-31"])
    def test_the_assignment_month_is_not_payable(self, assigned: str) -> None:
        assert claims("2025-03", assigned=assigned).short == "refuse DEN-09"
        assert claims("2025-02", assigned=assigned).short == "refuse DEN-09"
        assert claims("2025-04", assigned=assigned).short == "grant 1850.00"

    def test_the_answer_says_from_when(self) -> None:
        answer = claims("2025-03", assigned="2025-03-31")
        failed = next(check for check in answer.all("failed") if check["denial"] == "DEN-09")
        assert failed["rule"] in {"PAY-14", "PAY-15"}
        assert str(failed["true_from"]).startswith("2025-04")

    def test_december_s_assignment_is_payable_from_january(self) -> None:
        assert claims("2024-12", assigned="2024-12-01").short == "refuse DEN-09"
        assert claims("2025-01", assigned="2024-12-31").short == "grant 1850.00"

    def test_outcomes_and_phase2_wait_too(self) -> None:
        assert judge(outcome(1700, assigned="2025-03-01")).short == "refuse DEN-09"
        assert judge(phase2(1600, assigned="2024-10-01")).short == "refuse DEN-09"

    def test_the_later_signature_is_the_assignment_date(self) -> None:
        facts = case(month="2025-03", earnings={"2025-03": 3000})
        row = assignment("2025-02-27")
        for later in ("provider_signed_on", "holder_signed_on"):
            facts["assignments"] = [row | {later: "2025-03-01", "entered_on": "2025-03-01"}]
            assert judge(facts).short == "refuse DEN-09"
        facts["assignments"] = [row]
        assert judge(facts).short == "grant 1850.00"


class TestLateEntry:
    """PAY-15: the start day is day 0; day 14 is in time, day 15 is late."""

    @pytest.mark.parametrize(
        ("signed", "entered", "first"),
        [
            ("2025-03-04", "2025-03-18", "2025-04"),
            ("2025-03-04", "2025-03-19", "2025-04"),
            ("2025-03-25", "2025-04-08", "2025-04"),
            ("2025-03-25", "2025-04-09", "2025-05"),
            ("2024-12-20", "2025-01-03", "2025-01"),
            ("2024-12-20", "2025-01-04", "2025-02"),
            ("2024-02-16", "2024-03-01", "2024-03"),
            ("2024-02-15", "2024-03-01", "2024-04"),
            ("2025-02-15", "2025-03-01", "2025-03"),
            ("2025-02-14", "2025-03-01", "2025-04"),
        ],
    )
    def test_first_claim_month(self, signed: str, entered: str, first: str) -> None:
        before = claims(plus(first, -1), assigned=signed, entered=entered)
        assert before.short == "refuse DEN-09"
        at = claims(first, assigned=signed, entered=entered)
        assert at.outcome == "grant"

    def test_the_seed_s_example(self) -> None:
        """EN signs 2 March, holder 4 March, entered 25 March: payments from 25 March."""
        row = assignment("2025-03-02", entered="2025-03-25") | {"holder_signed_on": "2025-03-04"}
        assert claims("2025-03", assignments=[row]).short == "refuse DEN-09"
        assert claims("2025-04", assignments=[row]).short == "grant 1850.00"

    def test_late_entry_is_named_as_the_rule(self) -> None:
        answer = claims("2025-04", assigned="2025-03-25", entered="2025-04-09")
        assert "PAY-15" in answer.rules
        failed = next(check for check in answer.all("failed") if check["rule"] == "PAY-15")
        assert str(failed["true_from"]).startswith("2025-05")

    def test_late_entry_itself_blocks_nothing(self) -> None:
        assert claims("2025-08", assigned="2025-01-10", entered="2025-07-31").short == "grant 1850.00"


@given(st.dates(date(2021, 1, 1), date(2025, 6, 30)), st.integers(10, 20))
@few
def test_day_14_and_15_on_any_day(signed: date, days: int) -> None:
    entered = signed + timedelta(days=days)
    base = str(signed if days <= 14 else entered)[:7]
    words = {"assigned": str(signed), "entered": str(entered)}
    assert claims(base, **words).code == "DEN-09"
    assert claims(plus(base, 1), **words).outcome == "grant"


class TestAfterUnassignment:
    """PAY-16."""

    def former(self, month: str, statement: bool | None, **words: object) -> Facts:
        facts = case(month=month, earnings={month: 3000}, ended="2025-05-10", **words)  # type: ignore[arg-type]
        if statement is not None:
            facts["request"]["services_statement"] = {
                "dated_on": "2025-08-01",
                "shows_contribution": statement,
            }
        return facts

    def test_with_a_services_statement_a_person_decides(self) -> None:
        assert judge(self.former("2025-07", True)).outcome == "refer"

    def test_without_one_it_is_returned(self) -> None:
        answer = judge(self.former("2025-07", None))
        assert answer.outcome == "ask"
        assert any(check["rule"] == "PAY-16" for check in answer.checks if check["state"] != "held")

    def test_a_statement_that_shows_no_contribution(self) -> None:
        assert judge(self.former("2025-07", False)).code == "DEN-16"

    def test_after_termination_it_is_denied(self) -> None:
        facts = self.former("2025-07", True, terminated={"2025-06": "medical-cessation"})
        assert judge(facts).short == "refuse DEN-06"

    def test_the_month_of_unassignment_is_an_assigned_month(self) -> None:
        assert judge(self.former("2025-05", None)).short == "grant 1850.00"

    def test_a_month_before_unassignment_needs_no_statement(self) -> None:
        assert judge(self.former("2025-04", None)).short == "grant 1850.00"

    def test_a_former_provider_need_not_prove_earnings_where_another_holds_the_ticket(self) -> None:
        facts = self.former("2025-07", True)
        facts["evidence"] = []
        alone = judge(facts)
        facts["assignments"].append(assignment("2025-06-01", provider="EN-B"))
        answer = judge(facts)
        assert answer.outcome == "refer"
        assert "DEN-14" not in answer.codes
        assert alone.outcome == "ask"


class TestTermination:
    """PAY-18: nothing in or after the month in which the Ticket terminates."""

    def test_the_last_payable_month_after_a_death(self) -> None:
        terminated = {"2025-08": "death"}
        assert claims("2025-07", terminated=terminated).short == "grant 1850.00"
        assert claims("2025-08", terminated=terminated).short == "refuse DEN-01"
        assert claims("2025-09", terminated=terminated).short == "refuse DEN-01"

    def test_the_day_of_death_is_enough(self) -> None:
        for month, short in [("2025-07", "grant 1850.00"), ("2025-08", "refuse DEN-01")]:
            facts = case(month=month, earnings={month: 3000})
            facts["beneficiary"]["died_on"] = "2025-08-03"
            assert judge(facts).short == short

    @pytest.mark.parametrize(
        "cause", ["medical-cessation", "retirement-age", "age-65", "outcome-period-complete", "other"]
    )
    def test_termination_for_another_cause(self, cause: str) -> None:
        terminated = {"2025-05": cause}
        assert claims("2025-04", terminated=terminated).short == "grant 1850.00"
        assert claims("2025-05", terminated=terminated).short == "refuse DEN-06"

    def test_the_earliest_termination_counts(self) -> None:
        terminated = {"2025-08": "death", "2025-05": "medical-cessation"}
        assert claims("2025-06", terminated=terminated).short == "refuse DEN-06"

    def test_the_36th_outcome_and_the_month_after(self) -> None:
        earlier = [paid("OUTCOME", month) for month in every("2022-06", 35, 0)]
        words = {
            "assigned": "2022-01-10",
            "turns": {"2022-06": "suspended-for-work"},
            "terminated": {"2025-07": "outcome-period-complete"},
            "payments": earlier,
        }
        assert judge(outcome(1700, month="2025-06", **words)).short == "grant 555.00"
        assert judge(outcome(1700, month="2025-07", **words)).short == "refuse DEN-06"

    def test_full_retirement_age_is_a_fact_of_the_record(self) -> None:
        for month, short in [("2025-05", "grant 1850.00"), ("2025-06", "refuse DEN-06")]:
            facts = case(month=month, earnings={month: 3000})
            facts["beneficiary"]["full_retirement_month"] = "2025-06"
            assert judge(facts).short == short

    def test_ssi_ends_with_the_month_after_age_65(self) -> None:
        for month, short in [("2025-06", "grant 1850.00"), ("2025-07", "refuse DEN-06")]:
            facts = case(month=month, title="T16", earnings={month: 3000})
            facts["beneficiary"]["age_65_month"] = "2025-06"
            assert judge(facts).short == short

    def test_age_65_ends_nothing_for_title_ii(self) -> None:
        facts = case(month="2025-07", earnings={"2025-07": 3000})
        facts["beneficiary"]["age_65_month"] = "2025-06"
        assert judge(facts).short == "grant 1850.00"

    def test_attained_before_termination_and_claimed_for_a_month_after_it(self) -> None:
        facts = case(month="2025-06", earnings={"2025-02": 3000}, terminated={"2025-06": "death"})
        assert judge(facts).short == "grant 1850.00"


class TestTimeLimit:
    """PAY-20: 24 months after the month in which work and earnings met the criteria, by month."""

    @pytest.mark.parametrize(
        ("on", "short"), [("2025-03-31", "grant 1646.00"), ("2025-04-01", "refuse DEN-15")]
    )
    def test_the_last_day_is_the_end_of_the_24th_month(self, on: str, short: str) -> None:
        assert claims("2023-03", assigned="2023-01-10", on=on).short == short

    def test_it_runs_from_attainment_not_from_the_claimed_month(self) -> None:
        words = {"assigned": "2023-01-10", "month": "2023-05", "earnings": {"2023-03": 1050}}
        assert judge(case(**words, on="2025-03-31")).short == "grant 1646.00"  # type: ignore[arg-type]
        assert judge(case(**words, on="2025-04-01")).short == "refuse DEN-15"  # type: ignore[arg-type]

    def test_the_day_of_the_request_counts_not_that_of_the_decision(self) -> None:
        facts = case(assigned="2023-01-10", month="2023-03", earnings={"2023-03": 1050}, on="2025-06-20")
        facts["request"]["submitted_on"] = "2025-03-31"
        assert judge(facts).short == "grant 1646.00"


@given(st.integers(0, 40), st.sampled_from(["P1M1", "P2", "OUTCOME"]))
@few
def test_the_edge_of_24_months_in_any_month(step: int, asks: str) -> None:
    month = plus("2020-06", step)
    edge = last_day(plus(month, 24))
    late = plus(month, 25) + "-01"
    for on, expected in ((edge, "grant"), (late, "refuse")):
        if asks == "P1M1":
            answer = claims(month, assigned=f"{plus(month, -3)}-10", on=on)
        elif asks == "P2":
            answer = judge(phase2(3000, month=month, assigned=f"{plus(month, -3)}-10", on=on))
        else:
            answer = judge(outcome(3000, month=month, on=on))
        assert answer.outcome == expected
        assert answer.code == (None if expected == "grant" else "DEN-15")
