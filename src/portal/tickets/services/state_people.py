"""Who has a Ticket, as Social Security's record states it. Run as the system, in sets.

Somebody new gets a record and a first Ticket; of somebody known, what differs is sealed or written anew.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.stated import Recorded
from portal.kernel.unit import as_system
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place, seal_many
from portal.policy.core import Month
from portal.tickets.models import Person, Ticket

_SEALED = ("name", "ssn", "birth_date")
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
    def texts(self) -> tuple[str, str, str]:
        return self.name, self.ssn, self.born_on.isoformat()

    @property
    def clear(self) -> tuple[date | None, Month | None, Month | None]:
        return self.died_on, self.retires_in, self.age_65_in


def state_people(rows: Iterable[Who], as_of: date) -> Recorded:
    """Record people. Of several rows about one the last counts; what was stated as of a later day is left."""
    last = {row.ssn: row for row in rows}
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
    sealed = iter(_sealed([(_key(row), row.texts) for row in rows]))
    people = [
        _clear(
            Person(
                id=row.person,
                number=new_number("TK"),
                stated_on=as_of,
                **dict(zip(_SEALED, next(sealed), strict=True)),
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
        differ, _sealed([(person.pk, row.texts) for row, person in differ]), strict=True
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


def _cell(name: str, person: UUID) -> str:
    return place("tickets_person", name, person)


def _sealed(people: Sequence[tuple[UUID, Sequence[str]]]) -> list[list[bytes]]:
    if not people:
        return []
    cells = [
        (person, _cell(name, person), text)
        for person, texts in people
        for name, text in zip(_SEALED, texts, strict=True)
    ]
    sealed = seal_many(vault.IDENTITY, cells)
    return [sealed[at : at + 3] for at in range(0, len(sealed), 3)]


def _opened(people: Sequence[Person]) -> list[tuple[Any, ...]]:
    sealed = [
        Sealed(bytes(getattr(person, name)), _cell(name, person.pk), person.pk)
        for person in people
        for name in _SEALED
    ]
    texts = vault.match(sealed)
    return [tuple(texts[at : at + 3]) for at in range(0, len(texts), 3)]
