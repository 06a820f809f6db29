"""Amounts and thresholds of every year (PAY-03, PAY-04, PAY-05, RATE-01), from the table of figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import Facts, case, every, few, judge, outcome, phase2, plus, table

pytestmark = pytest.mark.row("E1", "I2")

FIGURES = table("figures.csv")
by_year = pytest.mark.parametrize("row", FIGURES, ids=[row["year"] for row in FIGURES])


def first_milestone(year: str, gross: str, **words: object) -> Facts:
    month = f"{year}-10"
    return case(assigned=f"{year}-08-10", month=month, earnings={month: gross}, **words)  # type: ignore[arg-type]


def a_cent_less(dollars: str) -> str:
    return f"{int(dollars) - 1}.99"


def outcome_of(year: str, gross: str, **words: object) -> Facts:
    return outcome(gross, month=f"{year}-10", **words)


@by_year
def test_phase1_pays_the_year_s_amount_at_the_trial_work_level(row: dict[str, str]) -> None:
    for title in ("T2", "T16", "concurrent"):
        answer = judge(first_milestone(row["year"], f"{row['twl']}.00", title=title))
        assert answer.short == f"grant {row['p1']}.00"


@by_year
def test_a_cent_below_the_trial_work_level_attains_nothing(row: dict[str, str]) -> None:
    answer = judge(first_milestone(row["year"], a_cent_less(row["twl"])))
    assert answer.short == "refuse DEN-04"
    assert answer.amount is None


@by_year
@pytest.mark.parametrize("title", ["T2", "T16", "concurrent"])
def test_phase2_pays_the_class_s_amount_at_sga(row: dict[str, str], title: str) -> None:
    column = "p2_t16" if title == "T16" else "p2_t2"
    assert judge(phase2(f"{row['sga']}.00", month=f"{row['year']}-10", title=title)).short == (
        f"grant {row[column]}.00"
    )
    below = judge(phase2(a_cent_less(row["sga"]), month=f"{row['year']}-10", title=title))
    assert below.short == "refuse DEN-03"


@by_year
def test_blind_people_are_measured_by_blind_sga(row: dict[str, str]) -> None:
    month = f"{row['year']}-10"
    assert (
        judge(phase2(f"{row['sga_blind']}.00", month=month, blind=True)).short == f"grant {row['p2_t2']}.00"
    )
    assert judge(phase2(a_cent_less(row["sga_blind"]), month=month, blind=True)).short == "refuse DEN-03"
    at_sga = judge(outcome_of(row["year"], f"{row['sga_blind']}.00", blind=True))
    assert at_sga.short == f"grant {row['outcome_t2']}.00"
    assert judge(outcome_of(row["year"], a_cent_less(row["sga_blind"]), blind=True)).short == "refuse DEN-03"


@by_year
@pytest.mark.parametrize("title", ["T2", "T16", "concurrent"])
@pytest.mark.parametrize(("system", "prefix"), [("outcome-milestone", "outcome"), ("outcome", "only")])
def test_an_outcome_pays_by_system_and_class(
    row: dict[str, str], title: str, system: str, prefix: str
) -> None:
    amount = row[f"{prefix}_{'t16' if title == 'T16' else 't2'}"]
    answer = judge(outcome_of(row["year"], f"{row['sga']}.00", title=title, system=system))
    if amount:
        assert answer.short == f"grant {amount}.00"
    else:
        assert (answer.outcome, answer.amount) == ("ask", None)
        assert f"rate not loaded for {row['year']}" in answer.needs
    below = judge(outcome_of(row["year"], a_cent_less(row["sga"]), title=title, system=system))
    assert below.short == "refuse DEN-03"


@by_year
@pytest.mark.parametrize(("title", "phase2_count", "outcome_count"), [("T2", 11, 36), ("T16", 18, 60)])
def test_the_most_a_ticket_can_pay(
    row: dict[str, str], title: str, phase2_count: int, outcome_count: int
) -> None:
    year, sga = row["year"], f"{row['sga']}.00"

    def pays(facts: Facts) -> int:
        amount = judge(facts).amount
        assert amount is not None
        assert amount.endswith(".00")
        return int(amount.removesuffix(".00"))

    one = pays(first_milestone(year, sga, title=title))
    two = pays(phase2(sga, month=f"{year}-10", title=title))
    month = pays(outcome_of(year, sga, title=title))
    assert 4 * one + phase2_count * two + outcome_count * month == int(row[f"max_mo_{title.lower()}"])
    most = row[f"max_oo_{title.lower()}"]
    if most:
        assert outcome_count * pays(outcome_of(year, sga, title=title, system="outcome")) == int(most)


def test_the_year_is_that_of_attainment_not_of_the_request() -> None:
    """PAY-04 (c): T16-only P1M2 attained 2023-12, requested 2024-02."""
    facts = case(
        title="T16",
        assigned="2023-08-10",
        asks="P1M2",
        month="2023-12",
        earnings=every("2023-10", 3, 1050),
        on="2024-02-15",
    )
    assert judge(facts).short == "grant 1646.00"


def test_a_later_claim_month_in_a_new_year_is_paid_at_the_old_year_s_figure() -> None:
    """Settled reading: paid for the attainment month, at that month's figures, and says so."""
    facts = case(assigned="2024-08-10", month="2025-02", earnings={"2024-12": 1110, "2025-02": 1160})
    answer = judge(facts)
    assert answer.short == "grant 1788.00"
    assert "2024-12" in answer.notes


@given(st.integers(2009, 2025), st.integers(0, 1))
@few
def test_change_of_year(year: int, early: int) -> None:
    """December is judged and paid by its own year, January by the next."""
    rows = {row["year"]: row for row in FIGURES}
    month = f"{year - 1}-12" if early else f"{year}-01"
    row = rows[month[:4]]
    good = case(assigned=f"{year - 1}-10-10", month=month, earnings={month: f"{row['twl']}.00"})
    assert judge(good).short == f"grant {row['p1']}.00"
    poor = case(assigned=f"{year - 1}-10-10", month=month, earnings={month: a_cent_less(row["twl"])})
    assert judge(poor).short == "refuse DEN-04"


class TestRateNotLoaded:
    """RATE-01: a missing row makes the check unknown, never last year's figure."""

    def test_first_milestone_of_2026(self) -> None:
        answer = judge(
            case(assigned="2025-10-10", month="2026-01", earnings={"2026-01": 5000}, on="2026-02-20")
        )
        assert (answer.outcome, answer.amount) == ("ask", None)
        assert "rate not loaded for 2026" in answer.needs
        assert "1850" not in str(answer.json)
        assert not answer.all("failed")

    def test_phase2_of_2026_has_a_threshold_but_no_amount(self) -> None:
        answer = judge(phase2(1690, month="2026-01", assigned="2025-10-10", on="2026-02-20"))
        assert (answer.outcome, answer.amount) == ("ask", None)
        assert "rate not loaded for 2026" in answer.needs
        below = judge(phase2("1689.99", month="2026-01", assigned="2025-10-10", on="2026-02-20"))
        assert below.short == "refuse DEN-03"

    def test_a_failed_check_refuses_even_where_the_rate_is_unknown(self) -> None:
        facts = case(
            assigned="2025-10-10",
            month="2026-01",
            earnings={"2026-01": 5000},
            on="2026-02-20",
            payments=[{"provider": "EN-A", "kind": "P1M1", "month": "2025-11", "amount": "1850.00",
                       "paid_on": "2025-12-20"}],
        )  # fmt: skip
        answer = judge(facts)
        assert answer.short == "refuse DEN-07"

    def test_attained_in_2025_and_claimed_for_2026_pays_the_figure_of_2025(self) -> None:
        facts = case(
            assigned="2025-10-10",
            month="2026-01",
            earnings={"2025-12": 1160, "2026-01": 5000},
            on="2026-02-20",
        )
        answer = judge(facts)
        assert answer.short == "grant 1850.00"
        assert "2025-12" in answer.notes

    def test_a_window_that_needs_a_month_of_2026_waits_for_its_rate(self) -> None:
        facts = case(
            assigned="2025-10-10",
            asks="P1M2",
            month="2026-01",
            earnings=every("2025-11", 3, 3000),
            on="2026-02-20",
        )
        answer = judge(facts)
        assert (answer.outcome, answer.amount) == ("ask", None)
        assert "rate not loaded for 2026" in answer.needs

    def test_2007_is_before_the_regulation(self) -> None:
        facts = case(assigned="2007-08-10", month="2007-10", earnings={"2007-10": 5000}, on="2007-12-15")
        try:
            answer = judge(facts)
        except ValueError as refused:
            assert "2007" in str(refused) or "claim_month" in str(refused)
        else:
            assert (answer.outcome, answer.amount) == ("refuse", None)


@given(st.sampled_from(["P1M1", "P2", "OUTCOME"]), st.integers(0, 500_000), st.integers(0, 500_000))
@few
def test_more_gross_never_turns_a_grant_into_a_refusal(asks: str, cents: int, more: int) -> None:
    def asked(amount: int) -> Facts:
        gross = f"{amount // 100}.{amount % 100:02}"
        if asks == "P1M1":
            return case(earnings={"2025-02": gross})
        return phase2(gross) if asks == "P2" else outcome(gross)

    threshold = {"P1M1": 116_000, "P2": 155_000, "OUTCOME": 162_000}[asks]
    assert (judge(asked(cents)).outcome == "grant") == (cents >= threshold)
    if cents >= threshold:
        assert judge(asked(cents + more)).outcome == "grant"


@given(st.lists(st.integers(1, 60_000), min_size=2, max_size=5))
@few
def test_several_employers_add_up(parts: list[int]) -> None:
    facts = case(earnings={"2025-02": 0})
    template = facts["earnings"][0]
    facts["earnings"] = [
        template | {"gross": f"{cents // 100}.{cents % 100:02}", "employer": f"E{index}"}
        for index, cents in enumerate(parts)
    ]
    assert (judge(facts).outcome == "grant") == (sum(parts) >= 116_000)


def test_years_in_the_table_are_all_of_them() -> None:
    assert [row["year"] for row in FIGURES] == [str(year) for year in range(2008, 2026)]
    assert plus("2025-11", 2) == "2026-01"
