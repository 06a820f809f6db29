"""Denial codes, the order of the primary reason, and all failed checks listed: EVD-08, PAY-23, row K1."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import (
    Facts,
    assignment,
    case,
    earned,
    every,
    few,
    judge,
    outcome,
    paid,
    paper,
    phase2,
    provider,
)

pytestmark = pytest.mark.row("E4", "K1")


def pension() -> Facts:
    facts = outcome(0)
    facts["earnings"] = [earned("2025-03", 3000, kind="pension", employer=None)]
    facts["evidence"] = [paper("employer-statement", ["2025-03"])]
    return facts


def agreement_ended() -> Facts:
    facts = case(earnings={"2025-02": 1160})
    facts["providers"]["EN-A"] = provider(agreement=[{"from": "2020-01-01", "until": "2025-06-01"}])
    return facts


def no_evidence() -> Facts:
    facts = case(earnings={"2025-02": 1160})
    facts["evidence"] = []
    return facts


def never_holder() -> Facts:
    facts = case(earnings={"2025-02": 1160})
    facts["request"]["provider"] = "EN-B"
    return facts


def training() -> Facts:
    facts = case()
    facts["earnings"] = [earned("2025-02", 3000, kind="paid-training")]
    facts["evidence"] = [paper("employer-statement", ["2025-02"])]
    return facts


def fed(month: str, **words: object) -> Facts:
    return case(month=month, earnings={month: 1700}, **words)  # type: ignore[arg-type]


CODES: dict[str, tuple[str, Callable[[], Facts]]] = {
    "DEN-01": ("refuse", lambda: fed("2025-08", terminated={"2025-08": "death"})),
    "DEN-02": ("refuse", lambda: fed("2025-02", payments=[paid("P1M1", "2025-02", to="EN-B")])),
    "DEN-03": ("refuse", lambda: phase2("1549.99")),
    "DEN-04": ("refuse", lambda: case(earnings={"2025-02": 1100, "2025-03": 1100, "2025-04": 1100})),
    "DEN-05": ("refuse", agreement_ended),
    "DEN-06": ("refuse", lambda: fed("2025-05", terminated={"2025-05": "medical-cessation"})),
    "DEN-07": ("refuse", lambda: fed("2025-02", payments=[paid("P1M1", "2025-02")])),
    "DEN-08": ("refuse", pension),
    "DEN-09": ("refuse", lambda: fed("2025-01")),
    "DEN-10": ("refuse", lambda: fed("2025-02", closed=["2024-06-01"])),
    "DEN-11": ("refuse", lambda: case(earnings={"2024-12": 1200, "2025-02": 1200})),
    "DEN-12": ("refuse", lambda: outcome(1700, turns={})),
    "DEN-13": ("refuse", lambda: phase2(1600, payments=[paid("P2", m) for m in every("2023-01", 11, 0)])),
    "DEN-14": ("ask", no_evidence),
    "DEN-15": ("refuse", lambda: fed("2023-03", assigned="2023-01-10", on="2025-04-01")),
    "DEN-16": ("refuse", never_holder),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_each_code_occurs_as_the_primary_reason(code: str) -> None:
    expected, make = CODES[code]
    answer = judge(make())
    assert (answer.outcome, answer.code) == (expected, code)
    assert answer.amount is None
    failed = next(check for check in answer.checks if check["denial"] == code and check["state"] == "failed")
    for explains in ("name", "rule", "says", "citation", "remedy"):
        assert failed[explains], explains
    assert failed["facts"], "a failed check shows the facts it rests on"


def test_no_real_job() -> None:
    """Settled: no real job is DEN-16."""
    answer = judge(training())
    assert answer.outcome == "refuse"
    assert "DEN-16" in answer.codes
    assert answer.code == "DEN-16"


def test_earnings_on_record_are_a_pension() -> None:
    facts = case()
    facts["earnings"] = [earned("2025-02", 3000, kind="pension", employer=None)]
    facts["evidence"] = [paper("employer-statement", ["2025-02"])]
    answer = judge(facts)
    assert answer.outcome == "refuse"
    assert "DEN-08" in answer.codes


def test_a_pension_beside_enough_wages_is_no_reason() -> None:
    facts = case(earnings={"2025-02": 1160})
    facts["earnings"].append(earned("2025-02", 3000, kind="pension", employer=None))
    assert judge(facts).short == "grant 1850.00"


class TestOrder:
    """PAY-23: one P1M1 claim with everything wrong; each step mends what was primary."""

    def everything_wrong(self) -> Facts:
        facts = case(
            assigned="2023-03-10",
            month="2023-03",
            on="2025-04-01",
            earnings={"2023-02": 3000, "2023-03": 100},
            closed=["2023-01-05"],
            payments=[paid("P1M1", "2023-03")],
            turns={"2023-01": "suspended-other"},
        )
        facts["evidence"] = []
        facts["providers"]["EN-A"] = provider(agreement=[{"from": "2020-01-01", "until": "2025-01-01"}])
        return facts

    def test_phase1(self) -> None:
        facts = self.everything_wrong()
        answer = judge(facts)
        assert answer.short == "refuse DEN-05"
        assert answer.codes >= {"DEN-05", "DEN-09", "DEN-15", "DEN-07", "DEN-10", "DEN-11", "DEN-04"}

        facts["providers"]["EN-A"] = provider()
        assert judge(facts).short == "refuse DEN-09"

        facts["assignments"] = [assignment("2023-02-10")]
        facts["earnings"][0]["month"] = "2023-01"
        assert judge(facts).short == "refuse DEN-15"

        facts["request"]["submitted_on"] = facts["decided_on"] = "2025-03-31"
        assert judge(facts).short == "refuse DEN-07"

        facts["payments"] = []
        assert judge(facts).short == "refuse DEN-10"

        facts["ticket"]["vr_closures"] = []
        assert judge(facts).short == "refuse DEN-11"

        facts["earnings"] = facts["earnings"][1:]
        answer = judge(facts)
        assert answer.short == "refuse DEN-14"
        assert answer.codes >= {"DEN-14", "DEN-04"}

        facts["evidence"] = [paper("original-pay-slip", ["2023-03"])]
        assert judge(facts).short == "refuse DEN-04"

        facts["earnings"][0]["gross"] = "1050.00"
        answer = judge(facts)
        assert answer.outcome == "refuse"
        assert len(answer.all("failed")) == 1

        for row in facts["beneficiary"]["benefits"]:
            row["status"] = "paid"
        assert judge(facts).short == "grant 1646.00"

    def test_phase2(self) -> None:
        facts = phase2(
            100,
            turns={"2024-10": "suspended-for-work"},
            payments=[paid("P2", month) for month in every("2023-12", 11, 0)],
        )
        facts["evidence"] = []
        assert judge(facts).short == "refuse DEN-07"
        facts["payments"][10]["month"] = "2023-11"
        assert judge(facts).short == "refuse DEN-09"
        for row in facts["beneficiary"]["benefits"]:
            row["status"] = "paid"
        assert judge(facts).short == "refuse DEN-13"
        facts["payments"].pop()
        assert judge(facts).short == "refuse DEN-14"
        facts["evidence"] = [paper("original-pay-slip", ["2024-10"])]
        assert judge(facts).short == "refuse DEN-03"

    def test_an_outcome_s_earnings_come_before_its_pay_status(self) -> None:
        answer = judge(outcome(100, turns={}))
        assert answer.short == "refuse DEN-03"
        assert answer.codes == {"DEN-03", "DEN-12"}

    def test_never_holder_comes_before_the_month(self) -> None:
        facts = never_holder()
        facts["ticket"]["terminations"] = [{"month": "2025-01", "cause": "death"}]
        answer = judge(facts)
        assert answer.short == "refuse DEN-16"
        assert "DEN-01" in answer.codes

    def test_assignment_month_comes_before_termination_and_both_are_listed(self) -> None:
        answer = judge(fed("2025-01", terminated={"2025-01": "death"}))
        assert answer.short == "refuse DEN-09"
        assert answer.codes >= {"DEN-09", "DEN-01"}


def test_the_answer_of_a_grant_has_every_check_held_and_no_primary_reason() -> None:
    answer = judge(case(earnings={"2025-02": 1160}))
    assert answer.code is None
    assert answer.json["primary"] is None
    assert {check["state"] for check in answer.checks} == {"held"}
    assert answer.json["rule"] == "payment"
    assert answer.json["version"]


def test_names_of_checks_are_unique_and_every_check_is_explained() -> None:
    checks = judge(case(earnings={"2025-02": 1160})).checks
    names = [check["name"] for check in checks]
    assert len(names) == len(set(names))
    for check in checks:
        assert check["says"].endswith(".")
        assert check["rule"][:4] in {"PAY-", "EVD-", "RATE"}
        assert check["citation"]


def test_the_figure_used_is_shown_with_its_standing_and_source() -> None:
    answer = judge(case(earnings={"2025-02": "1159.99"}))
    (failed,) = answer.all("failed")
    assert failed["figure"]["year"] == 2025
    assert failed["figure"]["standing"] == "published"
    assert failed["figure"]["source"]
    assert "1160" in str(failed["figure"])
    assert "1159.99" in str(failed["facts"])


def test_the_same_facts_get_the_same_answer() -> None:
    facts = TestOrder().everything_wrong()
    assert judge(facts).json == judge(facts).json


@given(st.sets(st.sampled_from(["agreement", "month", "late", "paid", "closed", "look-back", "gross"])))
@few
def test_every_failed_check_is_listed_and_the_first_of_them_is_primary(wrong: set[str]) -> None:
    """Any mixture of faults: the codes listed are exactly those of the faults, the primary one the first."""
    order = {"agreement": "DEN-05", "month": "DEN-09", "late": "DEN-15", "paid": "DEN-07", "closed": "DEN-10",
             "look-back": "DEN-11", "gross": "DEN-04"}  # fmt: skip
    facts = case(
        assigned="2023-03-10" if "month" in wrong else "2023-02-10",
        month="2023-03",
        on="2025-04-01" if "late" in wrong else "2025-03-31",
        earnings={"2023-03": 100 if "gross" in wrong else 1050},
        closed=["2023-01-05"] if "closed" in wrong else [],
        payments=[paid("P1M1", "2023-03")] if "paid" in wrong else [],
    )
    if "look-back" in wrong:
        before = "2023-02" if "month" in wrong else "2023-01"
        facts["earnings"].append(earned(before, 3000))
    if "agreement" in wrong:
        facts["providers"]["EN-A"] = provider(agreement=[{"from": "2020-01-01", "until": "2025-01-01"}])
    answer = judge(facts)
    expected = [code for fault, code in order.items() if fault in wrong]
    assert answer.outcome == ("refuse" if wrong else "grant")
    assert answer.code == (expected[0] if wrong else None)
    listed = answer.codes - ({"DEN-04"} if "month" in wrong else set())
    assert listed == set(expected) - ({"DEN-04"} if "month" in wrong else set())
