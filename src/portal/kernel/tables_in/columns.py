"""The layout of a file: one declaration a column, from which reading, verdicts and the guide are made."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

MOST_CHARACTERS = 200
EARLIEST = date(1950, 1, 1)
DAY_RULE = "A date as 2024-06-30 or 6/30/2024, in the calendar, 1950 or later."
# Under this name a row keeps that it has another number of cells than the header; the value is the number.
MISSHAPEN = ""
# A spreadsheet program runs a cell that starts so as a formula; the second sign is the wide one of East Asian scripts.
_FORMULA = ("=", "\uff1d")


class Problem(NamedTuple):
    """Why a row cannot be taken: the column, its rule, what is wrong, what to do. Kept as JSON."""

    column: str
    rule: str
    reason: str
    remedy: str


class Wrong(ValueError):
    """A cell that cannot be read; the sentence says what is wrong with it."""


class Column(NamedTuple):
    """`read` turns a cell that is not empty into its value, or raises Wrong. `rule` is said where it does."""

    name: str
    says: str
    rule: str
    example: str
    read: Callable[[str], Any]
    required: bool = True


class Layout(NamedTuple):
    """The columns of a file. Two rows are about the same when they agree in all of `key`.

    A file that is not to carry Social Security numbers (`has_ssn` is False) is refused whole where it seems to.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    has_ssn: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def read_day(text: str) -> date:
    """2024-06-30 or 6/30/2024."""
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 1, 2)),
    ):
        if found := re.fullmatch(pattern, text, re.ASCII):
            year, month, day = (int(found[place]) for place in order)
            try:
                read = date(year, month, day)
            except ValueError:
                raise Wrong("There is no such day in the calendar.") from None
            if read < EARLIEST:
                raise Wrong("The day is too long ago.")
            return read
    raise Wrong("This is not a date.")


def read_text(text: str, most: int = MOST_CHARACTERS) -> str:
    if len(text) > most:
        raise Wrong(f"This has {len(text):,} characters.")
    return text


def read_cells(layout: Layout, cells: dict[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The values of one row, and what is wrong with its cells; a cell that is empty or wrong is None."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in layout.columns:
        text = cells.get(column.name, "")
        values[column.name] = None
        if not text:
            if column.required:
                problems.append(
                    Problem(column.name, column.rule, "This cell is empty.", f"Fill it in: {column.says}")
                )
            continue
        try:
            values[column.name] = _value(column, text)
        except Wrong as wrong:
            problems.append(
                Problem(column.name, column.rule, str(wrong), "Correct the cell and send the file again.")
            )
    return values, problems


def misshapen(cells: dict[str, str]) -> Problem | None:
    """What to say of a row with another number of cells than the header has."""
    if MISSHAPEN not in cells:
        return None
    return Problem(
        "the row",
        "As many cells as columns.",
        f"The row has {cells[MISSHAPEN]} cells; the header has another number.",
        "Look for a comma in a cell without quotation marks around it, or a cell left out.",
    )


def _value(column: Column, text: str) -> Any:
    if text.startswith(_FORMULA):
        raise Wrong("This cell is a formula (it begins with =). Formulas are not read.")
    return column.read(text)


def as_markdown(layout: Layout) -> str:
    """The layout as a table for a guide."""
    lines = [
        f"| {column.name} | {column.says} | {column.rule} | {'yes' if column.required else 'may be empty'}"
        f" | {column.example} |"
        for column in layout.columns
    ]
    header = ["| column | what it holds | rule | needed | example |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*header, *lines, ""])
