"""Wrong facts are refused with a sentence that names the field."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from portal.policy.payment_facts import FactsError, parse
from tests.policy.cases import Facts, assignment, case, every, judge, outcome, paid, phase2

pytestmark = pytest.mark.row("E1", "I2")


def full() -> Facts:
    """A case with a row in every list."""
    facts = case(
        earnings=every("2025-02", 3, 1160),
        closed=["2020-01-10"],
        terminated={"2026-01": "other"},
        payments=[paid("P1M2", "2025-04")],
    )
    facts["beneficiary"]["blind"] = [{"from": "2025-06", "until": None}]
    facts["ticket"]["vr_cases"] = [
        {
            "opened_on": "2019-01-10",
            "closed_on": "2020-01-10",
            "claimed": [{"from": "2019-02", "until": "2019-11"}],
        }
    ]
    facts["providers"]["EN-A"]["holds"] = [{"from": "2024-01-01", "until": "2024-02-01", "reason": "review"}]
    claim = {"provider": "EN-A", "kind": "P1M3", "month": "2025-06", "submitted_on": "2025-07-01"}
    facts["open_claims"] = [claim]
    shares = {"EN-A": "3/5", "EN-B": "2/5"}
    facts["allocations"] = [
        {"kind": "P1M3", "month": "2025-06", "shares": shares, "reason": "by service months"}
    ]
    facts["request"]["services_statement"] = {"dated_on": "2025-08-01", "shows_contribution": True}
    return facts


def test_the_full_case_is_right() -> None:
    assert judge(full()).short == "grant 1850.00"


def put(facts: Facts, path: str, value: Any) -> None:
    """Write `value` at a path like "earnings[1].gross"."""
    *steps, last = path.replace("[", ".[").split(".")
    where: Any = facts
    for step in steps:
        where = where[int(step[1:-1])] if step.startswith("[") else where[step]
    where[int(last[1:-1]) if last.startswith("[") else last] = value


WRONG: list[tuple[str, Any]] = [
    ("decided_on", "2025-13-01"),
    ("decided_on", "2025-02-30"),
    ("decided_on", "15 December 2025"),
    ("decided_on", 20251215),
    ("request.asks", "P1M5"),
    ("request.asks", None),
    ("request.claim_month", "2025-2"),
    ("request.claim_month", "2025-13"),
    ("request.claim_month", "2025-02-01"),
    ("request.submitted_on", "yesterday"),
    ("request.origin", "mail"),
    ("request.form", "oral"),
    ("request.services_described", "yes"),
    ("request.services_statement.dated_on", "August"),
    ("request.services_statement.shows_contribution", 1),
    ("request.earnings_already_proven", "no"),
    ("request.job_started_on", "2025-01"),
    ("beneficiary.blind[0].from", "2025"),
    ("beneficiary.blind[0].until", "2025-05"),
    ("beneficiary.benefits[0].title", "T18"),
    ("beneficiary.benefits[0].status", "stopped"),
    ("beneficiary.died_on", "2025-08"),
    ("beneficiary.full_retirement_month", "2025-06-01"),
    ("beneficiary.age_65_month", "June"),
    ("ticket.terminations[0].cause", "lottery"),
    ("ticket.terminations[0].month", "2026"),
    ("ticket.vr_closures[0].closed_on", "2020"),
    ("ticket.vr_closures[0].successful", "yes"),
    ("ticket.vr_cases[0].opened_on", None),
    ("ticket.vr_cases[0].claimed[0].from", "2019-00"),
    ("assignments[0].provider_signed_on", "2025-01-32"),
    ("assignments[0].holder_signed_on", None),
    ("assignments[0].entered_on", "late"),
    ("assignments[0].system", "hourly"),
    ("earnings[1].gross", "1,160.00"),
    ("earnings[1].gross", "1160.001"),
    ("earnings[1].gross", "$1160.00"),
    ("earnings[1].gross", "NaN"),
    ("earnings[1].gross", 1160.1),
    ("earnings[1].gross", None),
    ("earnings[1].month", "Feb 2025"),
    ("earnings[1].kind", "gift"),
    ("earnings[1].source", "rumour"),
    ("earnings[1].disclosure", "public"),
    ("earnings[1].proven", "true"),
    ("evidence[0].kind", "letter"),
    ("evidence[0].months[1]", "2025-3"),
    ("evidence[0].shows.legible", "mostly"),
    ("payments[0].kind", "BONUS"),
    ("payments[0].amount", "lots"),
    ("payments[0].month", "04/2025"),
    ("payments[0].paid_on", "soon"),
    ("open_claims[0].kind", "P3"),
    ("open_claims[0].submitted_on", "2025-07"),
    ("allocations[0].kind", "P3"),
    ("allocations[0].month", "2025-6"),
    ("allocations[0].shares.EN-A", "2/0"),
    ("allocations[0].shares.EN-A", "-3/5"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{path}={value}" for path, value in WRONG])
def test_a_wrong_value_is_named(path: str, value: Any) -> None:
    facts = full()
    put(facts, path, value)
    with pytest.raises(FactsError) as caught:
        parse(facts)
    text = str(caught.value)
    named = path.removesuffix(".from").removesuffix(".until") if path.endswith((".from", ".until")) else path
    field = named.rsplit(".", 1)[-1]
    assert named in text or (path.startswith("allocations[0].shares") and "shares" in text), text
    assert field.split("[")[0] in text


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("providers.EN-A.bank_current", "bank_current"),
        ("providers.EN-A.sam_registered_until", "sam_registered_until"),
        ("providers.EN-A.holds[0].from", "holds[0]"),
        ("providers.EN-A.agreement[0].from", "agreement[0]"),
    ],
)
def test_a_wrong_standing_is_named(path: str, field: str) -> None:
    facts = full()
    put(facts, path, "perhaps")
    with pytest.raises(FactsError) as caught:
        parse(facts)
    assert field in str(caught.value)
    assert "EN-A" in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["colour", "request.colour", "beneficiary.colour", "ticket.colour", "assignments[0].colour",
     "earnings[2].colour", "evidence[0].colour", "payments[0].colour", "allocations[0].colour"],
)  # fmt: skip
def test_an_unknown_key_is_named(path: str) -> None:
    facts = full()
    put(facts, path, "red")
    with pytest.raises(FactsError, match="colour"):
        parse(facts)


MUST = ["decided_on", "request", "request.provider", "request.asks", "request.claim_month",
        "request.submitted_on", "assignments[0].entered_on", "earnings[0].gross", "earnings[0].month",
        "payments[0].kind", "evidence[0].kind", "beneficiary.benefits[0].title"]  # fmt: skip


@pytest.mark.parametrize("path", MUST)
def test_a_missing_field_is_named(path: str) -> None:
    facts = full()
    *above, last = path.split(".")
    where: Any = facts
    for step in above:
        name, _, index = step.partition("[")
        where = where[name][int(index[:-1])] if index else where[name]
    del where[last]
    with pytest.raises(FactsError) as caught:
        parse(facts)
    assert path in str(caught.value)


@pytest.mark.parametrize("wrong", [None, [], "facts", 7])
def test_what_is_no_object_is_refused(wrong: Any) -> None:
    with pytest.raises(FactsError):
        parse(wrong)
    facts = full()
    facts["request"] = wrong
    with pytest.raises(FactsError, match="request"):
        parse(facts)


def test_shares_must_add_to_one() -> None:
    facts = full()
    facts["allocations"][0]["shares"] = {"EN-A": "3/5", "EN-B": "3/5"}
    with pytest.raises(FactsError, match=r"allocations\[0\]\.shares"):
        parse(facts)


def test_a_period_must_end_after_it_begins() -> None:
    facts = full()
    facts["beneficiary"]["benefits"][0] |= {"from": "2025-01", "until": "2024-12"}
    with pytest.raises(FactsError, match=r"beneficiary\.benefits\[0\]"):
        parse(facts)


def test_lists_may_be_left_out() -> None:
    facts = case(earnings={"2025-02": 1160})
    for name in ("payments", "open_claims", "allocations"):
        del facts[name]
    assert judge(facts).short == "grant 1850.00"
    for name in ("terminations", "vr_closures", "vr_cases"):
        del facts["ticket"][name]
    del facts["beneficiary"]["blind"]
    assert judge(facts).short == "grant 1850.00"


CASES: list[Callable[[], Facts]] = [
    full,
    lambda: phase2(1550),
    lambda: outcome(1700),
    lambda: case(assignments=[assignment("2024-01-10", ended="2024-02-10"), assignment("2025-01-10")]),
]


@pytest.mark.parametrize("make", CASES)
def test_parsing_changes_nothing_and_order_of_rows_does_not_matter(make: Callable[[], Facts]) -> None:
    facts = make()
    kept = deepcopy(facts)
    first = judge(facts)
    assert facts == kept
    for name in ("earnings", "evidence", "payments", "assignments"):
        facts[name].reverse()
    facts["beneficiary"]["benefits"].reverse()
    second = judge(facts)
    assert (second.short, second.codes, second.rules) == (first.short, first.codes, first.rules)
