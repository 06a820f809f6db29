"""What is done with the rows of each kind of file that comes in: one function a kind, each handing on to its room."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.earnings.services.state_record import state_earnings
from portal.exchange.layouts import (
    BLINDNESS,
    EARNED,
    NUMBERS,
    PEOPLE,
    REVIEW,
    STATUS,
    SUSPENSION,
    TERMINATION,
)
from portal.exchange.rows import Rows
from portal.kernel.ids import new_ids
from portal.kernel.stated import Column, Recorded
from portal.policy.core import Month
from portal.tickets.services.state_months import state_benefits, state_blindness, state_suspensions
from portal.tickets.services.state_numbers import Changing, state_numbers
from portal.tickets.services.state_people import Who, state_people
from portal.tickets.services.state_reviews import Ending, state_reviews, state_terminations

Apply = Callable[[Rows, date], Recorded]


class Kind(NamedTuple):
    """How rows are applied, how many at once, and whether they may name somebody who is not on record yet."""

    apply: Apply
    batch: int = 20_000
    enters: bool = False


def _numbers(rows: Rows, as_of: date) -> Recorded:
    given = zip(*(rows[name] for name in ("person", "ssn", "new_ssn", "action")), strict=True)
    changes = [
        Changing(nth, UUID(person), ssn, new, action == "error")
        for nth, (person, ssn, new, action) in enumerate(given)
    ]
    return state_numbers(changes, as_of)


def _people(rows: Rows, as_of: date) -> Recorded:
    fields = ("ssn", "person", "name", "born_on", "died_on", "retires_in", "age_65_in")
    given = zip(*(rows[name] for name in fields), strict=True)
    return state_people(
        (Who(ssn, None if person is None else UUID(person), *rest) for ssn, person, *rest in given), as_of
    )


def _benefits(rows: Rows, as_of: date) -> Recorded:
    exceptions = [f"{{{','.join(codes or ())}}}" for codes in rows["exceptions"]]
    columns = {
        **_about(rows),
        "title": Column("text", rows["title"]),
        "kind": Column("text", rows["benefit"]),
        "exceptions": Column("text[]", exceptions),
        "status": Column("text", rows["status"]),
        **_months(rows),
    }
    return state_benefits(columns, as_of)


def _suspensions(rows: Rows, as_of: date) -> Recorded:
    columns = {**_about(rows), "title": Column("text", rows["title"]), **_months(rows)}
    return state_suspensions(columns, as_of)


def _blindness(rows: Rows, as_of: date) -> Recorded:
    return state_blindness({**_about(rows), **_months(rows)}, as_of)


def _terminations(rows: Rows, as_of: date) -> Recorded:
    given = zip(range(len(rows)), map(UUID, rows["person"]), rows["month"], rows["cause"], strict=True)
    return state_terminations((Ending(*one) for one in given), as_of)


def _reviews(rows: Rows, as_of: date) -> Recorded:
    days = {name: Column("date", rows[name]) for name in ("begun_on", "ended_on")}
    return state_reviews({**_about(rows), **days}, as_of)


def _earnings(rows: Rows, as_of: date) -> Recorded:
    columns = {
        **_about(rows),
        "month": Column("date", _first(rows["month"])),
        "gross_cents": Column("bigint", rows["amount"]),
        "kind": Column("text", rows["kind"]),
        "source": Column("text", rows["record"]),
    }
    return state_earnings(columns, rows["employer"], as_of)


def _about(rows: Rows) -> dict[str, Column]:
    return {"id": Column("uuid", new_ids(len(rows))), "person_id": Column("uuid", rows["person"])}


def _months(rows: Rows) -> dict[str, Column]:
    return {name: Column("date", _first(rows[name])) for name in ("from_month", "until_month")}


def _first(months: Sequence[Month | None]) -> list[Any]:
    first = {month: None if month is None else month.first for month in set(months)}
    return [first[month] for month in months]


KINDS = {
    NUMBERS.kind: Kind(_numbers, batch=5_000),
    PEOPLE.kind: Kind(_people, batch=5_000, enters=True),
    STATUS.kind: Kind(_benefits),
    SUSPENSION.kind: Kind(_suspensions, batch=5_000),
    BLINDNESS.kind: Kind(_blindness),
    TERMINATION.kind: Kind(_terminations, batch=200),
    REVIEW.kind: Kind(_reviews),
    EARNED.kind: Kind(_earnings),
}
