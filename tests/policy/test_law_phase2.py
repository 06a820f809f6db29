"""Phase 2 milestones: PAY-05, PAY-06, PAY-11."""

import pytest

from tests.policy.cases import benefits, case, every, judge, outcome, paid, paper, phase2

pytestmark = pytest.mark.row("E1")

NINE = every("2023-02", 9, 1050)  # attains P1M1 … P1M4 in 2023-10 for a Ticket assigned in 2023-01


class TestWorkedExamples:
    """PAY-11, 2024: SGA 1550, blind 2590."""

    def test_at_sga(self) -> None:
        assert judge(phase2(1550)).short == "grant 536.00"

    def test_a_cent_below(self) -> None:
        answer = judge(phase2("1549.99"))
        assert answer.short == "refuse DEN-03"
        assert answer.rules == {"PAY-11"}

    def test_blind_at_2000(self) -> None:
        assert judge(phase2(2000, blind=True)).short == "refuse DEN-03"

    def test_blind_at_the_blind_amount(self) -> None:
        assert judge(phase2(2590, blind=True)).short == "grant 536.00"

    def test_blindness_is_a_matter_of_the_month(self) -> None:
        facts = phase2(2000)
        facts["beneficiary"]["blind"] = [{"from": "2024-11", "until": None}]
        assert judge(facts).short == "grant 536.00"
        facts["beneficiary"]["blind"] = [{"from": "2024-01", "until": "2024-10"}]
        assert judge(facts).short == "grant 536.00"
        facts["beneficiary"]["blind"] = [{"from": "2024-10", "until": "2024-11"}]
        assert judge(facts).short == "refuse DEN-03"

    def test_benefits_need_not_stop(self) -> None:
        facts = phase2(1700)
        assert {row["status"] for row in facts["beneficiary"]["benefits"]} == {"paid"}
        assert judge(facts).outcome == "grant"


@pytest.mark.parametrize(
    ("title", "limit", "amount"), [("T2", 11, "536"), ("concurrent", 11, "536"), ("T16", 18, "301")]
)
def test_the_limit_is_eleven_or_eighteen(title: str, limit: int, amount: str) -> None:
    """One payment before the limit is granted, one at it is not; payments to any provider count."""
    earlier = [paid("P2", month, to="EN-B" if n % 2 else "EN-A")
               for n, month in enumerate(every("2022-10", limit, 0))]  # fmt: skip
    words = {"title": title, "assigned": "2022-08-10", "closed": ["2022-08-01"]}
    facts = phase2(1550, **words, payments=earlier[:-1])
    assert judge(facts).short == f"grant {amount}.00"
    facts = phase2(1550, **words, payments=earlier)
    answer = judge(facts)
    assert answer.short == "refuse DEN-13"
    assert answer.rules == {"PAY-05"}


class TestAfterPhase1:
    """Not payable while an available Phase 1 milestone is unattained; one month never serves both."""

    def test_the_month_after_the_last_milestone_is_open(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2023-11", earnings=NINE | {"2023-11": 1470})
        assert judge(facts).short == "grant 494.00"

    def test_attained_is_enough_though_nothing_was_claimed(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2024-10", earnings=NINE | {"2024-10": 1550})
        assert facts["payments"] == []
        assert judge(facts).short == "grant 536.00"

    def test_the_month_of_the_last_milestone_serves_phase1_only(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2023-10", earnings=every("2023-02", 9, 1470))
        answer = judge(facts)
        assert answer.short == "refuse DEN-09"
        assert answer.rules == {"PAY-11"}

    def test_while_a_milestone_is_unattained_nothing_is_open(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2023-09", earnings=every("2023-02", 8, 1470))
        answer = judge(facts)
        assert answer.short == "refuse DEN-09"
        assert answer.rules == {"PAY-11"}

    def test_excluded_milestones_are_not_waited_for(self) -> None:
        """P1M4 excluded by the look-back (Jan to Sep 2021), the other three attained in 2023-01."""
        before = every("2021-01", 9, 1000)
        after = every("2022-08", 6, 1050)
        words = {"assigned": "2022-07-10", "asks": "P2"}
        facts = case(**words, month="2023-02", earnings=before | after | {"2023-02": 1470})  # type: ignore[arg-type]
        assert judge(facts).short == "grant 494.00"
        facts = case(**words, month="2023-01", earnings=before | after | {"2023-01": 1470})  # type: ignore[arg-type]
        assert judge(facts).short == "refuse DEN-09"


class TestClassOfTheMonth:
    """PAY-06: concurrent is treated as title II; a change in mid-Ticket goes to a person."""

    def test_concurrent(self) -> None:
        assert judge(phase2(1550, title="concurrent")).short == "grant 536.00"

    def test_ssi_only(self) -> None:
        assert judge(phase2(1550, title="T16")).short == "grant 301.00"

    def test_ssi_only_who_becomes_entitled_to_ssdi(self) -> None:
        facts = phase2(1550, title="T16", assigned="2024-01-10", closed=["2024-01-01"])
        row = {"title": "T2", "from": "2024-06", "until": None, "status": "paid"}
        facts["beneficiary"]["benefits"].append(row)
        answer = judge(facts)
        assert answer.outcome == "refer"
        assert any(check["rule"] == "PAY-06" for check in answer.checks if check["state"] != "held")

    def test_concurrent_who_keeps_only_ssi(self) -> None:
        facts = phase2(1550, title="T16", assigned="2024-01-10", closed=["2024-01-01"])
        facts["beneficiary"]["benefits"] += benefits("T2", {}, until="2024-06")
        assert judge(facts).outcome == "refer"

    def test_a_change_before_the_first_assignment_is_none_in_mid_ticket(self) -> None:
        facts = phase2(1550, title="T16", assigned="2024-08-10")
        row = {"title": "T2", "from": "2024-02", "until": None, "status": "paid"}
        facts["beneficiary"]["benefits"].append(row)
        assert judge(facts).short == "grant 536.00"

    def test_a_beneficiary_of_title_ii_who_also_gets_ssi_stays_title_ii(self) -> None:
        facts = phase2(1550, title="T2", assigned="2024-01-10", closed=["2024-01-01"])
        row = {"title": "T16", "from": "2024-06", "until": None, "status": "paid"}
        facts["beneficiary"]["benefits"].append(row)
        assert judge(facts).short == "grant 536.00"


class TestBeforeTheOutcomePeriod:
    """A milestone month must lie before the outcome payment period."""

    def test_the_month_before_it_is_payable(self) -> None:
        facts = phase2(1550, turns={"2024-11": "suspended-for-work"})
        assert judge(facts).short == "grant 536.00"

    def test_its_first_month_is_not(self) -> None:
        facts = phase2(1550, turns={"2024-10": "suspended-for-work"})
        assert judge(facts).short == "refuse DEN-09"

    def test_it_never_reopens(self) -> None:
        facts = phase2(1550, turns={"2024-09": "suspended-for-work", "2024-10": "paid"})
        assert judge(facts).short == "refuse DEN-09"

    def test_a_suspension_for_another_reason_does_not_open_it(self) -> None:
        facts = phase2(1550, turns={"2024-09": "suspended-other", "2024-10": "paid"})
        assert judge(facts).short == "grant 536.00"

    def test_of_a_concurrent_beneficiary_both_benefits_must_stop(self) -> None:
        facts = phase2(1550)
        facts["beneficiary"]["benefits"] = benefits("T2", {"2024-10": "suspended-for-work"}) + benefits(
            "T16", {}
        )
        assert judge(facts).short == "grant 536.00"

    def test_a_first_milestone_in_it_is_refused(self) -> None:
        facts = case(month="2025-06", earnings={"2025-06": 1700}, turns={"2025-04": "suspended-for-work"})
        assert judge(facts).code == "DEN-09"

    def test_a_milestone_attained_before_it_may_be_claimed_for_a_later_month(self) -> None:
        facts = case(month="2025-06", earnings={"2025-02": 1700}, turns={"2025-04": "suspended-for-work"})
        assert judge(facts).short == "grant 1850.00"

    def test_it_may_begin_with_the_month_of_assignment(self) -> None:
        words = {"month": "2025-04", "earnings": {"2025-04": 1700}}
        turns = {"2025-03": "suspended-for-work", "2025-04": "paid"}
        inside = case(assigned="2025-03-30", turns=turns, **words)  # type: ignore[arg-type]
        assert judge(inside).short == "refuse DEN-09"
        on_the_last_day = case(assigned="2025-03-31", turns=turns, **words)  # type: ignore[arg-type]
        assert judge(on_the_last_day).short == "grant 1850.00"


def test_an_outcome_provider_gets_no_milestones() -> None:
    assert judge(phase2(1550, system="outcome")).outcome == "refuse"
    assert judge(case(system="outcome", earnings={"2025-02": 1160})).outcome == "refuse"
    assert judge(outcome(1700, system="outcome")).short == "grant 1033.00"


def test_evidence_of_the_claimed_month_is_enough_for_phase2() -> None:
    facts = phase2(1550, earnings={"2024-09": 1600, "2024-10": 1550})
    facts["evidence"] = [paper("employer-statement", ["2024-10"])]
    assert judge(facts).short == "grant 536.00"
