"""What a provider may ask of the record, which quarters can be told, and what may be answered (EVD-05; row C4)."""

from datetime import date

import pytest

from portal.policy.core import Month, Outcome
from portal.policy.inquiry import (
    Asked,
    AskFacts,
    QuarterTold,
    Side,
    available_on,
    judge_asking,
    next_available_on,
    quarter_of,
    quarters_told,
    tell_quarters,
)
from portal.policy.inquiry_answer import AnswerFacts, Result, judge_answer, suggested
from portal.policy.records import DaySpan, Earning, MonthSpan
from tests.policy.casework import ON, failing
from tests.policy.inquiries import HELD, Q4_2024, answers

pytestmark = pytest.mark.row("C4")
M = Month.parse


def earning(month: str, dollars: int, **other) -> Earning:
    plain = {"kind": "wages", "employer": None, "source": "ssa-record", "disclosure": "ssa-record"}
    return Earning(M(month), dollars * 100, **(plain | other))


def side(*rows: Earning, quarter: Month = Q4_2024, blind: tuple[MonthSpan, ...] = ()) -> QuarterTold:
    [told] = tell_quarters([quarter], rows, blind)
    return told


@pytest.mark.parametrize("month", ["2024-10", "2024-11", "2024-12"])
def test_a_quarter_is_three_months(month):
    assert quarter_of(M(month)) == Q4_2024


def test_the_last_quarter_of_2024_is_told_from_the_first_of_june_2025():
    assert available_on(Q4_2024) == date(2025, 6, 1)
    assert quarters_told(date(2025, 4, 15))[-1] == M("2024-07"), "the document's own case: not yet available"
    assert quarters_told(date(2025, 5, 31))[-1] == M("2024-07")
    assert quarters_told(date(2025, 6, 1))[-1] == Q4_2024
    assert next_available_on(date(2025, 5, 31)) == date(2025, 6, 1)
    assert next_available_on(date(2025, 6, 1)) == date(2025, 9, 1)


def test_eight_quarters_are_told_the_earliest_first():
    told = quarters_told(ON)
    assert [str(one) for one in told] == [
        *("2023-07", "2023-10", "2024-01", "2024-04"),
        *("2024-07", "2024-10", "2025-01", "2025-04"),
    ]


def test_of_an_ended_assignment_only_quarters_begun_before_its_end():
    assert quarters_told(ON, date(2024, 10, 1))[-1] == M("2024-07")
    assert quarters_told(ON, date(2024, 10, 2))[-1] == Q4_2024
    assert quarters_told(ON, date(2023, 7, 1)) == ()


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [(4650, Side.AT_OR_ABOVE), (4649, Side.BELOW), (0, Side.NONE)],
)
def test_three_times_sga_of_2024(dollars, expected):
    assert side(earning("2024-11", dollars)) == QuarterTold(Q4_2024, expected, 465_000)


def test_months_of_a_quarter_add_up_and_others_do_not():
    rows = [earning(month, 1550) for month in ("2024-09", "2024-10", "2024-11", "2024-12", "2025-01")]
    assert side(*rows).side is Side.AT_OR_ABOVE
    assert side(*rows[:3]).side is Side.BELOW


@pytest.mark.row("E3")
def test_only_work_on_a_record_is_told():
    assert side(earning("2024-10", 9000, kind="pension")).side is Side.NONE
    assert side(earning("2024-10", 9000, source="pay-slip")).side is Side.NONE
    assert (
        side(earning("2024-10", 9000, kind="self-employment", source="tax-record")).side is Side.AT_OR_ABOVE
    )


def test_records_that_differ_about_the_side_are_said_to():
    rows = [
        earning("2024-10", 4700, employer="Acme"),
        earning("2024-10", 4600, employer="Acme", source="tax-record"),
    ]
    assert side(*rows).side is Side.DISPUTED
    assert (
        side(rows[0], earning("2024-10", 4650, employer="Acme", source="tax-record")).side is Side.AT_OR_ABOVE
    )


def test_the_level_is_that_of_each_month_and_of_blind_people_while_blind():
    blind = side(earning("2024-10", 4650), blind=(MonthSpan(M("2024-12"), M("2025-01")),))
    assert (blind.side, blind.level) == (Side.BELOW, 2 * 155_000 + 259_000)
    open_end = side(earning("2024-10", 4650), blind=(MonthSpan(M("2024-10"), None),))
    assert open_end.level == 3 * 259_000


def test_without_the_years_figure_no_side_is_told():
    assert side(earning("2007-01", 9000), quarter=M("2007-01")).side is Side.NO_LEVEL
    assert side(quarter=M("2007-01")) == QuarterTold(M("2007-01"), Side.NONE, None)


def test_who_may_ask():
    assert judge_asking(HELD, ON).outcome is Outcome.GRANT
    assert failing(judge_asking(AskFacts((), None), ON)) == {
        "ticket-is-or-was-yours",
        "date-is-that-of-an-assignment",
    }
    assert failing(judge_asking(HELD._replace(typed_on=date(2025, 1, 11)), ON)) == {
        "date-is-that-of-an-assignment"
    }
    long_gone = AskFacts((DaySpan(date(2020, 1, 10), date(2021, 1, 10)),), date(2020, 1, 10))
    assert failing(judge_asking(long_gone, ON)) == {"a-quarter-can-be-told"}


@pytest.mark.parametrize(
    ("asked", "may"),
    [
        (Asked("EI-1", date(2025, 12, 1), None), False),
        (Asked("EI-1", date(2025, 8, 1), date(2025, 11, 30)), True),
        (Asked("EI-1", date(2025, 8, 1), date(2025, 12, 1)), False),
        (Asked("EI-1", date(2025, 12, 1), date(2025, 12, 15)), False),
    ],
)
def test_the_same_is_not_asked_twice_before_a_new_quarter_can_be_told(asked, may):
    decision = judge_asking(HELD._replace(earlier=(asked,)), ON)
    assert (decision.outcome is Outcome.GRANT) is may
    if not may and asked.answered_on:
        assert decision.primary.true_from == date(2026, 3, 1)


def test_an_earlier_answer_does_not_hide_one_that_waits():
    earlier = (Asked("EI-2", date(2025, 8, 1), date(2025, 8, 2)), Asked("EI-1", date(2025, 7, 1), None))
    assert failing(judge_asking(HELD._replace(earlier=earlier), ON)) == {"not-asked-already"}


@pytest.mark.parametrize(("result", "reason", "found", "may"), list(answers()))
def test_an_answer_is_as_the_record_has_it_and_gives_its_reason(result, reason, found, may):
    decision = judge_answer(AnswerFacts(result, reason, (QuarterTold(Q4_2024, found, None),)))
    assert (decision.outcome is Outcome.GRANT) is may


def test_what_the_record_suggests():
    none, below = QuarterTold(Q4_2024, Side.NONE, None), QuarterTold(Q4_2024, Side.BELOW, None)
    assert suggested([none]) is Result.NONE
    assert suggested([none, below]) is Result.FOUND


def test_a_cent_below_the_level_is_below_and_a_record_at_it_disputes():
    almost = Earning(M("2024-11"), 464_999, "wages", None, "ssa-record", "ssa-record")
    assert side(almost).side is Side.BELOW
    rows = [
        earning("2024-10", dollars, employer="Acme", source=source)
        for dollars, source in ((4650, "ssa-record"), (4600, "tax-record"))
    ]
    assert side(*rows).side is Side.DISPUTED


def test_blindness_ends_with_the_month_before():
    ended = side(earning("2024-10", 1), blind=(MonthSpan(M("2024-10"), M("2024-12")),))
    assert ended.level == 2 * 259_000 + 155_000


def test_checks_say_what_they_rest_on():
    facts = {one.test.name: dict(one.facts) for one in judge_asking(HELD, ON).checks}
    assert facts["a-quarter-can-be-told"] == {"from": M("2023-07"), "through": M("2025-06")}
    told = (QuarterTold(Q4_2024, Side.BELOW, None), QuarterTold(M("2025-01"), Side.NONE, None))
    [recorded, _] = judge_answer(AnswerFacts(Result.FOUND, "", told)).checks
    assert dict(recorded.facts)["quarters_with_earnings"] == (Q4_2024,)
