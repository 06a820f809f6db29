"""What a provider sees of a decision, and what it could still claim."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from portal.policy.available import what_can_be_claimed
from portal.policy.core import Month, Outcome
from portal.policy.disclosed import ON_RECORD, shown_to_provider
from portal.policy.manual import Example, examples
from portal.policy.payment import decide
from portal.policy.payment_facts import parse

ON = date(2025, 12, 15)


def case(**changes: Any) -> dict[str, Any]:
    facts = copy.deepcopy(next(one for one in examples() if one.name == "First milestone at the level").facts)
    return facts | changes


def earning(month: str, gross: str, disclosure: str, employer: str = "ACME") -> dict[str, Any]:
    source = "ssa-record" if disclosure == "ssa-record" else "pay-slip"
    return {
        "month": month,
        "gross": gross,
        "kind": "wages",
        "employer": employer,
        "source": source,
        "disclosure": disclosure,
        "proven": False,
    }


def visible(facts_json: dict[str, Any], name: str, provider: str = "EN-A") -> dict[str, Any]:
    facts = parse(facts_json)
    seen = shown_to_provider(decide(facts), provider, facts)
    return next(check["facts"] for check in seen["checks"] if check["name"] == name)  # type: ignore[union-attr,index,call-overload,return-value]


@pytest.mark.row("L7")
@pytest.mark.parametrize(
    ("gross", "disclosure", "expected"),
    [
        ("1234.56", "given", "1234.56"),
        ("1160.00", "ssa-record", "at or above"),
        ("1159.99", "ssa-record", "below"),
        ("1234.56", "other-provider", ON_RECORD),
    ],
)
def test_earnings_are_shown_by_their_class(gross: str, disclosure: str, expected: str) -> None:
    facts = case(earnings=[earning("2025-02", gross, disclosure)])
    assert visible(facts, "earned-trial-work-level")["gross"] == expected


def test_a_sum_is_as_closed_as_its_most_closed_part() -> None:
    parts = [earning("2025-02", "700.00", "given"), earning("2025-02", "517.31", "ssa-record", "OTHER JOB")]
    facts = case(earnings=parts)
    assert visible(facts, "earned-trial-work-level")["gross"] == "at or above"
    text = json.dumps(shown_to_provider(decide(parse(facts)), "EN-A", parse(facts)))
    assert "1217.31" not in text and "517.31" not in text and "OTHER JOB" not in text
    facts["earnings"].append(earning("2025-02", "1.00", "other-provider", "THIRD"))
    assert visible(facts, "earned-trial-work-level")["gross"] == ON_RECORD


def test_a_pension_on_the_record_shows_no_amount() -> None:
    row = earning("2025-02", "3456.78", "ssa-record") | {"kind": "pension", "employer": None}
    facts = case(earnings=[row])
    assert "3456.78" not in json.dumps(shown_to_provider(decide(parse(facts)), "EN-A", parse(facts)))


def test_another_provider_is_not_named_nor_its_payment_shown() -> None:
    other = {
        "provider": "EN-SECRET",
        "kind": "P1M1",
        "month": "2025-03",
        "amount": "1850.00",
        "paid_on": "2025-09-09",
    }
    facts = case(payments=[other], open_claims=[])
    answer = decide(parse(facts))
    assert answer.denial == "DEN-02"
    seen = shown_to_provider(answer, "EN-A", parse(facts))
    text = json.dumps(seen)
    assert "EN-SECRET" not in text and "2025-09-09" not in text
    assert seen["primary"]["facts"]["paid_to"] == ON_RECORD
    assert "EN-SECRET" in json.dumps(answer.to_json())


def test_months_of_another_provider_s_earnings_are_not_named() -> None:
    months = {"2025-02": "given", "2025-04": "other-provider", "2025-07": "ssa-record"}
    facts = case(earnings=[earning(month, "1300.00", where) for month, where in months.items()])
    facts["request"] |= {"asks": "P1M2", "claim_month": "2025-07"}
    counted = visible(facts, "earned-trial-work-level-often-enough")["months_counted"]
    assert counted == ["2025-02", ON_RECORD, "2025-07"]


@pytest.mark.row("E8")
def test_what_can_be_claimed_names_what_is_reached_next_and_missing() -> None:
    facts = case(earnings=[earning(month, "1200.00", "given") for month in ("2025-02", "2025-04")])
    found = {one.kind: one for one in what_can_be_claimed(parse(facts), "EN-A", ON)}
    assert list(found) == ["P1M1", "P1M2", "P1M3", "P1M4", "P2"]
    assert (found["P1M1"].month, found["P1M1"].decision.outcome) == (Month.parse("2025-02"), Outcome.GRANT)
    assert found["P1M1"].missing == ()
    assert found["P1M2"].month is None and found["P1M2"].decision.outcome is Outcome.REFUSE
    assert any("enough months of the window" in sentence for sentence in found["P1M2"].missing)
    assert any("Phase 1 milestone" in sentence for sentence in found["P2"].missing)


def test_paid_milestones_are_left_out_and_lacking_evidence_is_named() -> None:
    facts = case(
        earnings=[earning(month, "1200.00", "given") for month in ("2025-02", "2025-04", "2025-06")],
        payments=[
            {
                "provider": "EN-A",
                "kind": "P1M1",
                "month": "2025-02",
                "amount": "1850.00",
                "paid_on": "2025-05-01",
            }
        ],
        request=None,
    )
    found = {one.kind: one for one in what_can_be_claimed(parse(facts, request_required=False), "EN-A", ON)}
    assert "P1M1" not in found
    assert found["P1M2"].month == Month.parse("2025-06")
    assert found["P1M2"].decision.outcome is Outcome.ASK
    assert any("pay slips" in sentence for sentence in found["P1M2"].missing)


def test_months_out_of_reach_for_ever_are_left_out_and_payable_ones_stand_first() -> None:
    months = ("2023-10", "2025-01", "2025-02", "2025-03")
    facts = case(earnings=[earning(month, "1700.00", "given") for month in months])
    facts["assignments"][0] |= {
        "provider_signed_on": "2025-01-10",
        "holder_signed_on": "2025-01-10",
        "entered_on": "2025-01-10",
    }
    found = [(one.kind, str(one.month)) for one in what_can_be_claimed(parse(facts), "EN-A", ON)]
    assert found[0] == ("P1M1", "2025-02")
    assert {month for kind, month in found if kind == "P2"} == {"2025-02", "2025-03", "None"}


def test_outcome_months_and_the_reconciliation_follow_once_the_period_began() -> None:
    facts = case(earnings=[earning(month, "1700.00", "given") for month in ("2025-02", "2025-03", "2025-04")])
    facts["beneficiary"]["benefits"] = [
        {"title": "T2", "from": "2020-01", "until": "2025-03", "status": "paid"},
        {"title": "T2", "from": "2025-03", "until": None, "status": "suspended-for-work"},
    ]
    found = [(one.kind, str(one.month)) for one in what_can_be_claimed(parse(facts), "EN-A", ON)]
    assert ("OUTCOME", "2025-03") in found and ("OUTCOME", "2025-04") in found
    assert ("P2", "2025-02") in found and ("P2", "2025-03") not in found
    assert ("RECONCILIATION", "None") in found
    facts["assignments"][0]["system"] = "outcome"
    kinds = {one.kind for one in what_can_be_claimed(parse(facts), "EN-A", ON)}
    assert kinds == {"OUTCOME"}


@pytest.mark.parametrize("disclosure", ["ssa-record", "other-provider"])
@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_no_hidden_amount_is_in_any_answer(example: Example, disclosure: str) -> None:
    raw: Any = copy.deepcopy(example.facts)
    amounts: list[str] = []
    for index, row in enumerate(raw["earnings"]):
        row["gross"] = row["gross"].replace(".00", f".{index + 11}")
        row["disclosure"] = disclosure
        amounts.append(row["gross"])
    facts = parse(raw)
    answer = decide(facts)
    text = json.dumps(shown_to_provider(answer, "EN-A", facts))
    assert [amount for amount in amounts if amount in text] == []
    assert "EN-B" not in text
    assert "ACME" not in text
