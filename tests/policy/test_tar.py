"""Ticket Assignment Review: receipt, seven working days with federal holidays, ten plans, two people (F1, D7)."""

import pytest

from portal.policy.core import Outcome, State
from portal.policy.tar import (
    Finding,
    Result,
    RightFacts,
    Submission,
    compliant_count,
    grant_right,
    judge_review,
    receipt,
    review_due,
    reviewed_in_time,
    withdraw_right,
)
from portal.policy.workdays import is_working_day, working_days_after
from tests.policy.casework import AGREED, ON, day, failing

pytestmark = pytest.mark.row("D7", "F1")


def sent(
    on: str, *, complete: bool = True, result: Result | None = None, decided: str | None = None
) -> Submission:
    return Submission(day(on), complete, result, day(decided) if decided else None)


GOOD = (sent("12-01", result=Result.COMPLIANT),)
BAD = (sent("12-01", result=Result.FINDINGS),)


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("received", "due"),
        [
            ("12-01", "12-10"),
            ("12-05", "12-16"),
            ("12-06", "12-16"),
            ("12-07", "12-16"),
            ("12-15", "12-24"),
            ("12-19", "12-31"),
            ("2025-11-21", "2025-12-03"),
            ("2025-07-03", "2025-07-15"),
            ("2026-07-01", "2026-07-13"),
            ("2025-01-10", "2025-01-22"),
        ],
    )
    def test_seven_after_the_receipt_without_weekends_and_federal_holidays(self, received, due):
        assert review_due(day(received)) == day(due)

    def test_inauguration_day_is_a_working_day_and_one_off_closures_are_entered(self):
        assert is_working_day(day("2021-01-20"))
        assert not is_working_day(day("2025-01-20"))  # Martin Luther King's birthday falls on it
        assert review_due(day("12-15"), closures=frozenset({day("12-24")})) == day("12-26")
        assert is_working_day(day("12-24")) and not is_working_day(day("12-24"), frozenset({day("12-24")}))
        assert working_days_after(day("12-15"), 0) == day("12-15")

    @pytest.mark.parametrize(
        ("decided", "on", "outcome"),
        [
            (None, "12-24", Outcome.ASK),
            (None, "12-25", Outcome.REFUSE),
            ("12-24", "12-31", Outcome.GRANT),
            ("12-26", "12-31", Outcome.REFUSE),
        ],
    )
    def test_whether_the_review_is_in_time(self, decided, on, outcome):
        version = sent("12-15", result=Result.COMPLIANT if decided else None, decided=decided)
        assert reviewed_in_time(version, day(on)).outcome is outcome


class TestReceipt:
    def test_the_first_complete_version_is_the_receipt(self):
        assert receipt(()) is None
        assert receipt((sent("12-01", complete=False),)) is None
        assert receipt((sent("12-01", complete=False), sent("12-03"))) == day("12-03")

    def test_findings_leave_the_receipt_and_missing_content_moves_it(self):
        assert receipt((sent("12-01", result=Result.FINDINGS), sent("12-20"))) == day("12-01")
        returned = (sent("12-01", result=Result.MISSING_CONTENT), sent("12-20"))
        assert receipt(returned) == day("12-20")
        assert receipt(returned[::-1]) == day("12-20")
        assert receipt(returned[:1]) is None


class TestTheRightToAssign:
    def right(self, compliant: int, **other) -> RightFacts:
        plain = RightFacts((GOOD,) * compliant + (BAD,) * 3, AGREED, "analyst-1", "analyst-2")
        return plain._replace(**other)

    @pytest.mark.parametrize(
        ("count", "outcome"), [(9, Outcome.REFUSE), (10, Outcome.GRANT), (11, Outcome.GRANT)]
    )
    def test_after_ten_compliant_plans_it_may_be_granted(self, count, outcome):
        decision = grant_right(self.right(count), ON)
        assert decision.outcome is outcome
        assert dict(decision.checks[0].facts) == {"compliant": count, "needed": 10}

    def test_a_plan_counts_once_in_whatever_version(self):
        corrected = (sent("12-01", result=Result.FINDINGS), sent("12-05", result=Result.COMPLIANT))
        twice = (sent("12-01", result=Result.COMPLIANT), sent("12-05", result=Result.COMPLIANT))
        withdrawn = (sent("12-01", result=Result.WITHDRAWN),)
        assert compliant_count((GOOD, BAD, corrected, twice, withdrawn, (sent("12-09"),))) == 3

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"has_right": True}, "right-not-yet-held"),
            ({"decided_by": "analyst-1"}, "decided-by-a-second-person"),
            ({"agreement": ((day("2020-01-01"), ON),)}, "agreement-in-force-for-the-right-to-assign"),
        ],
    )
    def test_what_bars_the_grant(self, change, name):
        assert failing(grant_right(self.right(10, **change), ON)) == {name}

    @pytest.mark.parametrize("change", [{"proposed_by": None}, {"decided_by": None}, {"agreement": ()}])
    def test_it_never_happens_by_itself(self, change):
        assert grant_right(self.right(10, **change), ON).outcome is Outcome.ASK

    def test_it_is_taken_back_by_two_people_with_a_reason(self):
        held = self.right(0, has_right=True, reason="High staff turnover")
        assert withdraw_right(held).outcome is Outcome.GRANT
        assert failing(withdraw_right(held._replace(reason=" "))) == {"withdrawal-gives-a-reason"}
        assert failing(withdraw_right(held._replace(decided_by="analyst-1"))) == {
            "decided-by-a-second-person"
        }
        assert failing(withdraw_right(held._replace(has_right=False))) == {"right-is-held"}
        assert withdraw_right(held._replace(decided_by=None)).checks[-1].state is State.UNKNOWN


class TestTheEndOfAReview:
    """TA-04, TA-05: every part has a verdict, what fails is explained, and the result follows from the verdicts."""

    PARTS = ("goals", "services")

    @pytest.mark.parametrize(
        ("fails", "explained", "result", "wrong"),
        [
            ((False, False), (False, False), Result.COMPLIANT, set()),
            ((True, False), (True, False), Result.FINDINGS, set()),
            ((True, True), (True, True), Result.MISSING_CONTENT, set()),
            ((True, False), (True, False), Result.COMPLIANT, {"result-fits-the-verdicts"}),
            ((False, False), (False, False), Result.FINDINGS, {"result-fits-the-verdicts"}),
            ((True, False), (False, False), Result.FINDINGS, {"every-failure-is-explained"}),
        ],
    )
    def test_the_result_fits(self, fails, explained, result, wrong):
        findings = tuple(
            Finding(name, one, said) for name, one, said in zip(self.PARTS, fails, explained, strict=True)
        )
        assert failing(judge_review(findings, self.PARTS, result)) == wrong

    def test_a_part_without_a_verdict_is_asked_for_by_name(self):
        answer = judge_review((Finding("goals", False, False),), self.PARTS, Result.COMPLIANT)
        assert answer.outcome is Outcome.ASK
        assert answer.primary.needs == "a verdict on services"
