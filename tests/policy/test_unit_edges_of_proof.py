"""Which months are proved, by which papers or records, and what rows of a month add up to."""

from typing import Any

import pytest

from portal.policy.core import Month
from portal.policy.months import bounds, monthly_earnings
from portal.policy.payment_facts import Earning
from tests.policy.cases import case, earned, every, judge, paid, paper
from tests.policy.test_unit_edges_of_time import the

pytestmark = pytest.mark.row("E1")


class TestProof:
    def test_each_counted_month_is_proved_though_later_ones_qualify_too(self) -> None:
        earnings = every("2025-02", 5, 2000)
        facts = case(asks="P1M2", month="2025-06", earnings=earnings)
        facts["evidence"] = [paper("employer-statement", ["2025-03", "2025-04"])]
        found = the("earnings-are-proved", judge(facts))
        assert (found["state"], found["facts"]["not_proved"]) == ("failed", ["2025-02"])

    def test_what_a_paid_milestone_rested_on_is_proved_already(self) -> None:
        facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 2000))
        facts["evidence"] = [paper("employer-statement", ["2025-03", "2025-04"])]
        facts["payments"] = [paid("P1M1", "2025-02")]
        found = the("earnings-are-proved", judge(facts))
        assert (found["state"], found["facts"]["months"]) == ("held", ["2025-03", "2025-04"])
        facts["payments"] = [paid("OUTCOME", "2025-03")]
        assert the("earnings-are-proved", judge(facts))["facts"]["not_proved"] == ["2025-02"]

    def test_a_month_before_a_paid_milestone_on_which_it_did_not_rest_is_not_proved_by_it(self) -> None:
        """February is in no window of the first two milestones, and counts for the third one."""
        earnings = {f"2025-{number:02}": 2000 for number in (2, 4, 8, 9, 10, 11)}
        facts = case(asks="P1M3", month="2025-11", earnings=earnings)
        facts["evidence"] = [paper("employer-statement", ["2025-10", "2025-11"])]
        facts["payments"] = [paid("P1M2", "2025-09")]
        found = the("earnings-are-proved", judge(facts))["facts"]
        assert found["not_proved"] == ["2025-02"]
        # Paid for a month in which it was not attained: only that month was proved.
        facts["payments"] = [paid("P1M2", "2025-10")]
        assert the("earnings-are-proved", judge(facts))["facts"]["not_proved"] == [
            "2025-02",
            "2025-04",
            "2025-08",
            "2025-09",
        ]

    def test_a_first_milestone_claimed_late_is_proved_on_its_own(self) -> None:
        facts = case(month="2025-02", earnings=every("2025-02", 3, 2000))
        facts["evidence"] = []
        facts["payments"] = [paid("P1M2", "2025-04")]
        assert the("earnings-are-proved", judge(facts))["facts"]["not_proved"] == ["2025-02"]

    def test_only_papers_for_the_months_not_proved_are_faulted(self) -> None:
        facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 2000))
        facts["evidence"] = [
            paper("employer-statement", ["2025-03", "2025-04"]),
            paper("original-pay-slip", ["2025-02"], lacks=["pay_date"]),
            paper("pay-slip-copy", ["2025-02"]),
            paper("payroll-report", ["2025-09"], lacks=["name"]),
        ]
        found = the("earnings-are-proved", judge(facts))["facts"]
        assert {key: value for key, value in found.items() if key.startswith("paper")} == {
            "paper original-pay-slip-ACME lacks": ["pay date"]
        }

    @pytest.mark.parametrize(
        ("source", "origin", "expected"),
        [
            ("ssa-record", "sweep", "held"),
            ("tax-record", "staff", "held"),
            ("pay-slip", "sweep", "failed"),
            ("ssa-record", "provider", "failed"),
        ],
    )
    def test_what_staff_find_on_the_record_needs_no_paper(
        self, source: str, origin: str, expected: str
    ) -> None:
        facts = case(month="2025-02")
        facts["earnings"] = [earned("2025-02", 2000, source=source)]
        facts["request"]["origin"] = origin
        assert the("earnings-are-proved", judge(facts))["state"] == expected

    def test_who_never_held_the_ticket_is_not_excused(self) -> None:
        facts = case(month="2025-02", earnings={"2025-02": 2000})
        facts["assignments"][0]["provider"] = "EN-B"
        facts["evidence"] = []
        assert the("earnings-are-proved", judge(facts))["state"] == "failed"


MAY = Month.parse("2025-05")


def row(gross: int, month: Month = MAY, **other: Any) -> Earning:
    plain = {"kind": "wages", "employer": "ACME", "source": "pay-slip", "disclosure": "given"}
    return Earning(month=month, gross=gross, **plain | other)


def test_records_that_differ_bound_a_month_without_any_employer() -> None:
    rows = [row(100, employer=None, source="ssa-record"), row(120, employer=None, source="tax-record")]
    assert bounds(rows) == (100, 120)


def test_other_months_and_pensions_are_no_part_of_a_sum() -> None:
    rows = [row(100), row(50, employer="OTHER"), row(30, employer=None, kind="pension"), row(7, MAY.plus(1))]
    rows += [row(11, MAY.plus(2), kind="pension"), row(5, MAY.plus(2), kind="pension")]
    found = monthly_earnings(rows)
    assert found.low == found.high == {MAY: 150, MAY.plus(1): 7}
    assert found.not_work == {MAY: 30, MAY.plus(2): 16}
    assert found.disputed == ()
