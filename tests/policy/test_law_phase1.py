"""Phase 1 milestones: PAY-07, PAY-08, and the settled readings of "Milestones and outcomes"."""

import pytest

from tests.policy.cases import assignment, case, earned, every, judge

pytestmark = pytest.mark.row("E1")


class TestWorkedExamples:
    """PAY-07, assigned 2025-01-10, TWL 1160, no exclusion."""

    def test_a_month_at_the_level_attains_the_first(self) -> None:
        assert judge(case(earnings={"2025-02": 1160})).short == "grant 1850.00"

    def test_a_cent_less_attains_none(self) -> None:
        answer = judge(case(earnings={"2025-02": "1159.99"}))
        assert answer.short == "refuse DEN-04"
        assert "PAY-07" in answer.rules

    def test_three_in_six_months(self) -> None:
        earnings = {"2025-02": 1200, "2025-04": 1200, "2025-07": 1200}
        assert judge(case(asks="P1M2", month="2025-07", earnings=earnings)).short == "grant 1850.00"

    def test_three_in_seven_months_are_two_in_six(self) -> None:
        earnings = {"2025-02": 1200, "2025-04": 1200, "2025-08": 1200}
        answer = judge(case(asks="P1M2", month="2025-08", earnings=earnings))
        assert (answer.outcome, answer.amount) == ("refuse", None)
        assert answer.rules == {"PAY-07"}

    def test_months_before_assignment_and_the_month_of_it_count_nothing(self) -> None:
        """1150 in December 2024 would be above that year's level (1110) and excluded by the look-back."""
        earnings = {"2024-12": 1110, "2025-01": 1150, "2025-02": 0}
        assert judge(case(month="2025-01", earnings=earnings)).code == "DEN-09"
        assert judge(case(month="2025-02", earnings=earnings)).short == "refuse DEN-04"
        answer = judge(case(month="2025-02", earnings=earnings | {"2024-12": 1150}))
        assert answer.short == "refuse DEN-11"
        assert "DEN-04" in answer.codes

    def test_each_month_is_compared_with_the_level_of_its_own_year(self) -> None:
        facts = case(assigned="2024-09-05", month="2024-12", earnings={"2024-12": 1120})
        assert judge(facts).short == "grant 1788.00"
        facts = case(assigned="2024-09-05", month="2025-01", earnings={"2025-01": 1120})
        assert judge(facts).short == "refuse DEN-04"


@pytest.mark.parametrize(
    ("asks", "month", "short", "amount"),
    [("P1M2", "2024-07", 2, "1788"), ("P1M3", "2024-10", 5, "1788"), ("P1M4", "2025-01", 8, "1850")],
)
def test_n_months_attain_and_one_less_does_not(asks: str, month: str, short: int, amount: str) -> None:
    enough = every("2024-05", short + 1, 1200)
    facts = case(assigned="2024-04-10", asks=asks, month=month, earnings=enough, on="2025-06-15")
    assert judge(facts).short == f"grant {amount}.00"
    facts["earnings"] = facts["earnings"][1:]
    answer = judge(facts)
    assert answer.outcome == "refuse"
    assert "PAY-07" in answer.rules


@pytest.mark.parametrize(
    ("asks", "needed", "width"), [("P1M2", 3, 6), ("P1M3", 6, 12), ("P1M4", 9, 18)], ids=["M2", "M3", "M4"]
)
def test_the_window_s_first_month_counts_and_the_one_before_does_not(
    asks: str, needed: int, width: int
) -> None:
    """All months but one at the end of the window, the last one at its beginning."""
    end = {6: "2023-08", 12: "2024-02", 18: "2024-08"}[width]
    recent = {6: "2023-07", 12: "2023-10", 18: "2024-01"}[width]
    rest = every(recent, needed - 1, 1200)
    inside = {"2023-03": 1200} | rest
    facts = case(assigned="2023-01-10", asks=asks, month=end, earnings=inside, on="2025-01-20")
    assert judge(facts).outcome == "grant"
    outside = {"2023-02": 1200} | rest
    facts = case(assigned="2023-01-10", asks=asks, month=end, earnings=outside, on="2025-01-20")
    assert judge(facts).rules == {"PAY-07"}


def test_attained_is_enough_an_unclaimed_earlier_milestone_does_not_block() -> None:
    facts = case(asks="P1M2", month="2025-04", earnings=every("2025-02", 3, 1160))
    assert facts["payments"] == []
    assert judge(facts).short == "grant 1850.00"


def test_a_claim_that_names_a_later_month_is_paid_for_the_attainment_month_and_says_so() -> None:
    answer = judge(case(month="2025-06", earnings={"2025-02": 1160}))
    assert answer.short == "grant 1850.00"
    assert "2025-02" in answer.notes
    assert "2025-06" in answer.notes


def test_a_claim_that_names_an_earlier_month_finds_nothing_attained() -> None:
    answer = judge(case(month="2025-03", earnings={"2025-03": 0, "2025-04": 1160}))
    assert answer.short == "refuse DEN-04"


def test_current_pay_is_needed_in_the_attainment_month_only() -> None:
    """Suspended (for other reasons) before and after 2025-04, paid in it."""
    turns = {"2025-02": "suspended-other", "2025-04": "paid", "2025-05": "suspended-other"}
    earnings = every("2025-02", 3, 1160)
    assert judge(case(asks="P1M2", month="2025-04", earnings=earnings, turns=turns)).short == "grant 1850.00"
    answer = judge(case(month="2025-02", earnings=earnings, turns=turns))
    assert (answer.outcome, answer.amount) == ("refuse", None)


def test_pay_status_is_that_of_the_attainment_month_when_a_later_one_is_claimed() -> None:
    turns = {"2025-06": "suspended-other"}
    assert judge(case(month="2025-06", earnings={"2025-02": 1160}, turns=turns)).short == "grant 1850.00"


@pytest.mark.parametrize("kind", ["paid-training", "pension", "other-not-work"])
def test_what_is_not_wages_of_a_real_job_is_not_counted(kind: str) -> None:
    facts = case()
    facts["earnings"] = [earned("2025-02", 5000, kind=kind)]
    assert judge(facts).outcome == "refuse"
    facts["earnings"] = [earned("2025-02", 1159, kind="wages"), earned("2025-02", 5000, kind=kind)]
    assert judge(facts).outcome == "refuse"


def test_net_self_employment_counts() -> None:
    facts = case(earnings={"2025-02": 1160})
    facts["earnings"][0] |= {"kind": "self-employment", "employer": None}
    assert judge(facts).short == "grant 1850.00"


def test_the_request_must_state_the_services() -> None:
    facts = case(earnings={"2025-02": 1160})
    facts["request"]["services_described"] = False
    answer = judge(facts)
    assert answer.outcome in {"ask", "refuse"}
    assert answer.amount is None


class TestHalfTrialWorkLevel:
    """PAY-08 with the parameter off, as decisions.md has it (TWL of 2017: 840)."""

    def test_half_the_level_is_not_paid(self) -> None:
        facts = case(assigned="2016-12-05", month="2017-01", earnings={"2017-01": 430, "2017-02": 900})
        facts["request"]["job_started_on"] = "2017-01-16"
        answer = judge(facts)
        assert (answer.outcome, answer.amount) == ("refuse", None)
        assert answer.code == "DEN-04"

    def test_nor_where_neither_following_month_has_the_level(self) -> None:
        earnings = {"2017-01": 430, "2017-02": 500, "2017-03": 500}
        facts = case(assigned="2016-12-05", month="2017-01", earnings=earnings)
        facts["request"]["job_started_on"] = "2017-01-16"
        assert judge(facts).short == "refuse DEN-04"


class TestWindowsAndProviders:
    """Windows run over the Ticket; a provider is paid only after its own base month."""

    def two(self, earnings: dict[str, float | str], asks: str, month: str) -> str:
        turns = [
            assignment("2024-01-10", provider="EN-B", ended="2024-05-20"),
            assignment("2024-06-10", provider="EN-A"),
        ]
        facts = case(assignments=turns, asks=asks, month=month, earnings=earnings, on="2025-01-15")
        return judge(facts).short

    def test_months_under_another_provider_and_unassigned_months_count(self) -> None:
        earnings: dict[str, float | str] = {"2024-02": 1200, "2024-03": 1200, "2024-07": 1200}
        assert self.two(earnings, "P1M2", "2024-07") == "grant 1788.00"

    def test_attained_in_the_provider_s_own_assignment_month_is_not_its_to_claim(self) -> None:
        earnings: dict[str, float | str] = {"2024-02": 1200, "2024-03": 1200, "2024-06": 1200}
        assert self.two(earnings, "P1M2", "2024-06") == "refuse DEN-09"

    def test_attained_under_the_other_provider_is_not_its_to_claim_in_a_later_month_either(self) -> None:
        earnings: dict[str, float | str] = {"2024-02": 1200, "2024-07": 1200}
        assert self.two(earnings, "P1M1", "2024-07") == "refuse DEN-09"


def test_no_month_between_signature_and_a_late_entry_is_in_the_window() -> None:
    """Signed 2025-01-20, entered 2025-03-05 (day 44): the first payable month is 2025-04."""
    words = {"assigned": "2025-01-20", "entered": "2025-03-05"}
    early = every("2025-02", 2, 1200)
    answer = judge(case(**words, asks="P1M2", month="2025-04", earnings=early | {"2025-04": 1200}))
    assert answer.outcome == "refuse"
    assert "PAY-07" in answer.rules
    full = early | every("2025-04", 3, 1200)
    assert judge(case(**words, asks="P1M2", month="2025-05", earnings=full)).outcome == "refuse"
    assert judge(case(**words, asks="P1M2", month="2025-06", earnings=full)).short == "grant 1850.00"
