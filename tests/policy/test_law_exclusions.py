"""Phase 1 exclusions: successful VR closure (PAY-09) and the 18-month look-back (PAY-10)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import Facts, assignment, case, every, few, judge, months, phase2, plus

pytestmark = pytest.mark.row("E1")

PHASE1 = ["P1M1", "P1M2", "P1M3", "P1M4"]


def after_assignment(assigned: str, milestone: str, **words: object) -> Facts:
    """The milestone attained as early as it can be after `assigned`, at 2000 a month."""
    count = {"P1M1": 1, "P1M2": 3, "P1M3": 6, "P1M4": 9}[milestone]
    earnings = every(plus(assigned[:7], 1), count, 2000)
    return case(assigned=assigned, asks=milestone, month=max(earnings), earnings=earnings, **words)  # type: ignore[arg-type]


class TestVrClosure:
    """PAY-09 by day, as decisions.md: excluded when closure > assignment minus 18 calendar months."""

    @pytest.mark.parametrize("milestone", PHASE1)
    def test_a_successful_closure_within_18_months_excludes_all_of_phase1(self, milestone: str) -> None:
        answer = judge(after_assignment("2024-06-15", milestone, closed=["2023-01-10"]))
        assert answer.short == "refuse DEN-10"
        assert "PAY-09" in answer.rules

    @pytest.mark.parametrize("milestone", PHASE1)
    def test_an_older_closure_does_not(self, milestone: str) -> None:
        assert judge(after_assignment("2024-06-15", milestone, closed=["2022-11-30"])).outcome == "grant"

    def test_an_unsuccessful_closure_does_not(self) -> None:
        facts = after_assignment("2024-06-15", "P1M1")
        facts["ticket"]["vr_closures"] = [{"closed_on": "2024-01-01", "successful": False}]
        assert judge(facts).short == "grant 1788.00"

    @pytest.mark.parametrize(
        ("assigned", "closed", "short"),
        [
            ("2024-06-15", "2022-12-15", "grant 1788.00"),
            ("2024-06-15", "2022-12-16", "refuse DEN-10"),
            ("2024-08-31", "2023-02-28", "grant 1788.00"),
            ("2024-08-31", "2023-03-01", "refuse DEN-10"),
            ("2023-08-31", "2022-02-28", "grant 1646.00"),
            ("2021-08-31", "2020-02-29", "grant 1513.00"),
            ("2021-08-31", "2020-03-01", "refuse DEN-10"),
            ("2024-06-15", "2024-06-14", "refuse DEN-10"),
            ("2024-06-15", "2024-06-15", "refuse DEN-10"),
        ],
    )
    def test_the_edge_is_a_day(self, assigned: str, closed: str, short: str) -> None:
        assert judge(after_assignment(assigned, "P1M1", closed=[closed])).short == short

    def test_the_first_assignment_of_the_ticket_counts(self) -> None:
        turns = [
            assignment("2023-01-10", provider="EN-B", ended="2024-03-20"),
            assignment("2024-06-15", provider="EN-A"),
        ]
        words = {"assignments": turns, "month": "2024-07", "earnings": {"2024-07": 2000}}
        assert judge(case(**words, closed=["2021-07-11"])).short == "refuse DEN-10"  # type: ignore[arg-type]
        assert judge(case(**words, closed=["2021-07-10"])).short == "grant 1788.00"  # type: ignore[arg-type]

    def test_a_closure_between_two_providers_goes_to_a_person(self) -> None:
        turns = [
            assignment("2023-01-10", provider="EN-B", ended="2023-05-20"),
            assignment("2024-06-15", provider="EN-A"),
        ]
        facts = case(assignments=turns, month="2024-07", earnings={"2024-07": 2000}, closed=["2024-02-01"])
        answer = judge(facts)
        assert answer.outcome == "refer"

    def test_only_phase1_is_excluded(self) -> None:
        assert judge(phase2(1550)).short == "grant 536.00"

    @pytest.mark.parametrize(
        ("submitted", "closed", "short"),
        [
            ("2020-01-31", "2015-03-01", "refuse DEN-10"),
            ("2020-02-01", "2015-03-01", "grant 1442.00"),
            ("2020-01-31", "2002-01-01", "refuse DEN-10"),
            ("2020-01-31", "2001-12-31", "grant 1442.00"),
        ],
    )
    def test_the_older_rule_holds_for_requests_before_february_2020(
        self, submitted: str, closed: str, short: str
    ) -> None:
        facts = after_assignment("2019-06-15", "P1M1", closed=[closed], on=submitted)
        assert judge(facts).short == short

    def test_the_older_rule_asks_for_the_most_recent_case_only(self) -> None:
        facts = after_assignment("2019-06-15", "P1M1", on="2020-01-31")
        facts["ticket"]["vr_closures"] = [
            {"closed_on": "2017-03-01", "successful": False},
            {"closed_on": "2015-03-01", "successful": True},
        ]
        assert judge(facts).short == "grant 1442.00"


@given(st.dates(date(2021, 1, 1), date(2024, 9, 30)), st.integers(-3, 3))
@few
def test_the_closure_edge_on_any_day(assigned: date, offset: int) -> None:
    year, month = divmod(assigned.year * 12 + assigned.month - 1 - 18, 12)
    edge = date(year, month + 1, min(assigned.day, calendar.monthrange(year, month + 1)[1]))
    closed = edge + timedelta(days=offset)
    answer = judge(after_assignment(str(assigned), "P1M1", closed=[str(closed)]))
    assert answer.code == ("DEN-10" if closed > edge else None)
    assert answer.outcome == ("refuse" if closed > edge else "grant")


class TestLookBack:
    """PAY-10, first assignment in July; TWL 1160 (2025), 1110 (2024), 1050 (2023), 970 (2022)."""

    def excluded(self, assigned: str, before: dict[str, float | str]) -> set[str]:
        """Which milestones are refused for the look-back, each claimed as soon as it could be attained."""
        found = set()
        for milestone in PHASE1:
            facts = after_assignment(assigned, milestone)
            rows = case(assigned=assigned, earnings=before)["earnings"]
            facts["earnings"] = rows + facts["earnings"]
            answer = judge(facts)
            assert answer.short in {"refuse DEN-11", "grant 1646.00", "grant 1788.00"}, answer.short
            if answer.outcome == "refuse":
                found.add(milestone)
        return found

    def test_the_month_before_excludes_the_first_alone(self) -> None:
        assert self.excluded("2023-07-10", {"2023-06": 1300}) == {"P1M1"}

    def test_three_of_six_exclude_the_second_alone(self) -> None:
        assert self.excluded("2023-07-10", every("2023-02", 3, 1100)) == {"P1M2"}

    def test_nine_of_eighteen_exclude_all(self) -> None:
        assert self.excluded("2023-07-10", every("2022-10", 9, 1500)) == set(PHASE1)

    def test_nine_of_eighteen_may_leave_the_first_three(self) -> None:
        """Jan to Sep 2022 lie 18 to 10 months back: H(12) has July to September only."""
        assert self.excluded("2023-07-10", every("2022-01", 9, 1500)) == {"P1M4"}

    def test_a_month_19_back_does_not_count(self) -> None:
        assert self.excluded("2023-07-10", every("2021-12", 9, 1500)) == set()

    def test_nothing_before_excludes_nothing(self) -> None:
        assert self.excluded("2023-07-10", {}) == set()

    def test_exactly_the_level_is_not_above_it(self) -> None:
        assert self.excluded("2023-07-10", {"2023-06": 1050}) == set()
        assert self.excluded("2023-07-10", {"2023-06": "1050.01"}) == {"P1M1"}

    def test_each_month_by_its_own_year(self) -> None:
        """1000 a month is above the level of 2022 (970), not of 2023 (1050)."""
        assert self.excluded("2023-03-10", every("2022-10", 5, 1000)) == {"P1M2"}
        assert self.excluded("2023-04-10", every("2022-10", 6, 1000)) == {"P1M2"}
        assert self.excluded("2023-05-10", every("2022-10", 7, 1000)) == set()

    def test_the_assignment_month_is_not_looked_at(self) -> None:
        assert self.excluded("2023-07-10", {"2023-07": 5000}) == set()

    @pytest.mark.parametrize(
        ("before", "first", "second"),
        [
            ({"2025-06": 1300}, "refuse DEN-11", "grant 1850.00"),
            (every("2025-02", 3, 1200), "grant 1850.00", "refuse DEN-11"),
            (every("2024-10", 9, 1500), "refuse DEN-11", "refuse DEN-11"),
        ],
    )
    def test_the_document_s_examples(self, before: dict[str, float | str], first: str, second: str) -> None:
        earnings = before | every("2025-08", 3, 1160)
        words = {"assigned": "2025-07-10", "earnings": earnings}
        assert judge(case(**words, asks="P1M1", month="2025-08")).short == first  # type: ignore[arg-type]
        assert judge(case(**words, asks="P1M2", month="2025-10")).short == second  # type: ignore[arg-type]

    def test_a_new_provider_inherits_the_result(self) -> None:
        """The months before the second assignment are not looked at; those before the first are."""
        turns = [
            assignment("2023-01-10", provider="EN-B", ended="2023-02-20"),
            assignment("2024-06-15", provider="EN-A"),
        ]
        words = {"assignments": turns, "asks": "P1M1", "month": "2024-07"}
        clean = {"2022-12": 970, "2024-07": 2000}
        assert judge(case(**words, earnings=clean)).short == "grant 1788.00"  # type: ignore[arg-type]
        worked = {"2022-12": 2000, "2024-07": 2000}
        assert judge(case(**words, earnings=worked)).short == "refuse DEN-11"  # type: ignore[arg-type]

    def test_both_exclusions_the_vr_closure_is_primary_and_both_are_listed(self) -> None:
        facts = case(
            assigned="2024-06-15",
            month="2024-07",
            earnings={"2024-05": 2000, "2024-07": 2000},
            closed=["2024-01-10"],
        )
        answer = judge(facts)
        assert answer.short == "refuse DEN-10"
        assert answer.codes >= {"DEN-10", "DEN-11"}


LEVEL = {"2021": 940, "2022": 970, "2023": 1050}
BEFORE = months("2021-11", 20)


@given(st.lists(st.sampled_from([0, -1, 0, 1]), min_size=20, max_size=20), st.sampled_from(PHASE1))
@few
def test_look_back_against_a_second_statement(steps: list[int], milestone: str) -> None:
    """H(k) = months A-1 ... A-k with earnings > TWL(year of that month), A = 2023-07."""
    cents = {m: LEVEL[m[:4]] * 100 + step for m, step in zip(BEFORE, steps, strict=True)}
    back, limit = {"P1M1": (1, 1), "P1M2": (6, 3), "P1M3": (12, 6), "P1M4": (18, 9)}[milestone]
    above = 0
    for step in range(1, back + 1):
        month = plus("2023-07", -step)
        above += cents[month] > LEVEL[month[:4]] * 100
    facts = after_assignment("2023-07-10", milestone)
    rows = case(earnings={m: f"{c // 100}.{c % 100:02}" for m, c in cents.items()})["earnings"]
    facts["earnings"] = rows + facts["earnings"]
    answer = judge(facts)
    assert answer.outcome == ("refuse" if above >= limit else "grant")
    assert answer.code == ("DEN-11" if above >= limit else None)
