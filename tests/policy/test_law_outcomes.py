"""Outcome payments (PAY-05, PAY-12) and the reconciliation payment (PAY-13)."""

import pytest

from tests.policy.cases import (
    Facts,
    assignment,
    benefits,
    case,
    earned,
    every,
    judge,
    months,
    outcome,
    paid,
    phase2,
    plus,
)

pytestmark = pytest.mark.row("E1")


class TestWorkedExamples:
    """PAY-12."""

    def test_suspended_for_work_is_an_outcome(self) -> None:
        assert judge(outcome(1700)).short == "grant 555.00"
        assert judge(outcome(1700, system="outcome")).short == "grant 1033.00"
        assert judge(outcome(1700, title="T16")).short == "grant 310.00"

    def test_suspended_because_of_prison_is_not(self) -> None:
        answer = judge(outcome(1700, turns={"2025-03": "suspended-other"}))
        assert answer.short == "refuse DEN-12"
        assert answer.rules == {"PAY-12"}

    def test_of_a_concurrent_beneficiary_both_must_be_zero(self) -> None:
        facts = outcome(1700)
        stopped = {"2025-03": "suspended-for-work"}
        facts["beneficiary"]["benefits"] = benefits("T2", stopped) + benefits("T16", {})
        assert judge(facts).short == "refuse DEN-12"
        facts["beneficiary"]["benefits"] = benefits("T2", stopped) + benefits("T16", stopped)
        assert judge(facts).short == "grant 555.00"

    def test_in_current_pay_an_outcome_is_denied_and_phase2_may_be_payable(self) -> None:
        assert judge(outcome(1700, turns={})).short == "refuse DEN-12"
        assert judge(phase2(1700, month="2025-03", assigned="2025-01-10")).short == "grant 555.00"

    def test_entitlement_ended_because_of_work(self) -> None:
        assert judge(outcome(1700, turns={"2025-03": "ended-for-work"})).short == "grant 555.00"

    def test_entitlement_ended_for_another_reason(self) -> None:
        answer = judge(outcome(1700, turns={"2025-03": "ended-other"}))
        assert answer.outcome == "refuse"

    def test_below_sga(self) -> None:
        assert judge(outcome(1620)).short == "grant 555.00"
        assert judge(outcome("1619.99")).short == "refuse DEN-03"

    def test_outcome_months_need_not_follow_each_other(self) -> None:
        turns = {"2025-03": "suspended-for-work", "2025-04": "paid", "2025-07": "suspended-for-work"}
        earnings = {"2025-03": 1700, "2025-04": 1700, "2025-07": 1700}
        for month, short in [("2025-03", "grant 555.00"), ("2025-04", "refuse DEN-12"),
                             ("2025-07", "grant 555.00")]:  # fmt: skip
            facts = outcome(1700, month=month, assigned="2025-01-10", turns=turns, earnings=earnings)
            assert judge(facts).short == short


def many(count: int, *, title: str = "T2", to: str = "EN-B", month: str = "2025-03") -> Facts:
    """An outcome claim after `count` outcome payments on the same Ticket."""
    first = {"T16": "2019-06"}.get(title, "2021-06")
    earlier = [paid("OUTCOME", at, to=to) for at in months(first, count)]
    turns = {first: "suspended-for-work"}
    return outcome(
        1700, month=month, assigned=f"{first[:4]}-01-10", title=title, turns=turns, payments=earlier
    )


class TestCounts:
    """PAY-05: 36 or 60 per Ticket over all providers."""

    @pytest.mark.parametrize(
        ("title", "limit", "amount"), [("T2", 36, "555"), ("concurrent", 36, "555"), ("T16", 60, "310")]
    )
    def test_the_last_is_paid_and_the_next_is_not(self, title: str, limit: int, amount: str) -> None:
        assert judge(many(limit - 1, title=title)).short == f"grant {amount}.00"
        answer = judge(many(limit, title=title))
        assert answer.code == "DEN-13"
        assert answer.outcome == "refuse"

    def test_thirty_paid_to_one_provider_leave_six_for_the_next(self) -> None:
        for paid_to_us in range(8):
            facts = many(30)
            facts["payments"] += [paid("OUTCOME", at) for at in months("2024-01", paid_to_us)]
            answer = judge(facts)
            assert answer.short == ("grant 555.00" if paid_to_us < 6 else "refuse DEN-13"), paid_to_us

    def test_milestones_are_not_counted_with_outcomes(self) -> None:
        facts = many(35)
        facts["payments"] += [paid("P2", at) for at in months("2020-06", 11)]
        assert judge(facts).short == "grant 555.00"


def twelve(
    count: int = 12,
    *,
    first: str = "2025-01",
    milestones: tuple[str, ...] = ("P1M1", "P1M2"),
    phase2_paid: int = 3,
    on: str = "2026-01-20",
    **words: object,
) -> Facts:
    """A reconciliation claim after `count` outcome payments from `first` on, assigned 15 months before.

    Phase 1 is attained nine months after assignment, Phase 2 months follow; which of them were paid is said.
    """
    assigned = plus(first, -15)
    worked = months(assigned, 27)[1:]
    paid_out = [paid(kind, worked[8]) for kind in milestones]
    paid_out += [paid("P2", at) for at in worked[9 : 9 + phase2_paid]]
    outcomes = months(first, count)
    paid_out += [paid("OUTCOME", at) for at in outcomes]
    words = {"assigned": f"{assigned}-10", "earnings": dict.fromkeys(worked, 3000)} | words
    return case(
        asks="RECONCILIATION",
        month=outcomes[-1],
        on=on,
        turns={first: "suspended-for-work"},
        payments=paid_out,
        **words,  # type: ignore[arg-type]
    )


class TestReconciliation:
    """PAY-13."""

    def test_two_of_four_and_three_of_eleven_paid(self) -> None:
        assert judge(twelve()).short == "grant 8140.00"

    def test_an_excluded_milestone_was_not_available(self) -> None:
        """P1M1 excluded by the look-back, P1M2 and P1M3 paid: 1850 + 8 x 555."""
        facts = twelve(milestones=("P1M2", "P1M3"))
        assert judge(facts).short == "grant 8140.00"
        facts["earnings"].append(earned("2023-09", 3000))
        assert facts["assignments"][0]["holder_signed_on"] == "2023-10-10"
        assert judge(facts).short == "grant 6290.00"

    def test_eleven_outcomes_bring_nothing_yet(self) -> None:
        answer = judge(twelve(11))
        assert (answer.outcome, answer.amount) == ("refuse", None)
        assert answer.code == "DEN-09"

    def test_the_sum_of_rounded_units(self) -> None:
        assert judge(twelve(first="2024-01", on="2025-01-20")).short == "grant 7864.00"

    def test_figures_are_those_of_the_first_outcome_month(self) -> None:
        """First outcome 2024-06, twelfth 2025-05."""
        assert judge(twelve(first="2024-06", on="2025-12-15")).short == "grant 7864.00"

    def test_ssi_only_has_eighteen_at_its_own_amount(self) -> None:
        """2 x 1850 + 15 x 310."""
        assert judge(twelve(title="T16")).short == "grant 8350.00"

    def test_all_paid_leaves_nothing(self) -> None:
        facts = twelve(milestones=("P1M1", "P1M2", "P1M3", "P1M4"), phase2_paid=11)
        answer = judge(facts)
        assert answer.outcome == "refuse"

    def test_it_is_paid_once(self) -> None:
        facts = twelve()
        facts["payments"].append(paid("RECONCILIATION", "2025-12", amount="8140.00", on="2026-01-10"))
        assert judge(facts).short == "refuse DEN-07"

    def test_an_outcome_provider_has_none(self) -> None:
        assert judge(twelve(system="outcome")).outcome == "refuse"

    def test_a_vr_closure_leaves_phase2_only(self) -> None:
        """8 x 555."""
        assert judge(twelve(milestones=(), closed=["2023-10-01"])).short == "grant 4440.00"

    def test_the_exclusions_of_the_day_of_decision_decide(self) -> None:
        """A closure of 2015 excluded Phase 1 until January 2020, not in March: 4 x 1442 + 11 x 432."""
        facts = twelve(
            first="2019-01",
            on="2020-03-02",
            milestones=(),
            phase2_paid=0,
            assigned="2018-01-10",
            earnings=every("2018-02", 23, 3000),
            closed=["2015-05-01"],
        )
        assert judge(facts).short == "grant 10520.00"

    @pytest.mark.parametrize(
        ("on", "short"), [("2025-12-31", "grant 7244.00"), ("2026-01-01", "refuse DEN-15")]
    )
    def test_its_24_months_start_with_the_twelfth(self, on: str, short: str) -> None:
        """Twelfth outcome month 2023-12; at the figures of 2023, 2 x 1646 + 8 x 494."""
        assert judge(twelve(first="2023-01", on=on)).short == short

    def test_payments_to_another_provider_count_for_the_twelve_and_are_not_due_again(self) -> None:
        facts = twelve()
        facts["assignments"] = [
            assignment("2023-10-10", provider="EN-B", ended="2024-03-10"),
            assignment("2024-03-20", provider="EN-A"),
        ]
        for row in facts["payments"][:2]:
            row["provider"] = "EN-B"
        answer = judge(facts)
        assert answer.outcome == "refer"
        assert {check["rule"] for check in answer.checks if check["state"] != "held"} <= {"PAY-13", "PAY-17"}

    def test_its_allocation_divides_it(self) -> None:
        facts = twelve()
        facts["assignments"] = [
            assignment("2023-10-10", provider="EN-B", ended="2024-03-10"),
            assignment("2024-03-20", provider="EN-A"),
        ]
        month = facts["request"]["claim_month"]
        shares = {"EN-A": "3/4", "EN-B": "1/4"}
        facts["allocations"] = [
            {"kind": "RECONCILIATION", "month": month, "shares": shares, "reason": "by months of service"}
        ]
        assert judge(facts).short == "grant 6105.00"
