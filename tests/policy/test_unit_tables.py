"""The figures: derived ones follow from their base, blanks stay blank, bad rows are refused (RATE-01, PAY-04)."""

from pathlib import Path

import pytest

from portal.policy.core import Month
from portal.policy.tables.figures import (
    ALL,
    FORMULAS,
    OUTCOME_ONLY_T16,
    PHASE_1,
    ROWS,
    SGA_NON_BLIND,
    TRIAL_WORK_LEVEL,
    by_formula,
    read_rows,
)
from portal.policy.tables.parameters import (
    ACCESS_IN_FORCE,
    CASEWORK,
    IN_FORCE,
    PARAMETERS,
    PROGRESS,
    settings_from,
)


@pytest.mark.row("I2")
@pytest.mark.parametrize("name", FORMULAS)
def test_figures_follow_from_their_base_rounded_half_up(name: str) -> None:
    compared = 0
    for row in ROWS:
        expected = by_formula(name, row.year) if row.name == name else None
        if expected is not None and row.cents is not None:
            assert row.cents == expected, (row.year, name)
            compared += 1
    assert compared >= 17


def test_every_name_of_the_file_is_a_series_and_the_reverse() -> None:
    assert {row.name for row in ROWS} == {series.name for series in ALL}


@pytest.mark.parametrize(
    ("series", "month", "cents"),
    [
        (TRIAL_WORK_LEVEL, "2025-12", 116000),
        (TRIAL_WORK_LEVEL, "2024-12", 111000),
        (TRIAL_WORK_LEVEL, "2026-01", None),
        (TRIAL_WORK_LEVEL, "2007-12", None),
        (SGA_NON_BLIND, "2026-01", 169000),
        (PHASE_1, "2025-01", 185000),
        (OUTCOME_ONLY_T16, "2025-06", None),
        (OUTCOME_ONLY_T16, "2024-06", 56000),
    ],
)
def test_the_figure_is_that_of_the_month_s_own_year(series: object, month: str, cents: int | None) -> None:
    figure = series.on(Month.parse(month))  # type: ignore[attr-defined]
    assert (None if figure is None else figure.cents) == cents


@pytest.mark.parametrize(
    "row",
    ["2030,TWL,,published,x", "2030,TWL,10,blank,x", "2030,TWL,1.005,published,x", "2030,TWL,5,guess,x"],
)
def test_a_row_that_contradicts_itself_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(f"year,name,amount,standing,source\n{row}\n")
    with pytest.raises(ValueError, match=r"rates\.csv: 2030 TWL"):
        read_rows(file)


@pytest.mark.parametrize("amount", ["0.00", "-0.01"])
def test_an_amount_of_the_law_is_never_zero_or_less(tmp_path: Path, amount: str) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(f"year,name,amount,standing,source\n2030,TWL,{amount},published,x\n")
    with pytest.raises(ValueError, match="is no amount in dollars and cents"):
        read_rows(file)


def test_a_cent_is_an_amount(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("year,name,amount,standing,source\n2030,TWL,0.01,published,x\n")
    assert [row.cents for row in read_rows(file)] == [1]


def test_a_row_may_not_stand_twice(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("year,name,amount,standing,source\n2030,TWL,5,published,x\n2030,TWL,6,published,x\n")
    with pytest.raises(ValueError, match="twice"):
        read_rows(file)


def test_parameters_say_their_source_and_are_all_read() -> None:
    assert all(one.source and one.says for one in PARAMETERS)
    every = (IN_FORCE, ACCESS_IN_FORCE, CASEWORK, PROGRESS)
    read = [name for settings in every for name in type(settings).__slots__]
    assert sorted(one.name for one in PARAMETERS) == sorted(read)
    changed = [one._replace(value="") if one.name == "half_level_ends_with" else one for one in PARAMETERS]
    assert settings_from(tuple(changed)).half_level_ends_with is None
