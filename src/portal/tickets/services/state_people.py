"""Who has a Ticket, as Social Security's record states it. Run as the system, in sets.

Somebody new gets a record and a first Ticket; of somebody known, what differs is sealed or written anew. The number
of somebody known is not written here: another number of the same person is a change of its own (state_numbers.py).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.stated import Recorded
from portal.kernel.unit import as_system
from portal.kernel.vault.sealing import place, seal_many
from portal.policy.core import Month
from portal.tickets.models import Person, Ticket

_SEALED = ("name", "birth_date")
_OPEN = ("died_on", "full_retirement_month", "age_65_month")


class Who(NamedTuple):
    """A person as stated; `person` is None where the number was never seen."""

    ssn: str
    person: UUID | None
    name: str
    born_on: date
    died_on: date | None
    retires_in: Month | None
    age_65_in: Month | None

    @property
    def texts(self) -> tuple[str, str]:
        return self.name, self.born_on.isoformat()

    @property
    def clear(self) -> tuple[date | None, Month | None, Month | None]:
        return self.died_on, self.retires_in, self.age_65_in


def state_people(rows: Iterable[Who], as_of: date) -> Recorded:
    """Record people. Of several rows about one the last counts; what was stated as of a later day is left."""
    last = {row.person or row.ssn: row for row in rows}
    with as_system():
        known = Person.objects.select_for_update().in_bulk(
            [row.person for row in last.values() if row.person]
        )
        # A number whose person was never committed keeps the key it was entered with.
        new = [row for row in last.values() if row.person is None or row.person not in known]
        made = _entered([row._replace(person=row.person or new_id()) for row in new], as_of)
        stale = [
            (row, known[row.person])
            for row in last.values()
            if row.person in known and (known[row.person].stated_on or as_of) <= as_of
        ]
        changed = _changed(stale, as_of)
    return Recorded(len(made) + len(changed), {*made, *changed})


def _entered(rows: Sequence[Who], as_of: date) -> list[UUID]:
    if not rows:
        return []
    vault.remember_ssn((row.ssn, _key(row)) for row in rows)
    columns = ("ssn", *_SEALED)
    sealed = iter(sealed_cells(columns, [(_key(row), (row.ssn, *row.texts)) for row in rows]))
    people = [
        _clear(
            Person(
                id=row.person,
                number=new_number("TK"),
                stated_on=as_of,
                **dict(zip(columns, next(sealed), strict=True)),
            ),
            row,
        )
        for row in rows
    ]
    insert_rows(people)
    insert_rows([Ticket(id=new_id(), number=new_number("TT"), person_id=person.pk) for person in people])
    return [person.pk for person in people]


def _changed(rows: Sequence[tuple[Who, Person]], as_of: date) -> list[UUID]:
    """Those who differ; of the others only the day as of which they were stated is kept."""
    texts = _opened([person for _, person in rows])
    differ = [
        (row, person)
        for (row, person), known in zip(rows, texts, strict=True)
        if known != row.texts or row.clear != tuple(getattr(person, name) for name in _OPEN)
    ]
    for (row, person), cells in zip(
        differ, sealed_cells(_SEALED, [(person.pk, row.texts) for row, person in differ]), strict=True
    ):
        for name, cell in zip(_SEALED, cells, strict=True):
            setattr(person, name, cell)
        _clear(person, row)
    for _, person in rows:
        person.stated_on = as_of
    update_rows([person for _, person in rows], ["stated_on"])
    update_rows([person for _, person in differ], [*_SEALED, *_OPEN])
    return [person.pk for _, person in differ]


def _clear(person: Person, row: Who) -> Person:
    for name, value in zip(_OPEN, row.clear, strict=True):
        setattr(person, name, value)
    return person


def _key(row: Who) -> UUID:
    if row.person is None:
        raise ValueError("a person has a key before anything is sealed")
    return row.person


def sealed_cells(columns: Sequence[str], people: Sequence[tuple[UUID, Sequence[str]]]) -> list[list[bytes]]:
    """The texts of each person's columns, sealed for their cells under the person's key."""
    if not people:
        return []
    cells = [
        (person, place("tickets_person", column, person), text)
        for person, texts in people
        for column, text in zip(columns, texts, strict=True)
    ]
    return [list(one) for one in batched(seal_many(vault.IDENTITY, cells), len(columns), strict=True)]


def _opened(people: Sequence[Person]) -> list[tuple[str, ...]]:
    texts = vault.match(cell for person in people for cell in person.sealed(*_SEALED))
    return list(batched(texts, len(_SEALED), strict=True))
