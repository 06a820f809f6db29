"""Sources that differ around a level, months without a figure, and what the answer says about what was earned.

The trial work level is $1,160 in 2025 and $1,110 in 2024; SGA is $1,620 in 2025. Nothing is loaded for 2027.
"""

from typing import Any

import pytest

from portal.policy.case import Case
from portal.policy.core import Month
from portal.policy.look_back import WINDOWS, excludes
from portal.policy.milestones import attainment
from portal.policy.payment_facts import parse
from portal.policy.tables.parameters import IN_FORCE
from tests.policy.cases import Answer, Facts, case, earned, every, judge, months, outcome, phase2
from tests.policy.test_unit_edges_of_time import the

pytestmark = pytest.mark.row("E1")
AGREE = "sources-of-earnings-agree"


def disputed(facts: Facts, month: str, low: str, high: str) -> Facts:
    """The facts with two sources that differ for one employer in the month."""
    facts["earnings"] = [row for row in facts["earnings"] if row["month"] != month]
    facts["earnings"] += [earned(month, low), earned(month, high, source="pay-slip")]
    return facts


def first_milestone(**words: Any) -> Facts:
    return case(**{"earnings": {"2025-03": 2000}, "month": "2025-03", "assigned": "2025-01-10"} | words)


def state(name: str, facts: Facts, **parameters: Any) -> str:
    return str(the(name, judge(facts, **parameters))["state"])


class TestSourcesAroundTheLevel:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            ("1000.00", "1159.99", "held"),
            ("1000.00", "1160.00", "failed"),
            ("1159.99", "1160.00", "failed"),
            ("1160.00", "1200.00", "held"),
        ],
    )
    def test_after_the_assignment_the_level_is_enough(self, low: str, high: str, expected: str) -> None:
        assert state(AGREE, disputed(first_milestone(), "2025-02", low, high)) == expected

    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            ("1000.00", "1110.00", "held"),
            ("1110.00", "1110.01", "failed"),
            ("1109.99", "1110.01", "failed"),
            ("1110.01", "1200.00", "held"),
        ],
    )
    def test_in_the_look_back_only_more_than_the_level_counts(
        self, low: str, high: str, expected: str
    ) -> None:
        assert state(AGREE, disputed(first_milestone(), "2024-12", low, high)) == expected

    @pytest.mark.parametrize(
        ("month", "expected"),
        [
            ("2023-06", "held"),
            ("2023-07", "failed"),
            ("2025-01", "held"),
            ("2025-03", "failed"),
            ("2025-04", "held"),
        ],
    )
    def test_from_18_months_before_the_assignment_month_to_the_claimed_one_but_not_it(
        self, month: str, expected: str
    ) -> None:
        assert state(AGREE, disputed(first_milestone(), month, "900.00", "1500.00")) == expected

    def test_for_phase_2_the_month_alone_counts(self) -> None:
        words = {"month": "2025-05", "assigned": "2025-01-10"}
        assert state(AGREE, disputed(phase2(3000, **words), "2025-04", "900.00", "2000.00")) == "held"
        assert state(AGREE, disputed(phase2(3000, **words), "2025-05", "900.00", "2000.00")) == "failed"

    def test_the_assignment_month_itself_is_no_look_back(self) -> None:
        words = {"month": "2025-01", "assigned": "2025-01-10", "closed": ["2024-12-01"]}
        assert state(AGREE, disputed(phase2(3000, **words), "2025-01", "900.00", "1620.00")) == "failed"

    def test_without_an_assignment_it_is_not_known_which_months_matter(self) -> None:
        facts = disputed(first_milestone(), "2025-02", "900.00", "2000.00")
        facts["assignments"] = []
        assert the(AGREE, judge(facts))["needs"] == "the first payable month of the Ticket"

    def test_a_milestone_that_may_have_been_reached_says_which_months_decide(self) -> None:
        facts = first_milestone(asks="P1M2", month="2025-06", earnings=every("2025-02", 4, 2000))
        for month, low in (("2025-03", "900.00"), ("2025-04", "900.00"), ("2025-05", "900.00")):
            disputed(facts, month, low, "2000.00")
        found = the("earned-trial-work-level-often-enough", judge(facts))
        assert found["state"] == "unknown"
        assert found["needs"] == "which earnings are right for 2025-03, 2025-04"

    def test_a_first_milestone_in_doubt_is_not_the_half_level_form(self) -> None:
        facts = disputed(first_milestone(), "2025-02", "900.00", "2000.00")
        found = the("earned-trial-work-level", judge(facts))
        assert found["needs"] == "which earnings are right for 2025-02"
        assert found["facts"]["half_level_form"] is False
        assert found["figure"]["name"] == "TWL"

    def test_which_earnings_of_a_phase_2_month_are_right_is_asked(self) -> None:
        words = {"month": "2025-05", "assigned": "2025-01-10"}
        for high, expected in (("1619.99", "failed"), ("1620.00", "unknown")):
            facts = disputed(phase2(3000, **words), "2025-05", "900.00", high)
            assert state("earned-substantial-gainful-activity", facts) == expected


class TestIncomeThatIsNotFromWork:
    @pytest.mark.parametrize(
        ("work", "pension", "expected"),
        [
            ("1160.00", "900.00", "held"),
            ("1159.99", "0.01", "failed"),
            ("500.00", "659.99", "held"),
            ("500.00", "660.00", "failed"),
        ],
    )
    def test_it_may_not_be_what_reaches_the_level(self, work: str, pension: str, expected: str) -> None:
        facts = first_milestone(earnings={"2025-03": work})
        facts["earnings"].append(earned("2025-03", pension, kind="pension", employer=None))
        found = the("earnings-are-from-work", judge(facts))
        assert (found["state"], found["facts"]["not_from_work"]) == (expected, pension)


class TestWhatTheAnswerSays:
    def test_a_month_without_earnings_has_none(self) -> None:
        facts = first_milestone(earnings={"2025-02": 500})
        assert the("earned-trial-work-level", judge(facts))["facts"]["gross"] == "0.00"

    def test_the_months_counted_are_those_of_the_window(self) -> None:
        """Three months in six, the last of them June: January's window begins one month too early."""
        at = {"2024-12": 2000, "2025-01": 2000, "2025-06": 2000}
        words = {"asks": "P1M2", "assigned": "2024-11-10"}
        short = judge(first_milestone(**words, month="2025-06", earnings=at))
        facts = the("earned-trial-work-level-often-enough", short)["facts"]
        assert facts["months_counted"] == ["2025-01", "2025-06"]
        later = {"2025-02": 2000, "2025-05": 2000, "2025-06": 2000, "2025-07": 2000}
        reached = judge(first_milestone(**words, month="2025-07", earnings=later))
        facts = the("earned-trial-work-level-often-enough", reached)["facts"]
        assert facts["months_counted"] == ["2025-02", "2025-05", "2025-06"]

    def test_what_is_not_asked_for_is_said(self) -> None:
        facts = phase2(3000)
        asked = judge(facts, phase_2_requires_phase_1=False, month_may_serve_both_phases=True)
        assert the("phase-1-finished", asked)["facts"] == {"required": False}
        assert the("month-not-used-by-phase-1", asked)["facts"] == {"required": False}


class TestYearsWithoutFigures:
    @pytest.mark.parametrize(
        ("gross", "expected"), [("0.00", "failed"), ("0.01", "unknown"), (None, "failed")]
    )
    def test_no_earnings_at_all_are_below_any_amount(self, gross: str | None, expected: str) -> None:
        earnings = {} if gross is None else {"2027-02": gross}
        facts = outcome(0, month="2027-02", assigned="2026-11-10", earnings=earnings)
        assert state("earned-substantial-gainful-activity", facts) == expected

    @pytest.mark.parametrize(("gross", "expected"), [("0.00", "failed"), ("0.01", "unknown")])
    def test_a_milestone_of_2026_waits_for_the_figure_if_anything_was_earned(
        self, gross: str, expected: str
    ) -> None:
        facts = case(assigned="2025-11-10", month="2026-01", on="2026-03-15", earnings={"2026-01": gross})
        found = the("earned-trial-work-level", judge(facts))
        assert found["state"] == expected
        if expected == "unknown":
            assert found["needs"] == "rate not loaded for 2026"


class TestLookBack:
    """PAY-10: more than the level, in the months just before the first assignment (July 2025)."""

    def excluded(self, kind: str, *rows: Facts) -> bool | None:
        facts = case(asks=kind, month="2025-09", assigned="2025-07-10")
        facts["earnings"] = list(rows)
        return excludes(Case(parse(facts), IN_FORCE), kind)

    def doubtful(self, month: str, low: str = "900.00", high: str = "2000.00") -> list[Facts]:
        return [earned(month, low), earned(month, high, source="pay-slip")]

    def test_the_first_milestone_asks_for_one_month_only(self) -> None:
        assert self.excluded("P1M1", earned("2025-06", 1300)) is True
        assert self.excluded("P1M1", earned("2025-05", 1300)) is False

    @pytest.mark.parametrize("kind", ["P1M2", "P1M3", "P1M4"])
    def test_doubtful_months_decide_where_they_can(self, kind: str) -> None:
        most, window = WINDOWS[kind]
        sure = [earned(month, 1300) for month in months("2025-01", 6)][6 - (most - 1) :]
        if most > 7:
            sure = [earned(month, 1300) for month in months("2024-11", 8)]
        elif most > 6:
            sure = [earned(month, 1300) for month in months("2025-02", 5)]
        edge = str(Month.parse("2025-07").plus(-window))
        before = str(Month.parse("2025-07").plus(-window - 1))
        assert self.excluded(kind, *sure) is False
        assert self.excluded(kind, *sure, *self.doubtful(edge)) is None
        assert self.excluded(kind, *sure, *self.doubtful(before)) is False
        assert self.excluded(kind, *sure[1:], *self.doubtful(edge)) is False
        assert self.excluded(kind, *sure, earned(edge, 1300)) is True

    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [("1160.00", "1160.01", None), ("1160.01", "1200.00", True), ("1159.00", "1160.00", False)],
    )
    def test_exactly_the_level_is_not_above_it(self, low: str, high: str, expected: bool | None) -> None:
        assert self.excluded("P1M1", *self.doubtful("2025-06", low, high)) is expected

    def test_the_answer_lists_the_months_above(self) -> None:
        facts = case(asks="P1M2", month="2025-09", assigned="2025-07-10", earnings={"2025-09": 1300})
        facts["earnings"] += [earned(month, 1300) for month in ("2024-12", "2025-01", "2025-06")]
        found = the("not-excluded-by-look-back", judge(facts))
        assert found["facts"]["months_above"] == ["2025-01", "2025-06"]
        assert (found["facts"]["months_looked_at"], found["facts"]["months_above_that_exclude"]) == (6, 3)

    def test_a_blank_level_is_named_before_a_dispute(self) -> None:
        facts = case(asks="P1M1", month="2026-05", assigned="2026-03-10", on="2026-07-15")
        facts["earnings"] = [earned("2026-02", 2000)]
        assert the("not-excluded-by-look-back", judge(facts))["needs"] == "rate not loaded for 2026"
        facts = case(asks="P1M1", month="2025-09", assigned="2025-07-10")
        facts["earnings"] = self.doubtful("2025-06")
        needs = the("not-excluded-by-look-back", judge(facts))["needs"]
        assert needs == "which earnings are right for 2025-06"


class TestHalfLevel:
    """PAY-08 in 2017 (level $840, half of it $420), the setting on: the job began on 16 January."""

    def answer(self, january: float | str | None, **more: Any) -> Answer:
        earnings = {"2017-01": january, "2017-02": 900} | more if january is not None else {"2017-02": 900}
        facts = case(assigned="2016-11-10", month="2017-01", on="2017-05-15", earnings=earnings)
        facts["request"]["job_started_on"] = "2017-01-16"
        return judge(facts, half_level_ends_with=Month.parse("2018-01"))

    @pytest.mark.parametrize(
        ("january", "half", "figure"),
        [
            ("419.99", None, None),
            ("420.00", True, "HALF_TWL"),
            ("839.99", True, "HALF_TWL"),
            ("840.00", False, "TWL"),
        ],
    )
    def test_it_is_met_from_half_the_level_to_a_cent_below_it(
        self, january: str, half: bool | None, figure: str | None
    ) -> None:
        found = the("earned-trial-work-level", self.answer(january))
        assert found["state"] == ("failed" if half is None else "held")
        if half is not None:
            assert found["facts"]["half_level_form"] is half
            assert found["figure"]["name"] == figure

    def test_without_earnings_in_the_month_it_is_not_met(self) -> None:
        assert the("earned-trial-work-level", self.answer(None))["state"] == "failed"

    def test_the_full_level_reached_before_goes_first(self) -> None:
        found = the("earned-trial-work-level", self.answer(430, **{"2016-12": 900}))
        assert (found["facts"]["month"], found["facts"]["half_level_form"]) == ("2016-12", False)


class TestAttainment:
    def found(self, kind: str, *rows: Facts) -> Any:
        facts = case(asks=kind, month="2025-09", assigned="2025-01-10")
        facts["earnings"] = list(rows)
        return attainment(Case(parse(facts), IN_FORCE), kind)

    def test_what_is_sure_needs_nothing(self) -> None:
        later = [earned("2025-05", 900), earned("2025-05", 2000, source="pay-slip")]
        sure = self.found("P1M1", earned("2025-02", 2000), *later)
        assert (str(sure.month), str(sure.perhaps), sure.needs) == ("2025-02", "2025-02", "")
        assert self.found("P1M1").needs == ""

    def test_only_months_up_to_it_are_in_doubt(self) -> None:
        rows = [earned("2025-04", 2000), earned("2025-06", 900), earned("2025-06", 2000, source="pay-slip")]
        rows += [earned("2025-02", 900), earned("2025-02", 2000, source="pay-slip")]
        found = self.found("P1M1", *rows)
        assert (str(found.month), str(found.perhaps)) == ("2025-04", "2025-02")
        assert found.needs == "which earnings are right for 2025-02"
