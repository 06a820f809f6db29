"""An earnings inquiry being written, read: its rows, what is said at each, and each row as it is shown at the end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.earnings.asking import MayAsk
from portal.earnings.services.inquire import Judged, Typed, judge_rows
from portal.policy.core import Check, State
from portal.policy.inquiry import ASSIGNED, AVAILABLE, DATED, NEW, quarters_told
from portal.web.provider.drafting import Typed as Answers
from portal.web.provider.drafting import as_data
from portal.web.provider.forms.inquiry import PeopleFormSet, PersonRow
from portal.web.ui import formats
from portal.web.ui.typed import read_ssn

PEOPLE, FOUND = "people", "found"
PREFIX = "people"
_FIELD = {ASSIGNED.name: "ssn", DATED.name: "assigned_on", AVAILABLE.name: "assigned_on", NEW.name: "ssn"}


def bound(answers: Answers) -> Any:
    """The rows as they were typed."""
    return PeopleFormSet(as_data(answers), prefix=PREFIX)


def judge(people: Any) -> list[str]:
    """The assignment of each filled row, by its ID; every reason against one is said at its field.

    Nothing is looked up while a row cannot be read. Empty where the rows cannot be asked as they stand.
    """
    if not people.is_valid():
        return []
    filled = [row for row in people.forms if not row.is_empty]
    judged = judge_rows([Typed(row.cleaned_data["ssn"], row.cleaned_data["assigned_on"]) for row in filled])
    seen: dict[str, int] = {}
    for place, (row, one) in enumerate(zip(filled, judged, strict=True), 1):
        _say(row, one)
        if one.assignment is not None and (first := seen.setdefault(str(one.assignment), place)) != place:
            row.add_error(
                "ssn", f"You entered this Ticketholder above already, in row {first} of those filled in."
            )
    return [] if any(row.errors for row in filled) else [str(one.assignment) for one in judged]


def _say(row: PersonRow, judged: Judged) -> None:
    if judged.decision is None:
        row.add_error("ssn", judged.sentence)
        return
    for one in judged.decision.checks:
        if one.state is State.FAILED and (one.test is not AVAILABLE or judged.assignment is not None):
            row.add_error(_FIELD[one.test.name], said(one))


def said(check: Check) -> str:
    """Why a row cannot be asked, with the dates and the number it rests on."""
    facts = dict(check.facts)
    if check.test is DATED:
        dates: Any = facts["assigned_on"]
        return f"The record has another day. It was assigned to you on {_days(dates)}."
    if check.test is NEW:
        number, again_on = facts["number"], check.true_from
        if not isinstance(again_on, date):
            return f"You asked already. Inquiry {number} waits for its answer."
        return (
            f"You asked already. The answer is in inquiry {number}. Ask again from {formats.day(again_on)}, "
            "when another quarter can be told."
        )
    return f"This is not met: {check.told}"


def shown(one: MayAsk, name: str, ssn: str, on: Any) -> tuple[tuple[str, str], ...]:
    """A row as it is shown on the last page and kept. Of the number the last four digits are enough to know it by."""
    quarters = quarters_told(on, one.row.ended_on)
    return (
        ("Ticketholder", name),
        ("Social Security number", f"ends in {ssn[-4:]}"),
        ("Date of assignment", formats.day(one.row.assigned_on)),
        ("Quarters that can be told", f"{quarter(quarters[0])} through {quarter(quarters[-1])}"),
    )


def numbers(people: Any) -> list[str]:
    """The numbers of the filled rows, in order, of a form that was read before."""
    return [row.cleaned_data["ssn"] for row in people.forms if not row.is_empty] if people.is_valid() else []


def digits(people: Any) -> list[str]:
    """The numbers that a page of rows shows, as far as they can be read."""
    typed = [str(row["ssn"].value() or "") for row in people.forms]
    return [found for text in typed if (found := read_ssn(text)) is not None]


def quarter(month: Any) -> str:
    """`2025-04` as "April to June 2025"."""
    return f"{month.first:%B} to {month.plus(2).first:%B} {month.year}"


def _days(dates: Sequence[Any]) -> str:
    return ", ".join(formats.day(one) for one in dates)
