"""What a dated parameter changes, and that nothing else does (decisions.md: one setting, one change)."""

from datetime import date

import pytest

from portal.policy.core import Month
from tests.policy.cases import Facts, assignment, case, every, judge

pytestmark = pytest.mark.row("I2")


class TestHalfTrialWorkLevel:
    """PAY-08 switched on for claim months through 2024-03 (TWL of 2017: 840, half of it 420)."""

    ON = Month.parse("2024-03")

    def january(self, earnings: dict[str, float | str], started: str | None = "2017-01-16") -> Facts:
        facts = case(assigned="2016-12-05", month="2017-01", earnings=earnings, on="2017-05-15")
        facts["request"]["job_started_on"] = started
        return facts

    @pytest.mark.parametrize(
        ("earnings", "short"),
        [
            ({"2017-01": 430, "2017-02": 900}, "grant 1400.00"),
            ({"2017-01": 430, "2017-02": 500, "2017-03": 500}, "refuse DEN-04"),
            ({"2017-01": 430, "2017-02": 500, "2017-03": 840}, "grant 1400.00"),
            ({"2017-01": 430, "2017-02": 500, "2017-03": "839.99"}, "refuse DEN-04"),
            ({"2017-01": 430, "2017-02": 500, "2017-03": 500, "2017-04": 900}, "refuse DEN-04"),
            ({"2017-01": 420, "2017-02": 840}, "grant 1400.00"),
            ({"2017-01": "419.99", "2017-02": 840}, "refuse DEN-04"),
            ({"2017-01": 840}, "grant 1400.00"),
        ],
    )
    def test_half_the_level_in_a_month_begun_late(self, earnings: dict[str, float | str], short: str) -> None:
        assert judge(self.january(earnings), half_level_ends_with=self.ON).short == short

    @pytest.mark.parametrize(("started", "granted"), [("2017-01-14", False), ("2017-01-15", True)])
    def test_late_in_the_month_is_from_the_15th(self, started: str, granted: bool) -> None:
        facts = self.january({"2017-01": 430, "2017-02": 900}, started)
        answer = judge(facts, half_level_ends_with=self.ON)
        assert answer.short == ("grant 1400.00" if granted else "refuse DEN-04")

    def test_a_job_begun_in_an_earlier_month_is_not_late_in_this_one(self) -> None:
        facts = self.january({"2017-01": 430, "2017-02": 900}, "2016-12-20")
        assert judge(facts, half_level_ends_with=self.ON).outcome == "refuse"

    def test_without_the_start_of_the_job_the_form_is_not_granted(self) -> None:
        answer = judge(self.january({"2017-01": 430, "2017-02": 900}, None), half_level_ends_with=self.ON)
        assert answer.outcome in {"ask", "refuse"}
        assert answer.amount is None

    def test_months_after_the_end_of_the_form_need_the_whole_level(self) -> None:
        facts = self.january({"2017-01": 430, "2017-02": 900})
        assert judge(facts, half_level_ends_with=Month.parse("2016-12")).short == "refuse DEN-04"
        assert judge(facts).short == "refuse DEN-04"

    def test_it_is_a_form_of_the_first_milestone_only(self) -> None:
        facts = case(assigned="2016-12-05", asks="P1M2", month="2017-03", earnings=every("2017-01", 3, 430))
        facts["request"]["job_started_on"] = "2017-01-16"
        assert judge(facts, half_level_ends_with=self.ON).outcome == "refuse"


class TestCertificationEnds:
    """EVD-02: the tests of the document hold for a date after the parameter."""

    def request(self, submitted: str) -> Facts:
        facts = case(earnings={"2025-02": 1160}, on=submitted)
        facts["request"]["form"] = "certification"
        return facts

    def test_before_and_after(self) -> None:
        end = date(2025, 7, 1)
        assert judge(self.request("2025-06-30"), certification_ends_on=end).outcome == "grant"
        after = judge(self.request("2025-07-02"), certification_ends_on=end)
        assert after.outcome in {"refuse", "ask"}
        assert "EVD-02" in after.rules

    def test_an_evidentiary_request_is_not_touched(self) -> None:
        facts = case(earnings={"2025-02": 1160})
        assert judge(facts, certification_ends_on=date(2025, 7, 1)).outcome == "grant"


class TestOthers:
    def test_phase2_without_waiting_for_phase1(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2023-09", earnings=every("2023-02", 8, 1470))
        assert judge(facts).outcome == "refuse"
        answer = judge(facts, phase_2_requires_phase_1=False, month_may_serve_both_phases=True)
        assert answer.short == "grant 494.00"

    def test_one_month_for_both_phases(self) -> None:
        facts = case(assigned="2023-01-10", asks="P2", month="2023-10", earnings=every("2023-02", 9, 1470))
        assert judge(facts).outcome == "refuse"
        assert judge(facts, month_may_serve_both_phases=True).short == "grant 494.00"

    @pytest.mark.parametrize(("on", "outcome"), [("2024-03-31", "grant"), ("2024-04-01", "refuse")])
    def test_claim_limit(self, on: str, outcome: str) -> None:
        facts = case(assigned="2023-01-10", month="2023-03", earnings={"2023-03": 1050}, on=on)
        assert judge(facts, claim_limit_months=12).outcome == outcome

    @pytest.mark.parametrize(("days", "outcome"), [(14, "refuse"), (15, "grant")])
    def test_late_entry(self, days: int, outcome: str) -> None:
        facts = case(month="2025-04", earnings={"2025-04": 1160})
        facts["assignments"] = [assignment("2025-03-25", entered="2025-04-09")]
        assert judge(facts, late_entry_days=days).outcome == outcome

    @pytest.mark.parametrize(("months", "outcome"), [(18, "refuse"), (17, "grant")])
    def test_vr_closure(self, months: int, outcome: str) -> None:
        facts = case(
            assigned="2024-06-15", month="2024-07", earnings={"2024-07": 2000}, closed=["2022-12-16"]
        )
        assert judge(facts, vr_closure_months=months).outcome == outcome
