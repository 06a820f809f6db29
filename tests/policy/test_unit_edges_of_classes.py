"""What a benefit that ended, a cause of termination and a payment of another kind have no part in."""

from datetime import date
from typing import Any

import pytest

from portal.policy.available import what_can_be_claimed
from portal.policy.payment_facts import parse
from tests.policy.cases import Facts, benefits, case, every, judge, months, outcome, paid, phase2
from tests.policy.test_unit_edges_of_time import the

pytestmark = pytest.mark.row("E1")


class TestBenefits:
    def test_ssi_that_ended_for_another_reason_does_not_keep_the_outcome_from_being_because_of_work(
        self,
    ) -> None:
        """PAY-12: SSDI is suspended for work, and the SSI that ended before is no cash benefit."""
        facts = outcome(1700)
        ended = {"title": "T16", "from": "2020-01", "until": None, "status": "ended-other"}
        facts["beneficiary"]["benefits"].append(ended)
        assert the("no-cash-benefit-because-of-work", judge(facts))["state"] == "held"

    def test_ssi_only_since_the_first_assignment_is_one_class_though_ssdi_stood_before_it(self) -> None:
        """PAY-06: the class before the Ticket was assigned does not matter."""
        facts = phase2(1550, title="T16", assigned="2024-03-10", closed=["2024-03-01"])
        facts["beneficiary"]["benefits"] += benefits("T2", {}, until="2024-03")
        found = the("benefit-class-unchanged", judge(facts))
        assert (found["state"], found["facts"]["class"]) == ("held", "T16")


class TestTermination:
    """PAY-18: each reason ends the Ticket by a check of its own."""

    def person(self, title: str, **ages: str) -> Facts:
        facts = case(title=title, month="2025-06", earnings=every("2025-02", 5, 2000), asks="P1M1")
        facts["request"] |= {"asks": "P2"}
        facts["beneficiary"] |= ages
        return facts

    def test_death_is_not_said_twice(self) -> None:
        facts = self.person("T2")
        facts["ticket"]["terminations"] = [{"month": "2025-06", "cause": "death"}]
        answer = judge(facts)
        assert the("before-the-month-of-death", answer)["state"] == "failed"
        assert the("before-the-ticket-terminated", answer)["state"] == "held"

    def test_the_retirement_age_of_ssdi_does_not_end_ssi(self) -> None:
        facts = self.person("T16", full_retirement_month="2025-03")
        assert the("before-the-ticket-terminated", judge(facts))["state"] == "held"

    @pytest.mark.parametrize(
        ("ages", "ended"),
        [
            ({"age_65_month": "2025-03"}, "2025-04"),
            ({"age_65_month": "2025-03", "full_retirement_month": "2025-05"}, "2025-05"),
            ({"age_65_month": "2025-05", "full_retirement_month": "2025-05"}, "2025-06"),
        ],
    )
    def test_of_both_benefits_the_later_age_ends_the_ticket(self, ages: dict[str, str], ended: str) -> None:
        found = the("before-the-ticket-terminated", judge(self.person("concurrent", **ages)))
        assert (found["state"], found["facts"]["terminated"]) == ("failed", ended)


class TestReconciled:
    """PAY-13, PAY-17: the reconciliation is paid once on a Ticket, and leaves no milestone."""

    def own(self, facts: Facts) -> Any:
        return the("not-already-requested-or-paid", judge(facts))["state"]

    def test_a_second_one_is_refused_whatever_month_it_names(self) -> None:
        facts = case(asks="RECONCILIATION", month="2025-06", payments=[paid("RECONCILIATION", "2025-03")])
        assert self.own(facts) == "failed"

    def test_no_phase_2_milestone_is_left(self) -> None:
        facts = phase2(1550, payments=[paid("RECONCILIATION", "2024-08")])
        assert self.own(facts) == "failed"
        assert self.own(phase2(1550, payments=[paid("OUTCOME", "2024-08")])) == "held"

    @pytest.mark.row("E8")
    def test_neither_milestones_nor_a_second_one_can_be_claimed_any_more(self) -> None:
        """Not even as something that may be reached later."""
        facts = outcome(1700, payments=[paid("OUTCOME", month) for month in months("2025-03", 3)])
        assert self.kinds(facts) == {"P1M1", "P1M2", "P1M3", "P1M4", "OUTCOME", "RECONCILIATION"}
        facts["payments"].append(paid("RECONCILIATION", "2025-05"))
        assert self.kinds(facts) == {"OUTCOME"}

    def kinds(self, facts: Facts) -> set[str]:
        return {one.kind for one in what_can_be_claimed(parse(facts), "EN-A", date(2025, 12, 15))}
