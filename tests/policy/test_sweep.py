"""The sweep: which providers, which payments, and what is left (rows K6, E4; EVD-06, EVD-09)."""

from datetime import date

import pytest

from portal.policy.core import Outcome
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from portal.policy.sweep import Follows, Found, may_be_swept, what_is_swept
from tests.policy.cases import Facts, case, earned, every, outcome, paid, phase2, provider

pytestmark = [pytest.mark.row("K6")]
ON = date(2025, 12, 15)
RECORD = {"source": "ssa-record", "disclosure": "ssa-record"}


def on_record(facts: Facts) -> Facts:
    """The same with all earnings on Social Security's record, and no paper."""
    return facts | {"earnings": [row | RECORD for row in facts["earnings"]], "evidence": []}


def swept(facts: Facts, on: date = ON) -> list[Found]:
    return what_is_swept(parse(facts), "EN-A", on)


def short(facts: Facts, on: date = ON) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.month), one.follows) for one in swept(facts, on)]


class TestStanding:
    @pytest.mark.parametrize(
        ("changed", "outcome", "primary"),
        [
            ({}, "grant", None),
            (
                {"agreement": [{"from": "2002-01-01", "until": "2025-12-15"}]},
                "refuse",
                "agreement-in-force-at-the-request",
            ),
            ({"agreement": [{"from": "2002-01-01", "until": "2025-12-16"}]}, "grant", None),
            (
                {"holds": [{"from": "2025-12-15", "until": None, "reason": "audit"}]},
                "ask",
                "provider-not-on-hold",
            ),
            ({"holds": [{"from": "2025-11-01", "until": "2025-12-15", "reason": "audit"}]}, "grant", None),
            ({"sam_registered_until": "2025-12-15"}, "ask", "sam-registration-active"),
            ({"sam_registered_until": "2025-12-16"}, "grant", None),
            ({"sam_registered_until": None}, "ask", "sam-registration-active"),
            ({"bank_current": False}, "ask", "bank-data-current"),
            ({"bank_current": None}, "ask", "bank-data-current"),
        ],
    )
    def test_who_is_swept(self, changed: Facts, outcome: str, primary: str | None) -> None:
        facts = case() | {"providers": {"EN-A": provider(**changed)}}
        facts["decided_on"] = facts["request"]["submitted_on"] = "2025-12-15"
        answer = may_be_swept(parse(facts))
        assert (answer.rule, answer.version, answer.outcome) == ("sweep", "2025-12", outcome)
        assert len(answer.checks) == 4
        assert (answer.primary and answer.primary.test.name) == primary

    def test_nothing_else_than_the_standing_counts(self) -> None:
        facts = case(earnings={}) | {"assignments": []}
        assert may_be_swept(parse(facts)).outcome is Outcome.GRANT


class TestWhat:
    def test_a_milestone_on_record_is_claimed_and_the_answer_is_that_of_the_request(self) -> None:
        facts = on_record(case(earnings={"2025-02": 1200}))
        [one] = swept(facts)
        assert (one.kind, str(one.month), one.follows) == ("P1M1", "2025-02", Follows.CLAIM)
        asked = {"origin": "sweep", "services_described": False, "form": "evidentiary"}
        facts["request"] |= {**asked, "claim_month": "2025-02", "submitted_on": "2025-12-15"}
        assert one.decision == decide(parse(facts | {"decided_on": "2025-12-15"}))
        assert (one.decision.outcome, one.missing) == (Outcome.GRANT, ())

    def test_the_month_of_assignment_is_never_a_candidate(self) -> None:
        """EVD-06: assigned 2025-03-20, the first candidate is 2025-04."""
        facts = on_record(case(assigned="2025-03-20", earnings={"2025-03": 1200, "2025-04": 1200}))
        assert short(facts) == [("P1M1", "2025-04", "claim")]

    def test_what_was_paid_is_not_found_again(self) -> None:
        """EVD-06: P1M1 already paid."""
        facts = on_record(case(earnings={"2025-02": 1200}, payments=[paid("P1M1", "2025-02")]))
        assert short(facts) == []

    def test_what_only_a_provider_s_unproven_slip_says_is_left(self) -> None:
        facts = case(earnings={"2025-02": 1200}) | {"evidence": []}
        facts["earnings"] = [row | {"source": "pay-slip", "proven": False} for row in facts["earnings"]]
        [one] = swept(facts)
        assert one.follows is Follows.LEAVE
        assert one.decision.outcome is Outcome.ASK
        assert any("proved" in sentence for sentence in one.missing)

    def test_sources_that_differ_are_for_a_person(self) -> None:
        facts = on_record(case(earnings={"2025-02": 1200}))
        facts["earnings"].append(earned("2025-02", 1000, source="tax-record", disclosure="ssa-record"))
        [one] = swept(facts)
        assert (one.follows, one.decision.outcome) == (Follows.CLAIM, Outcome.REFER)

    @pytest.mark.parametrize(
        ("code", "facts"),
        [
            ("DEN-10", case(earnings={"2025-02": 1700}, closed=["2024-06-01"])),
            ("DEN-11", case(earnings={"2024-12": 1700, "2025-02": 1700})),
        ],
    )
    @pytest.mark.row("E4")
    def test_what_is_not_available_is_said(self, code: str, facts: Facts) -> None:
        first = next(one for one in swept(on_record(facts)) if one.kind == "P1M1")
        assert (first.follows, first.decision.denial) == (Follows.NOT_AVAILABLE, code)

    @pytest.mark.row("E4")
    def test_what_is_not_open_is_said_once_of_its_first_month(self) -> None:
        facts = on_record(case(earnings=every("2025-02", 4, 1700)))
        second = [one for one in short(facts) if one[0] == "P2"]
        assert second == [
            ("P2", "2025-02", "not-available"),
            *(("P2", f"2025-0{month}", "leave") for month in (3, 4, 5)),
        ]

    @pytest.mark.row("E4")
    def test_what_an_earlier_sweep_has_said_is_not_said_again(self) -> None:
        facts = on_record(case(earnings=every("2025-02", 2, 1700)))
        again = what_is_swept(parse(facts), "EN-A", ON, said={"P2"})
        assert [(one.kind, one.follows) for one in again] == [
            ("P1M1", "claim"),
            ("P2", "leave"),
            ("P2", "leave"),
        ]

    @pytest.mark.row("E4")
    def test_what_is_used_up_is_said(self) -> None:
        before = [paid("P2", f"2024-{n:02}") for n in range(1, 12)]
        facts = on_record(phase2(1700, month="2025-10", payments=before))
        found = [(one.kind, one.decision.denial, one.follows) for one in swept(facts)]
        assert found == [("P1M1", "DEN-10", "not-available"), ("P2", "DEN-13", "not-available")]

    def test_what_the_sweep_may_not_say_is_left(self) -> None:
        """Paid cash again in the month: nobody is told so without having asked."""
        turns = {"2025-02": "suspended-for-work", "2025-04": "paid"}
        facts = on_record(outcome(1700, month="2025-04", assigned="2025-01-10", turns=turns))
        [one] = [one for one in swept(facts) if one.kind == "OUTCOME"]
        assert (one.decision.outcome, one.decision.denial) == (Outcome.REFUSE, "DEN-12")
        assert one.follows is Follows.LEAVE

    def test_a_month_too_long_ago_is_no_candidate(self) -> None:
        facts = on_record(case(earnings={"2025-02": 1200}))
        assert short(facts, date(2027, 2, 28)) == [("P1M1", "2025-02", "claim")]
        assert short(facts, date(2027, 3, 1)) == []
