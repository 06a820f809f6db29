"""Months, outcomes, and how facts are shown."""

from datetime import date
from fractions import Fraction

import pytest

from portal.policy import core
from portal.policy.core import Cents, Earned, EarnedMonths, Month, Outcome, Owned, State, decide, shown

REFUSES = core.Test("a", "R", "C", "S", "M", "DEN-01")
WAITS = core.Test("b", "R", "C", "S", "M", "DEN-14", Outcome.ASK)
BARE_WAIT = core.Test("c", "R", "C", "S", "M", None, Outcome.ASK)
REFERS = core.Test("d", "R", "C", "S", "M", None, Outcome.REFER)
WEIGHED = core.Test("e", "R", "C", "S", "M", None, on_unknown=Outcome.REFER)


def test_months_count_compare_and_print() -> None:
    month = Month.parse("2024-12")
    assert (month.year, month.number, str(month), str(month.plus(2))) == (2024, 12, "2024-12", "2025-02")
    assert (month.first, month.last) == (date(2024, 12, 1), date(2024, 12, 31))
    assert Month.of(date(2024, 12, 31)) == month < Month.parse("2025-01")
    assert Month.parse("2024-02").last == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-00", "2024-1", "24-01", "2024/01", "2024-01-01", "", "٢٠٢٤-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("checks", "outcome", "primary"),
    [
        ([core.held(REFUSES)], Outcome.GRANT, None),
        ([core.unknown(REFUSES, "x"), core.failed(REFERS), core.failed(REFUSES)], Outcome.REFUSE, 2),
        ([core.failed(BARE_WAIT), core.failed(WAITS), core.failed(REFUSES)], Outcome.REFUSE, 1),
        ([core.unknown(REFUSES, "x"), core.failed(REFERS)], Outcome.REFER, 1),
        ([core.held(REFUSES), core.failed(BARE_WAIT), core.unknown(WEIGHED, "x")], Outcome.ASK, 1),
        ([core.unknown(WEIGHED, "x"), core.unknown(REFUSES, "y")], Outcome.ASK, 1),
        ([core.held(REFUSES), core.unknown(WEIGHED, "x")], Outcome.REFER, 1),
    ],
)
def test_the_outcome_follows_from_all_checks(
    checks: list[core.Check], outcome: Outcome, primary: int | None
) -> None:
    answer = decide("r", "v", checks, 100)
    assert answer.outcome is outcome
    assert answer.primary == (None if primary is None else checks[primary])
    assert answer.amount == (100 if outcome is Outcome.GRANT else None)
    assert answer.checks == tuple(checks)


def test_a_check_keeps_from_when_only_where_it_failed() -> None:
    assert core.check(REFUSES, True, true_from=Month(24000)).true_from is None
    assert core.check(REFUSES, False, true_from=Month(24000)).true_from == Month(24000)
    assert core.check(REFUSES, False).state is State.FAILED


def test_facts_are_shown_in_their_own_form() -> None:
    month = Month.parse("2025-02")
    assert shown(month) == "2025-02"
    assert shown(Cents(185000)) == "1850.00"
    assert shown(Fraction(3, 5)) == "3/5"
    assert shown(date(2025, 2, 3)) == "2025-02-03"
    assert shown(Earned(month, 5, 5)) == "0.05"
    assert shown(Earned(month, 5, 100)) == {"at least": "0.05", "at most": "1.00"}
    assert shown(EarnedMonths((month,))) == ["2025-02"]
    assert shown(Owned("EN-A", ("a", 1, None, True))) == ["a", 1, None, True]
    assert core.dollars(-105) == "-1.05"
    with pytest.raises(TypeError, match="object"):
        shown(object())
