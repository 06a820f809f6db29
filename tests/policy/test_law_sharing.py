"""More than one payee: PAY-02, PAY-16, PAY-17, PAY-22."""

from fractions import Fraction

import pytest

from portal.policy.payment_facts import parse
from portal.policy.sharing import each_part, may_have_a_share
from tests.policy.cases import Facts, assignment, case, every, judge, outcome, paid, phase2

pytestmark = pytest.mark.row("E1", "E9")

SIX = every("2025-01", 6, 2000)  # attains P1M3 in 2025-06 for a Ticket assigned before 2025


def third_milestone(shares: dict[str, str], *, holder: str = "EN-A", ask: str = "EN-A") -> Facts:
    """P1M3 attained 2025-06, the providers one after the other, `holder` last and still holding."""
    order = [name for name in ("EN-A", "EN-B", "EN-C") if name in shares and name != holder]
    ends = ["2025-02-10", "2025-03-10", "2025-04-10"]
    starts = ["2024-12-10", "2025-02-20", "2025-03-20"]
    turns = [assignment(starts[n], provider=name, ended=ends[n]) for n, name in enumerate(order)]
    turns.append(assignment("2025-04-20", provider=holder))
    facts = case(assignments=turns, asks="P1M3", month="2025-06", earnings=SIX)
    facts["request"]["provider"] = ask
    facts["allocations"] = [
        {"kind": "P1M3", "month": "2025-06", "shares": shares, "reason": "by service months"}
    ]
    facts["request"]["services_statement"] = {"dated_on": "2025-08-01", "shows_contribution": True}
    return facts


class TestAllocation:
    """PAY-17: a person sets the shares, the engine computes; the total never rises."""

    def test_sixty_forty(self) -> None:
        shares = {"EN-A": "3/5", "EN-B": "2/5"}
        assert judge(third_milestone(shares)).short == "grant 1110.00"
        other = judge(third_milestone(shares, ask="EN-B"))
        assert other.outcome in {"grant", "refer"}
        assert other.amount in {"740.00", None}

    def test_thirds_leave_the_rest_to_the_holder(self) -> None:
        thirds = {"EN-A": "1/3", "EN-B": "1/3", "EN-C": "1/3"}
        assert judge(third_milestone(thirds)).short == "grant 616.00"
        assert judge(third_milestone(thirds, holder="EN-C", ask="EN-C")).short == "grant 616.00"

    def test_a_former_provider_s_third_is_rounded_alone(self) -> None:
        thirds = {"EN-A": "1/3", "EN-B": "1/3", "EN-C": "1/3"}
        answer = judge(third_milestone(thirds, holder="EN-C"))
        assert answer.outcome in {"grant", "refer"}
        assert answer.amount in {"617.00", None}

    def test_the_other_share_already_paid_is_no_duplicate(self) -> None:
        facts = third_milestone({"EN-A": "3/5", "EN-B": "2/5"})
        facts["payments"] = [paid("P1M3", "2025-06", to="EN-B", amount="740.00")]
        assert judge(facts).short == "grant 1110.00"

    def test_an_own_share_already_paid_is_one(self) -> None:
        facts = third_milestone({"EN-A": "3/5", "EN-B": "2/5"})
        facts["payments"] = [paid("P1M3", "2025-06", to="EN-A", amount="1110.00")]
        assert judge(facts).short == "refuse DEN-07"

    def test_each_is_paid_by_its_own_system(self) -> None:
        """Halves of 555 (outcome-milestone) and of 1033 (outcome): 277.50 rounds half up."""
        facts = outcome(1700, month="2025-06", turns={"2025-06": "suspended-for-work"})
        turns = [
            assignment("2025-01-10", provider="EN-B", ended="2025-03-10", system="outcome"),
            assignment("2025-03-20", provider="EN-A"),
        ]
        facts["assignments"] = turns
        shares = {"EN-A": "1/2", "EN-B": "1/2"}
        facts["allocations"] = [
            {"kind": "OUTCOME", "month": "2025-06", "shares": shares, "reason": "half each"}
        ]
        assert judge(facts).short == "grant 278.00"
        turns[0]["system"], turns[1]["system"] = "outcome-milestone", "outcome"
        assert judge(facts).short == "grant 517.00"

    def test_a_share_of_one_is_the_whole(self) -> None:
        assert judge(third_milestone({"EN-A": "1/1", "EN-B": "0/1"})).short == "grant 1850.00"

    def test_an_allocation_of_another_milestone_changes_nothing(self) -> None:
        facts = third_milestone({"EN-A": "3/5", "EN-B": "2/5"})
        facts["allocations"][0]["kind"] = "P1M4"
        assert judge(facts).short == "grant 1850.00"


class TestDuplicates:
    """PAY-17, DEN-02 and DEN-07."""

    def test_paid_to_the_other_provider(self) -> None:
        facts = case(earnings={"2025-02": 1200}, payments=[paid("P1M1", "2025-02", to="EN-B")])
        answer = judge(facts)
        assert answer.short == "refuse DEN-02"
        assert "2025-03-20" in str(answer.json)

    def test_paid_to_us_for_that_month(self) -> None:
        facts = case(earnings={"2025-02": 1200}, payments=[paid("P1M1", "2025-02")])
        answer = judge(facts)
        assert answer.short == "refuse DEN-07"
        assert "2025-03-20" in str(answer.json)

    def test_a_phase1_milestone_is_paid_once_whatever_the_month(self) -> None:
        earnings = {"2025-02": 1200, "2025-06": 1200}
        facts = case(month="2025-06", earnings=earnings, payments=[paid("P1M1", "2025-02")])
        assert judge(facts).short == "refuse DEN-07"

    def test_another_milestone_is_none(self) -> None:
        earnings = every("2025-02", 3, 1200)
        facts = case(asks="P1M2", month="2025-04", earnings=earnings, payments=[paid("P1M1", "2025-02")])
        assert judge(facts).short == "grant 1850.00"

    def test_phase2_and_outcomes_are_paid_once_a_month(self) -> None:
        assert judge(phase2(1600, payments=[paid("P2", "2024-10")])).short == "refuse DEN-07"
        assert judge(phase2(1600, payments=[paid("P2", "2024-10", to="EN-B")])).short == "refuse DEN-02"
        assert judge(phase2(1600, payments=[paid("P2", "2024-09")])).short == "grant 536.00"
        assert judge(outcome(1700, payments=[paid("OUTCOME", "2025-03")])).short == "refuse DEN-07"
        assert judge(outcome(1700, payments=[paid("OUTCOME", "2025-02")])).short == "grant 555.00"

    def test_an_own_open_claim_of_the_same_month_is_an_exact_duplicate(self) -> None:
        facts = case(earnings={"2025-02": 1200})
        claim = {"provider": "EN-A", "kind": "P1M1", "month": "2025-02", "submitted_on": "2025-05-01"}
        facts["open_claims"] = [claim]
        assert judge(facts).short == "refuse DEN-07"

    def test_another_provider_s_open_claim_of_the_same_milestone_goes_to_a_person(self) -> None:
        facts = case(earnings={"2025-02": 1200})
        claim = {"provider": "EN-B", "kind": "P1M1", "month": "2025-02", "submitted_on": "2025-05-01"}
        facts["open_claims"] = [claim]
        facts["assignments"].insert(0, assignment("2024-06-10", provider="EN-B", ended="2024-12-20"))
        assert judge(facts).outcome == "refer"


class TestCostReimbursement:
    """PAY-02 and PAY-22: never both for one period; a pair goes to a person."""

    def test_a_cost_reimbursement_case_brings_no_claim(self) -> None:
        facts = case(system="cost-reimbursement", earnings={"2025-02": 1200})
        assert judge(facts).outcome == "refuse"

    @pytest.mark.parametrize(("until", "outcome"), [("2025-03", "refer"), ("2025-02", "grant")])
    def test_a_claimed_period_that_holds_the_month_goes_to_a_person(self, until: str, outcome: str) -> None:
        facts = case(earnings={"2025-02": 1200})
        facts["ticket"]["vr_cases"] = [
            {
                "opened_on": "2022-01-10",
                "closed_on": "2022-12-20",
                "claimed": [{"from": "2024-01", "until": until}],
            }
        ]
        assert judge(facts).outcome == outcome


class TestBeforeItIsEntered:
    """PAY-17: what a division comes to, shown to whom enters it."""

    def test_each_part_and_who_may_have_one(self) -> None:
        facts = parse(third_milestone({"EN-A": "3/5", "EN-B": "2/5"}))
        assert set(may_have_a_share(facts)) == {"EN-A", "EN-B"}
        halves = {"EN-A": Fraction(1, 2), "EN-B": Fraction(1, 2)}
        assert each_part(facts, halves) == {"EN-A": 92_500, "EN-B": 92_500}

    def test_a_whole_that_is_not_known_has_no_parts(self) -> None:
        facts = third_milestone({"EN-A": "3/5", "EN-B": "2/5"})
        facts["request"]["claim_month"] = "2026-01"
        facts["earnings"] = []
        assert each_part(parse(facts), {"EN-A": Fraction(1)}) is None
