"""The synthetic program's people in the layouts that Social Security's records come in."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

from portal.earnings.models import EarningsMonth
from portal.exchange.checking import Totals
from portal.exchange.layouts import BLINDNESS, EARNED, LAYOUTS, PEOPLE, RECORDS, STATUS, TERMINATION
from portal.exchange.writing import lines
from portal.kernel import vault
from portal.nation.people import CHUNK
from portal.tickets.models import BenefitPeriod, BlindPeriod, Person, Termination

type Row = dict[str, Any]
_SEALED = ("name", "ssn", "birth_date")


def write_files(folder: Path, on: date, file_number: int = 1) -> list[Path]:
    """A file of each kind that the program has anything for; the line takes them from there."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(folder, kind, on, file_number) for kind in _ROWS]


def _written(folder: Path, kind: str, on: date, file_number: int) -> Path:
    path = folder / f"{kind}-{file_number:08d}"
    with path.with_suffix(".part").open("wb") as file:
        file.writelines(lines(Totals(LAYOUTS[kind]), file_number, on, on, _ROWS[kind]()))
    return path.with_suffix(".part").replace(path)


def _people() -> Iterator[Row]:
    for person, (name, ssn, born) in _opened(Person.objects.using("loader").order_by("pk"), _SEALED):
        yield {
            "ssn": ssn,
            "name": name,
            "born_on": date.fromisoformat(born),
            "died_on": person.died_on,
            "retires_in": person.full_retirement_month,
            "age_65_in": person.age_65_month,
        }


def _benefits() -> Iterator[Row]:
    for row in _with_numbers(BenefitPeriod.objects.using("loader").filter(superseded_at=None)):
        yield _months(row) | {
            "title": row.title,
            "benefit": row.kind,
            "status": row.status,
            "exceptions": tuple(row.exceptions) or None,
        }


def _blindness() -> Iterator[Row]:
    for row in _with_numbers(BlindPeriod.objects.using("loader").filter(superseded_at=None)):
        yield _months(row)


def _terminations() -> Iterator[Row]:
    for row in _with_numbers(Termination.objects.using("loader").filter(superseded_at=None)):
        yield {"ssn": row.number, "month": row.month, "cause": row.cause}


def _earnings() -> Iterator[Row]:
    """What stands on Social Security's or a tax record; what a provider gave is not theirs to send."""
    found = EarningsMonth.objects.using("loader").filter(
        superseded_at=None, given_to=None, source__in=RECORDS.values()
    )
    for row in _with_numbers(found.select_related("employer")):
        yield {
            "ssn": row.number,
            "month": row.month,
            "amount": row.gross_cents,
            "kind": row.kind,
            "record": row.source,
            "employer": row.employer.name if row.employer else None,
        }


def _months(row: Any) -> Row:
    return {"ssn": row.number, "from_month": row.from_month, "until_month": row.until_month}


def _with_numbers(rows: Any) -> Iterator[Any]:
    """Rows about people, each with the person's SSN as `number`."""
    for chunk in batched(rows.order_by("person", "pk").iterator(CHUNK), CHUNK, strict=False):
        people = Person.objects.using("loader").filter(pk__in={row.person_id for row in chunk})
        numbers = {person.pk: ssn for person, (ssn,) in _opened(people.order_by("pk"), ("ssn",))}
        for row in chunk:
            row.number = numbers[row.person_id]
            yield row


def _opened(people: Any, columns: tuple[str, ...]) -> Iterator[tuple[Person, list[str]]]:
    for chunk in batched(people.iterator(CHUNK), CHUNK, strict=False):
        texts = vault.match(cell for person in chunk for cell in person.sealed(*columns))
        for nth, person in enumerate(chunk):
            yield person, texts[nth * len(columns) : (nth + 1) * len(columns)]


_ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    PEOPLE.kind: _people,
    STATUS.kind: _benefits,
    BLINDNESS.kind: _blindness,
    TERMINATION.kind: _terminations,
    EARNED.kind: _earnings,
}
