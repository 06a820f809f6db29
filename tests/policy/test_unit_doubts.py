"""What is not known, sources that differ, and readings that a setting may change."""

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.policy.core import Check, Decision, Month, Outcome, State
from portal.policy.evidence import proves
from portal.policy.manual import examples
from portal.policy.months import bounds, monthly_earnings
from portal.policy.payment import decide
from portal.policy.payment_facts import Earning, Evidence, FactsError, Shows, parse
from portal.policy.tables.parameters import IN_FORCE
from portal.policy.vr_closure import months_before

FEB = Month.parse("2025-02")


def example(name: str) -> dict[str, Any]:
    return copy.deepcopy(next(one for one in examples() if one.name == name).facts)


def row(month: str, gross: str, **changes: Any) -> dict[str, Any]:
    base = {"kind": "wages", "employer": "ACME", "source": "pay-slip", "disclosure": "given", "proven": False}
    return {"month": month, "gross": gross} | base | changes


def the(name: str, answer: Decision) -> Check:
    return next(check for check in answer.checks if check.test.name == name)


def test_a_pension_beside_work_is_unknown_where_the_level_is_not_loaded() -> None:
    facts = example("A year that is not loaded")
    facts["earnings"].append(row("2026-01", "900.00", kind="pension"))
    found = the("earnings-are-from-work", decide(parse(facts)))
    assert (found.state, found.needs) == (State.UNKNOWN, "rate not loaded for 2026")


def test_sources_that_differ_are_unknown_where_the_level_is_not_loaded() -> None:
    facts = example("A year that is not loaded")
    facts["earnings"].append(row("2026-01", "900.00", source="employer-statement"))
    found = the("sources-of-earnings-agree", decide(parse(facts)))
    assert (found.state, found.needs) == (State.UNKNOWN, "rate not loaded for 2026")


def test_whether_a_month_completed_phase_1_is_unknown_where_its_sources_differ() -> None:
    facts = example("Phase 1 not finished")
    months = ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09"]
    facts["earnings"] = [row(month, "1700.00") for month in months]
    facts["earnings"] += [
        row("2025-10", "1700.00"),
        row("2025-10", "1000.00", source="employer-statement"),
        row("2025-11", "1700.00"),
    ]
    facts["request"]["claim_month"] = "2025-10"
    answer = decide(parse(facts))
    assert the("month-not-used-by-phase-1", answer).state is State.UNKNOWN
    assert the("phase-1-finished", answer).state is State.UNKNOWN
    assert answer.outcome is Outcome.REFER


def test_a_reconciliation_without_benefits_on_record_asks_for_them() -> None:
    facts = example("With the twelfth outcome")
    facts["beneficiary"]["benefits"] = []
    answer = decide(parse(facts))
    assert the("outcome-period-began", answer).state is State.UNKNOWN
    assert answer.outcome is Outcome.ASK


def earning(gross: int, **changes: Any) -> Earning:
    values = {
        "kind": "wages",
        "employer": "ACME",
        "source": "pay-slip",
        "disclosure": "given",
        "proven": False,
    }
    return Earning(month=FEB, gross=gross, **(values | changes))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([earning(100), earning(50)], (150, 150)),
        ([earning(100), earning(100, source="employer-statement")], (100, 100)),
        ([earning(100), earning(80, source="employer-statement")], (80, 100)),
        ([earning(100), earning(80, source="ssa-record", proven=True)], (80, 80)),
        ([earning(100), earning(50, employer="OTHER")], (150, 150)),
        (
            [earning(100), earning(150, employer=None, source="ssa-record"), earning(50, employer="B")],
            (150, 150),
        ),
        ([earning(100), earning(130, employer=None, source="ssa-record")], (100, 130)),
        ([earning(100), earning(30, employer=None, kind="self-employment")], (130, 130)),
    ],
)
def test_a_month_s_rows_bound_what_was_earned(rows: list[Earning], expected: tuple[int, int]) -> None:
    assert bounds(rows) == expected
    months = monthly_earnings(rows)
    assert (months.low[FEB], months.high[FEB]) == expected
    assert months.disputed == ((FEB,) if expected[0] != expected[1] else ())


def paper(kind: str, issuer: str = "ACME", **lacks: bool) -> Evidence:
    shows = {"name": True, "gross": True, "pay_date": True, "pay_period": True, "legible": True} | lacks
    return Evidence(kind + issuer, kind, issuer, (FEB,), Shows(**shows))


@pytest.mark.parametrize(
    ("papers", "enough"),
    [
        ((), False),
        ((paper("original-pay-slip"),), True),
        ((paper("payroll-report", legible=False),), False),
        ((paper("pay-slip-copy"), paper("unemployment-record", "State")), True),
        ((paper("pay-slip-copy"), paper("tax-return", "IRS")), True),
        ((paper("pay-slip-copy"), paper("pay-slip-copy")), False),
        ((paper("pay-slip-copy"), paper("pay-slip-copy", "OTHER")), True),
        ((paper("beneficiary-statement", "A"), paper("beneficiary-statement", "B")), False),
        ((paper("pay-slip-copy"), paper("unemployment-record", "State", gross=False)), False),
    ],
)
def test_papers_that_prove_a_month(papers: tuple[Evidence, ...], enough: bool) -> None:
    assert proves(papers, FEB) is enough
    assert proves(papers, FEB.plus(1)) is False


@pytest.mark.parametrize(
    ("started", "second", "third", "ends", "outcome"),
    [
        ("2017-01-16", "900.00", "0.00", "2018-01", Outcome.GRANT),
        ("2017-01-15", "500.00", "900.00", "2018-01", Outcome.GRANT),
        ("2017-01-14", "900.00", "0.00", "2018-01", Outcome.REFUSE),
        ("2017-01-16", "500.00", "500.00", "2018-01", Outcome.REFUSE),
        ("2017-01-16", "900.00", "0.00", "2017-01", Outcome.REFUSE),
        ("2017-01-16", "900.00", "0.00", None, Outcome.REFUSE),
    ],
)
def test_the_half_level_form_of_the_first_milestone(
    started: str, second: str, third: str, ends: str | None, outcome: Outcome
) -> None:
    facts = example("First milestone at the level")
    facts["decided_on"] = "2017-05-01"
    facts["request"] |= {"claim_month": "2017-01", "submitted_on": "2017-05-01", "job_started_on": started}
    facts["assignments"][0] |= {
        "provider_signed_on": "2016-12-01",
        "holder_signed_on": "2016-12-01",
        "entered_on": "2016-12-01",
    }
    facts["providers"]["EN-A"]["agreement"] = [{"from": "2010-01-01", "until": None}]
    facts["beneficiary"]["benefits"][0]["from"] = "2010-01"
    facts["earnings"] = [row("2017-01", "430.00"), row("2017-02", second), row("2017-03", third)]
    facts["evidence"][0]["months"] = ["2017-01"]
    settings = replace(IN_FORCE, half_level_ends_with=None if ends is None else Month.parse(ends))
    answer = decide(parse(facts), settings=settings)
    assert answer.outcome is outcome
    if outcome is Outcome.GRANT:
        assert answer.amount == 140000
    else:
        assert answer.denial == "DEN-04"


def test_certification_can_be_ended_and_both_phases_may_share_a_month() -> None:
    facts = example("First milestone at the level")
    facts["request"]["form"] = "certification"
    facts["evidence"] = []
    assert decide(parse(facts)).outcome is Outcome.GRANT
    for ends, outcome in ((date(2025, 12, 15), Outcome.ASK), (date(2025, 12, 16), Outcome.GRANT)):
        assert decide(parse(facts), settings=replace(IN_FORCE, certification_ends_on=ends)).outcome is outcome
    lenient = replace(IN_FORCE, phase_2_requires_phase_1=False, month_may_serve_both_phases=True)
    early = parse(example("Phase 1 not finished"))
    assert decide(early, settings=lenient).outcome is Outcome.GRANT


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 6, 15), date(2022, 12, 15)),
        (date(2024, 8, 31), date(2023, 2, 28)),
        (date(2025, 8, 31), date(2024, 2, 29)),
        (date(2024, 6, 30), date(2022, 12, 30)),
    ],
)
def test_eighteen_months_back_is_clamped_to_a_shorter_month(day: date, expected: date) -> None:
    assert months_before(day, 18) == expected


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f["earnings"][0].update(gross="-1.00"), "earnings[0].gross: must not be negative"),
        (lambda f: f["earnings"][0].update(gross=1160), 'earnings[0].gross: must be dollars like "1160.00"'),
        (lambda f: f["evidence"].append(f["evidence"][0]), "evidence[1].id: stands there twice"),
        (lambda f: f["request"].update(wish=1), "request.wish: is not a field"),
        (
            lambda f: f["providers"]["EN-A"].update(bank_current="yes"),
            "providers.EN-A.bank_current: must be true",
        ),
        (
            lambda f: f["beneficiary"]["benefits"].append(f["beneficiary"]["benefits"][0]),
            "beneficiary.benefits[1]: covers months",
        ),
        (
            lambda f: f["beneficiary"]["benefits"][0].update(until="2020-01"),
            "beneficiary.benefits[0].until: must be after from",
        ),
        (
            lambda f: f.update(
                allocations=[{"kind": "P2", "month": "2025-02", "shares": {"A": "1/2"}, "reason": "x"}]
            ),
            "allocations[0].shares: must add up to 1",
        ),
        (lambda f: f["assignments"][0].update(ended_on="2024-01-01"), "assignments[0].ended_on: is before"),
    ],
)
def test_wrong_facts_name_their_field(change: Any, sentence: str) -> None:
    facts = example("First milestone at the level")
    change(facts)
    with pytest.raises(FactsError) as raised:
        parse(facts)
    assert str(raised.value).startswith(sentence)
