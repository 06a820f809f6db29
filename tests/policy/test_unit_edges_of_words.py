"""Edges of months, money, JSON facts, access and of what a provider is shown or could still claim."""

from datetime import date
from typing import Any

import pytest

from portal.policy import core
from portal.policy.access import AccessFacts, Cleared, Employed, Enrolled, access
from portal.policy.available import Claimable, what_can_be_claimed
from portal.policy.core import Earned, Figure, Month, Outcome
from portal.policy.disclosed import shown_to_provider
from portal.policy.payment import decide
from portal.policy.payment_facts import Earning, FactsError, Request, parse
from tests.policy.cases import Facts, assignment, case, earned, every, outcome, paid

ON = date(2025, 12, 15)
WEIGHED = core.Test("e", "R", "C", "S", "M", None, on_unknown=Outcome.REFER)


def test_the_first_year_is_1_and_has_no_year_before() -> None:
    assert Month.parse("0001-01") == 12
    with pytest.raises(ValueError, match="not a month"):
        Month.parse("0000-12")


def test_cents_around_nothing() -> None:
    assert [core.dollars(cents) for cents in (-1, 0, 1)] == ["-0.01", "0.00", "0.01"]


def test_dollars_as_people_write_them() -> None:
    amounts = (0, 1, 99_999, 100_000, 185_000, -185_001, 123_456_789)
    assert [core.in_dollars(cents) for cents in amounts] == [
        *("$0.00", "$0.01", "$999.99", "$1,000.00", "$1,850.00", "-$1,850.01", "$1,234,567.89")
    ]


def test_a_reason_says_what_is_missing_and_what_to_do() -> None:
    assert core.decide("r", "v", (core.failed(WEIGHED), core.unknown(WEIGHED, "x"))).told == "S M"
    assert core.decide("r", "v", (core.held(WEIGHED), core.unknown(WEIGHED, "the pay"))).told == (
        "S Missing: the pay. M"
    )
    assert core.decide("r", "v", (core.held(WEIGHED),)).told == ""


def test_the_first_of_several_that_only_a_person_can_know_is_the_reason() -> None:
    checks = (core.unknown(WEIGHED, "x"), core.unknown(WEIGHED, "y"))
    assert core.decide("r", "v", checks).primary is checks[0]


class TestFacts:
    def test_what_is_left_out_is_no(self) -> None:
        raw = case(month="2025-02", earnings={"2025-02": 2000})
        del raw["request"]["earnings_already_proven"], raw["earnings"][0]["proven"]
        facts = parse(raw)
        assert facts.request is not None
        assert facts.request.earnings_already_proven is False
        assert facts.earnings[0].proven is False

    def test_records_made_without_them_say_no_too(self) -> None:
        request = Request("EN-A", "P1M1", Month.parse("2025-02"), ON, "provider", "evidentiary", True)
        assert (request.earnings_already_proven, request.services_statement) == (False, None)
        row = Earning(Month.parse("2025-02"), 100, "wages", None, "pay-slip", "given")
        assert row.proven is False

    def test_an_assignment_may_end_on_its_first_day_and_not_before(self) -> None:
        raw = case(assigned="2025-01-10", ended="2025-01-10")
        assert parse(raw).assignments[0].ended_on == date(2025, 1, 10)
        raw["assignments"][0]["ended_on"] = "2025-01-09"
        with pytest.raises(FactsError, match="is before the assignment"):
            parse(raw)

    @pytest.mark.parametrize(
        ("one", "other", "overlap"),
        [
            (("2020-01", "2021-01"), ("2021-01", None), False),
            (("2020-01", "2021-02"), ("2021-01", None), True),
            (("2021-01", None), ("2020-01", "2021-01"), False),
            (("2021-01", None), ("2020-01", "2021-02"), True),
            (("2020-01", None), ("2024-01", None), True),
        ],
    )
    def test_two_rows_of_one_benefit_may_meet_but_not_overlap(
        self, one: tuple[str, str | None], other: tuple[str, str | None], overlap: bool
    ) -> None:
        raw = case()
        raw["beneficiary"]["benefits"] = [
            {"title": "T2", "from": start, "until": end, "status": "paid"} for start, end in (one, other)
        ]
        if overlap:
            with pytest.raises(FactsError, match="covers months"):
                parse(raw)
        else:
            assert len(parse(raw).beneficiary.benefits) == 2


def test_the_gate_s_answer_says_the_last_day() -> None:
    facts = AccessFacts(
        True,
        Employed("EN", date(2024, 1, 1), date(2024, 1, 1), date(2025, 3, 1), granted=True),
        ((date(2020, 1, 1), date(2025, 3, 1)),),
        Enrolled("live", None),
        Cleared(True, date(2024, 1, 1), date(2027, 1, 1)),
        date(2025, 6, 1),
        date(2025, 12, 1),
        True,
    )
    said = {check.test.name: dict(check.facts) for check in access(facts, ON).checks}
    assert said["employment-is-verified-and-current"]["last day"] == date(2025, 2, 28)
    assert said["agreement-is-active"]["last day"] == date(2025, 2, 28)


class TestWhatAProviderSees:
    """Earnings on the record are shown as on one side of the threshold, where all of them lie there."""

    def seen(self, low: str, high: str, asks: str = "P1M1") -> Any:
        raw = case(asks=asks, month="2025-02", closed=["2025-01-01"] if asks == "P2" else [])
        rows = [earned("2025-02", low, source="ssa-record"), earned("2025-02", high, source="tax-record")]
        raw["earnings"] = [one | {"disclosure": "ssa-record"} for one in rows]
        facts = parse(raw)
        name = "earned-substantial-gainful-activity" if asks == "P2" else "earned-trial-work-level"
        checks: Any = shown_to_provider(decide(facts), "EN-A", facts)["checks"]
        return next(check for check in checks if check["name"] == name)["facts"]["gross"]

    @pytest.mark.parametrize(
        ("low", "high", "shown"),
        [
            ("1100.00", "1159.99", "below"),
            ("1100.00", "1160.00", "on record, not shown to you"),
            ("1160.00", "1200.00", "at or above"),
        ],
    )
    def test_around_the_trial_work_level(self, low: str, high: str, shown: str) -> None:
        assert self.seen(low, high) == shown

    def test_the_threshold_is_the_check_s_own(self) -> None:
        """1,300 is above the trial work level and below SGA (1,620)."""
        assert self.seen("1300.00", "1300.00", "P2") == "below"
        assert self.seen("1300.00", "1300.00") == "at or above"

    def test_a_check_without_a_figure_is_held_against_the_trial_work_level(self) -> None:
        raw = case(month="2025-02")
        raw["earnings"] = [earned("2025-02", 500, disclosure="ssa-record", source="ssa-record")]
        raw["earnings"].append(earned("2025-02", 100, kind="pension", employer=None))
        facts, decision = parse(raw), decide(parse(raw))
        test = decision.checks[0].test
        bare = core.held(test, (("gross", Earned(Month.parse("2025-02"), 50000, 50000)),))
        seen: Any = shown_to_provider(decision._replace(checks=(bare,)), "EN-A", facts)
        assert seen["checks"][0]["facts"]["gross"] == "below"
        sga = Figure("x", 2025, 40000, "published", "test")
        seen = shown_to_provider(decision._replace(checks=(bare._replace(figure=sga),)), "EN-A", facts)
        assert seen["checks"][0]["facts"]["gross"] == "at or above"


class TestWhatCanBeClaimed:
    def found(self, raw: Facts, provider: str = "EN-A") -> list[Claimable]:
        return what_can_be_claimed(parse(raw), provider, ON)

    def pairs(self, raw: Facts, provider: str = "EN-A") -> list[tuple[str, str]]:
        return [(one.kind, str(one.month)) for one in self.found(raw, provider)]

    def test_a_month_too_long_ago_is_left_out_and_one_just_in_time_is_not(self) -> None:
        words = {"assigned": "2023-01-10", "month": "2025-02", "closed": ["2023-01-01"]}
        raw = case(**words, earnings=every("2023-11", 2, 2000))
        pairs = self.pairs(raw)
        assert ("P2", "2023-11") not in pairs
        assert ("P2", "2023-12") in pairs

    def test_what_is_not_reached_is_kept_though_the_ticket_was_assigned_this_month(self) -> None:
        raw = case(assigned="2025-12-01", month="2025-12")
        assert self.pairs(raw) == [(kind, "None") for kind in ("P1M1", "P1M2", "P1M3", "P1M4", "P2")]

    def test_what_can_be_paid_stands_before_what_cannot(self) -> None:
        raw = case(assigned="2025-01-10", month="2025-03", earnings=every("2025-02", 3, 2000))
        raw["evidence"][0]["months"] = ["2025-03", "2025-04"]
        raw["payments"] = [paid("P1M1", "2025-02")]
        found = self.found(raw)
        assert (found[0].kind, found[0].decision.outcome) == ("P1M2", Outcome.GRANT)
        kinds = [one.kind for one in found if one.decision.outcome is Outcome.GRANT]
        assert kinds == [one.kind for one in found[: len(kinds)]]
        assert ("P2", "2025-02") in self.pairs(raw)

    def test_a_kind_not_reached_stands_last_though_its_facts_would_do(self) -> None:
        """A next outcome month stands for the month of the request, which nobody has reached yet."""
        raw = outcome(2000, month="2025-12", assigned="2025-10-10")
        raw["request"]["claim_month"] = "2025-12"
        raw["payments"] = [paid("OUTCOME", "2025-11")]
        pairs = self.pairs(raw)
        assert pairs[0] == ("OUTCOME", "2025-12")
        assert pairs.index(("OUTCOME", "None")) > 0

    @pytest.mark.parametrize(("gross", "reached"), [("1619.99", False), ("1620.00", True)])
    def test_months_at_substantial_earnings_are_offered(self, gross: str, reached: bool) -> None:
        raw = case(assigned="2025-01-10", month="2025-02", earnings={"2025-02": gross})
        assert (("P2", "2025-02") in self.pairs(raw)) is reached

    def test_a_month_whose_figure_is_not_loaded_is_offered(self) -> None:
        raw = case(assigned="2026-11-10", month="2027-02", earnings={"2027-02": 100})
        found = what_can_be_claimed(parse(raw), "EN-A", date(2027, 4, 15))
        assert ("P2", "2027-02") in [(one.kind, str(one.month)) for one in found]

    def test_a_month_taken_is_left_out_and_so_is_one_below(self) -> None:
        raw = case(assigned="2025-01-10", month="2025-02", earnings={"2025-02": 2000, "2025-03": 500})
        raw["payments"] = [paid("P2", "2025-02")]
        assert [month for kind, month in self.pairs(raw) if kind == "P2"] == ["None"]

    def test_only_the_provider_s_own_open_request_takes_a_month(self) -> None:
        raw = case(assigned="2025-01-10", month="2025-02", earnings={"2025-02": 2000})
        raw["open_claims"] = [
            {"provider": "EN-B", "kind": "P2", "month": "2025-02", "submitted_on": "2025-05-01"}
        ]
        assert ("P2", "2025-02") in self.pairs(raw)
        raw["open_claims"][0]["provider"] = "EN-A"
        assert ("P2", "2025-02") not in self.pairs(raw)

    def test_the_system_is_that_of_the_provider_s_own_assignment(self) -> None:
        turns = [
            assignment("2025-01-10", provider="EN-B", ended="2025-03-10", system="outcome"),
            assignment("2025-04-10"),
        ]
        raw = case(assignments=turns, month="2025-05", earnings={"2025-05": 2000})
        assert "P1M1" in {kind for kind, _ in self.pairs(raw)}
        assert {kind for kind, _ in self.pairs(raw, "EN-B")} <= {"OUTCOME"}

    def test_proof_of_one_month_is_no_proof_of_another(self) -> None:
        raw = case(assigned="2025-01-10", month="2025-02", earnings=every("2025-02", 2, 2000))
        raw["evidence"], raw["earnings"][1]["proven"] = [], True
        first = next(one for one in self.found(raw) if one.kind == "P1M1")
        assert first.decision.outcome is Outcome.ASK
        assert any("pay slips" in sentence for sentence in first.missing)

    def test_without_a_payable_month_the_earnings_themselves_are_offered(self) -> None:
        raw = case(month="2025-02", earnings={"2025-02": 2000})
        raw["assignments"][0]["entered_on"] = None
        assert ("P2", "2025-02") in self.pairs(raw)
