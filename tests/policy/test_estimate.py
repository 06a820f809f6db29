"""What a Ticket may still bring, by the ordinary rules: each expectation reckoned by hand (row K2).

2025: trial work level 1,160, substantial work 1,620, each Phase 1 milestone 1,850, Phase 2 and outcomes of SSDI 555.
2026: nothing but substantial work is loaded.
"""

from datetime import date

import pytest

from portal.policy.core import Month
from portal.policy.estimate import Assumed, estimate, levels_offered
from portal.policy.payment_facts import parse
from portal.policy.records import Hold
from portal.policy.what_if import Months
from tests.policy.cases import assignment, case, earned, paid

pytestmark = pytest.mark.row("K2", "E8")
NEW_YEAR = date(2025, 1, 15)


def month(text):
    return Month.parse(text)


def tried(facts, cents, first="2025-02", last="2025-12", stop=None, on=NEW_YEAR, **more):
    assumed = Assumed(Months(month(first), month(last)), cents, stop and month(stop))
    return estimate(parse(facts), "EN-A", on, assumed, **more)


def brings(found):
    return [
        f"{one.kind} {one.month} {one.open if one.amount is None else one.amount // 100}"
        for one in found.expected
    ]


def test_a_year_at_the_trial_work_level_reaches_all_four_milestones_and_no_more():
    found = tried(case(), 1160_00)
    # 1 month of 1, the 3rd of 6, the 6th of 12, the 9th of 18, counted from February.
    assert brings(found) == [
        "P1M1 2025-02 1850",
        "P1M2 2025-04 1850",
        "P1M3 2025-07 1850",
        "P1M4 2025-10 1850",
    ]
    assert (found.cents, found.left_out) == (4 * 1850_00, ())
    assert {kind: check.test.denial for kind, check in found.closed} == {"P2": "DEN-03", "OUTCOME": "DEN-03"}


def test_at_substantial_work_phase_2_begins_after_the_month_that_ends_phase_1():
    found = tried(case(), 1620_00)
    assert brings(found)[-3:] == ["P1M4 2025-10 1850", "P2 2025-11 555", "P2 2025-12 555"]
    assert found.cents == (4 * 1850 + 2 * 555) * 100


def test_when_benefits_stop_no_milestone_follows_and_each_month_is_an_outcome():
    found = tried(case(), 1620_00, stop="2025-05")
    assert brings(found)[:3] == ["P1M1 2025-02 1850", "P1M2 2025-04 1850", "OUTCOME 2025-05 555"]
    assert len(found.expected) == 2 + 8 and found.cents == (2 * 1850 + 8 * 555) * 100


def test_the_twelfth_outcome_brings_the_milestones_that_were_left():
    outcomes = [paid("OUTCOME", f"2025-{number:02}") for number in range(2, 12)]
    turns = {"2025-02": "suspended-for-work"}
    # Eleven outcomes by December: the twelfth is of 2026, and its figure is not loaded.
    found = tried(case(turns=turns, payments=outcomes), 1700_00, "2025-12", "2026-01", on=date(2025, 12, 15))
    assert brings(found) == [
        "OUTCOME 2025-12 555",
        "OUTCOME 2026-01 rate not loaded for 2026",
        # 4 x 1,850 and 11 x 555, at the figures of February 2025, when the outcome period began.
        f"RECONCILIATION 2026-01 {4 * 1850 + 11 * 555}",
    ]


def test_the_limit_of_eleven_ends_phase_2():
    before = [paid(f"P1M{number}", "2025-02") for number in (1, 2, 3, 4)]
    before += [paid("P2", f"2024-{number:02}") for number in range(3, 13)]
    facts = case(assigned="2024-01-10", closed=["2023-12-01"], payments=before)
    found = tried(facts, 1620_00)
    assert brings(found) == ["P2 2025-02 555"]
    assert {kind: check.test.denial for kind, check in found.closed}["P2"] == "DEN-13"


def test_a_year_that_is_not_loaded_has_no_amount_and_is_in_no_sum():
    found = tried(case(assigned="2025-10-10"), 1700_00, "2025-11", "2026-02", on=date(2025, 12, 15))
    assert brings(found)[0] == "P1M1 2025-11 1850"
    # Whether January is the third month is not known. What is not reached in it is not reached in February either:
    # both are of one year.
    assert brings(found)[1:] == ["P1M2 2026-01 rate not loaded for 2026"]
    assert found.cents == 1850_00 and found.left_out == (month("2026-01"),)


@pytest.mark.parametrize(
    ("facts", "cents", "closed"),
    [
        # A cent below the trial work level reaches nothing.
        (
            case(),
            1159_99,
            {"P1M1": "DEN-04", "P1M2": "DEN-09", "P1M3": "DEN-09", "P1M4": "DEN-09", "P2": "DEN-03"},
        ),
        # A successful case of a State agency leaves no Phase 1 milestone.
        (case(closed=["2024-12-01"]), 1160_00, {"P1M1": "DEN-10", "P1M4": "DEN-10"}),
        # More than the level in the month before the assignment leaves the first out (PAY-10).
        (case(earnings={"2024-12": 1200}), 1160_00, {"P1M1": "DEN-11"}),
        # The agreement has ended.
        (
            {**case(), "providers": {"EN-A": {"agreement": [{"from": "2002-01-01", "until": "2025-01-15"}]}}},
            1700_00,
            {"P1M1": "DEN-05", "P2": "DEN-05"},
        ),
    ],
)
def test_what_brings_nothing_says_why(facts, cents, closed):
    said = {kind: check.test.denial for kind, check in tried(facts, cents).closed}
    assert closed.items() <= said.items()


def test_a_hold_and_a_lapsed_registration_are_assumed_to_be_mended():
    facts = parse(case())
    on_hold = Hold(date(2025, 1, 1), None, "Under review")
    object.__setattr__(facts.providers["EN-A"], "holds", (on_hold,))
    object.__setattr__(facts.providers["EN-A"], "sam_registered_until", date(2025, 1, 1))
    found = estimate(facts, "EN-A", NEW_YEAR, Assumed(Months(month("2025-02"), month("2025-02")), 1160_00))
    assert brings(found) == ["P1M1 2025-02 1850"]


def test_months_that_cannot_count_are_not_assumed():
    """January is the month of assignment; before it there is nothing to look back on that was only assumed."""
    found = tried(case(), 1200_00, "2024-06", "2025-02")
    assert brings(found) == ["P1M1 2025-02 1850"]
    assert tried(case(), 1200_00, "2024-06", "2025-01").expected == ()


def test_what_another_provider_knows_is_left_out_and_named():
    facts = case(
        assigned="2024-11-10", assignments=[assignment("2024-11-10", provider="EN-B", ended="2025-01-02")]
    )
    facts["assignments"].append(assignment("2025-01-10"))
    facts["earnings"] = [
        earned("2024-10", 500, disclosure="other-provider"),
        # From the month of the first assignment on.
        *(earned(at, 1500, disclosure="other-provider") for at in ("2024-11", "2024-12", "2025-02")),
        earned("2025-03", 1500, disclosure="ssa-record", source="ssa-record"),
    ]
    found = tried(facts, 1200_00, "2025-04", "2025-05")
    assert found.hidden == (month("2024-11"), month("2024-12"), month("2025-02"))
    # Three months with March, April, May; with the hidden ones it would have been April.
    assert brings(found) == ["P1M2 2025-05 1850"]


def test_what_is_paid_or_asked_for_is_not_brought_again():
    facts = case(payments=[paid("P1M1", "2025-02")], earnings={"2025-02": 1200})
    facts["open_claims"] = [
        {"provider": "EN-A", "kind": "P1M2", "month": "2025-04", "submitted_on": "2025-05-02"},
    ]
    assert brings(tried(facts, 1160_00, "2025-03", "2025-06")) == []


def test_what_another_provider_asks_for_is_still_brought_and_is_in_no_sum():
    facts = case()
    facts["open_claims"] = [
        {"provider": "EN-B", "kind": "P1M1", "month": "2025-02", "submitted_on": "2025-03-02"},
    ]
    [found] = tried(facts, 1160_00, "2025-02", "2025-02").expected
    assert (found.kind, found.amount) == ("P1M1", None)


def test_no_month_is_an_outcome_while_it_is_not_known_that_the_outcome_period_has_begun():
    facts = case()
    facts["beneficiary"]["benefits"] = []
    assert {one.kind for one in tried(facts, 1620_00, "2025-02", "2025-03").expected} == {"P1M1"}


def test_benefits_that_are_not_on_record_cannot_stop():
    facts = case()
    facts["beneficiary"]["benefits"] = []
    found = tried(facts, 1620_00, stop="2025-03")
    assert found.expected == () and [one.about for one in found.impossible] == ["benefit"]


def test_the_amounts_to_try_are_the_levels_of_the_month_as_far_as_they_are_loaded():
    facts = parse(case())
    assert [one.cents for one in levels_offered(facts, month("2025-02"))] == [1160_00, 1620_00]
    assert [one.cents for one in levels_offered(parse(case(blind=True)), month("2025-02"))] == [
        1160_00,
        2700_00,
    ]
    assert [one.cents for one in levels_offered(facts, month("2026-02"))] == [1690_00]
    assert levels_offered(facts, month("2027-02")) == ()
