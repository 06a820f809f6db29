"""Edges of holding, allocation, termination and evidence that one day, one name or one paper decides."""

import pytest

from tests.policy.cases import Facts, assignment, benefits, case, every, judge, paid, paper

pytestmark = pytest.mark.row("E1")


class TestHolding:
    """PAY-16; settled: the month of unassignment is an assigned month."""

    @pytest.mark.parametrize(("ended", "outcome"), [("2025-05-01", "grant"), ("2025-04-30", "ask")])
    def test_the_first_day_of_the_month_is_enough(self, ended: str, outcome: str) -> None:
        assert judge(case(month="2025-05", earnings={"2025-05": 1700}, ended=ended)).outcome == outcome

    @pytest.mark.parametrize(
        ("signed", "ended", "asked"),
        [
            ("2025-06-01", None, False),
            ("2025-12-15", None, False),
            ("2025-06-01", "2025-12-16", False),
            ("2025-06-01", "2025-12-14", True),
        ],
        ids=["holds", "holds from the day of request", "holds to the day after", "held to the day before"],
    )
    def test_earnings_evidence_of_a_former_provider(
        self, signed: str, ended: str | None, asked: bool
    ) -> None:
        """Asked of it unless another provider holds the Ticket on the day of the request, 2025-12-15."""
        facts = case(month="2025-07", earnings={"2025-07": 1700}, ended="2025-05-10")
        facts["request"]["services_statement"] = {"dated_on": "2025-08-01", "shows_contribution": True}
        facts["evidence"] = []
        facts["assignments"].append(assignment(signed, provider="EN-B", ended=ended))
        assert ("DEN-14" in judge(facts).codes) is asked

    def test_a_provider_whose_first_turn_is_still_to_come_is_not_the_holder(self) -> None:
        facts = case(month="2025-05", earnings={"2025-05": 1700}, assigned="2025-06-10")
        assert judge(facts).short == "refuse DEN-09"


class TestShares:
    """PAY-17."""

    def claim(self, shares: dict[str, str], month: str = "2025-06") -> Facts:
        turns = [
            assignment("2024-12-10", provider="EN-B", ended="2025-02-10"),
            assignment("2025-02-20", provider="EN-A"),
        ]
        facts = case(assignments=turns, asks="P1M3", month="2025-06", earnings=every("2025-01", 6, 2000))
        facts["allocations"] = [{"kind": "P1M3", "month": month, "shares": shares, "reason": "service"}]
        return facts

    def test_who_has_no_share_is_not_paid(self) -> None:
        for shares in ({"EN-B": "1/1"}, {"EN-A": "0/1", "EN-B": "1/1"}):
            answer = judge(self.claim(shares))
            assert answer.outcome != "grant"

    @pytest.mark.parametrize(("share", "amount"), [("1/2", "925.00"), ("1/3", "617.00"), ("2/3", "1233.00")])
    def test_two_shares_make_the_whole(self, share: str, amount: str) -> None:
        rest = {"1/2": "1/2", "1/3": "2/3", "2/3": "1/3"}[share]
        assert judge(self.claim({"EN-A": share, "EN-B": rest})).short == f"grant {amount}"

    def test_the_holder_bears_what_rounding_half_up_gives_the_other(self) -> None:
        """7/20 of 1850 is 647.50: the former provider's rounds to 648, the holder keeps 1202."""
        assert judge(self.claim({"EN-A": "13/20", "EN-B": "7/20"})).short == "grant 1202.00"

    def test_paid_to_the_other_without_an_allocation_is_a_duplicate(self) -> None:
        facts = self.claim({"EN-A": "1/2", "EN-B": "1/2"})
        facts["payments"] = [paid("P1M3", "2025-06", to="EN-B", amount="925.00")]
        assert judge(facts).short == "grant 925.00"
        facts["allocations"] = []
        assert judge(facts).short == "refuse DEN-02"


class TestEndOfEntitlement:
    """PAY-18: title II entitlement or SSI eligibility ends for a reason other than work, whichever is later."""

    @pytest.mark.parametrize(("month", "short"), [("2025-04", "grant 1850.00"), ("2025-05", "refuse DEN-06")])
    def test_of_one_title(self, month: str, short: str) -> None:
        facts = case(month=month, earnings={month: 1700}, turns={"2025-05": "ended-other"})
        assert judge(facts).short == short

    def test_of_both_the_later_counts(self) -> None:
        for month, terminated in (("2025-04", False), ("2025-06", True)):
            facts = case(month=month, earnings={month: 1700})
            facts["beneficiary"]["benefits"] = benefits("T2", {"2025-03": "ended-other"}) + benefits(
                "T16", {"2025-06": "ended-other"}
            )
            assert ("DEN-06" in judge(facts).codes) is terminated

    def test_an_end_because_of_work_terminates_nothing(self) -> None:
        facts = case(asks="OUTCOME", month="2025-06", earnings={"2025-06": 1700})
        facts["beneficiary"]["benefits"] = benefits("T2", {"2025-05": "ended-for-work"})
        assert judge(facts).short == "grant 555.00"


class TestPapers:
    """EVD-01: the return says what is missing."""

    @pytest.mark.parametrize("item", ["name", "gross", "pay_date", "pay_period", "legible"])
    def test_what_a_paper_lacks_is_named(self, item: str) -> None:
        facts = case(earnings={"2025-02": 1160})
        facts["evidence"] = [paper("original-pay-slip", ["2025-02"], lacks=[item])]
        (failed,) = judge(facts).all("failed")
        said = f"{failed['facts']} {failed['remedy']} {failed['needs']}".replace("_", " ")
        assert item.replace("_", " ") in said

    def test_papers_for_several_months_may_differ_in_kind(self) -> None:
        facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 1160))
        facts["evidence"] = [
            paper("original-pay-slip", ["2025-02"]),
            paper("payroll-report", ["2025-03"]),
            paper("pay-slip-copy", ["2025-04"]),
            paper("unemployment-record", ["2025-04"], "STATE"),
        ]
        assert judge(facts).short == "grant 1850.00"
        facts["evidence"].pop()
        assert judge(facts).short == "ask DEN-14"


class TestClosures:
    """PAY-09."""

    def closures(self, *rows: tuple[str, bool], on: str | None = None, assigned: str = "2024-06-15") -> str:
        month = f"{assigned[:5]}07"
        facts = case(assigned=assigned, month=month, earnings={month: 2000}, on=on)
        facts["ticket"]["vr_closures"] = [{"closed_on": day, "successful": good} for day, good in rows]
        return judge(facts).short

    def test_one_within_the_18_months_is_enough(self) -> None:
        assert self.closures(("2021-01-10", True), ("2023-05-10", True)) == "refuse DEN-10"
        assert self.closures(("2023-05-10", True), ("2024-01-10", False)) == "refuse DEN-10"
        assert self.closures(("2021-01-10", True), ("2024-01-10", False)) == "grant 1788.00"

    def test_the_older_rule_takes_the_latest_case_however_old(self) -> None:
        words = {"on": "2020-01-31", "assigned": "2019-06-15"}
        assert self.closures(("2010-01-10", False), ("2012-01-10", True), **words) == "refuse DEN-10"
        assert self.closures(("2010-01-10", True), ("2012-01-10", False), **words) == "grant 1442.00"
