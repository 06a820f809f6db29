"""Beneficiaries: who they are, sealed under their own keys and found by SSN."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.vault.sealing import place, seal_many
from portal.nation.chance import SSNS, Chance, Numbers, Ssns
from portal.nation.names import full_name
from portal.nation.rows import Rows
from portal.policy.core import Month
from portal.tickets.models import Person

CHUNK = 1_000
# Old enough to have worked for years, too young for 65 and full retirement age within the demo's time.
_FIRST_BIRTH, _LAST_BIRTH = date(1962, 1, 1), date(2001, 12, 31)
# Social Security changed the number of one person in so many, as of this day.
_CHANGED_ONE_IN, _CHANGED_AS_OF = 100, date(2025, 6, 2)


class Identity(NamedTuple):
    """One made-up person in clear. `ssn_before` is the number before Social Security changed it, or ""."""

    id: UUID
    number: str
    name: str
    ssn: str
    born: date
    ssn_before: str = ""


class Population:
    """Hands out people one after the other; the same seed gives the same ones."""

    def __init__(self, seed: int, numbers: Numbers) -> None:
        self._chance = Chance(seed, "people")
        self._ssns = Ssns(seed)
        self._numbers = numbers
        self._names_start = self._chance.random.randrange(1_000_000)
        self._made = 0

    def take(self, count: int) -> Iterator[Identity]:
        days = (_LAST_BIRTH - _FIRST_BIRTH).days
        for _ in range(count):
            serial, self._made = self._made, self._made + 1
            yield Identity(
                id=self._chance.id(),
                number=self._numbers.next("TK"),
                name=full_name(serial, self._names_start),
                ssn=self._ssns.of(serial),
                born=_FIRST_BIRTH + timedelta(days=self._chance.random.randrange(days)),
                # From the other end, where no person's own number comes from.
                ssn_before="" if serial % _CHANGED_ONE_IN else self._ssns.of(SSNS - 1 - serial),
            )


def seal_people(rows: Rows, people: list[Identity], died: dict[UUID, date] | None = None) -> None:
    """Seal and enter people, a chunk at a time; their keys and SSN look-up are committed at once."""
    died = died or {}
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        vault.remember_ssn(
            (ssn, person.id) for person in chunk for ssn in (person.ssn, person.ssn_before) if ssn
        )
        cells = [
            (person.id, place("tickets_person", column, person.id), text)
            for person in chunk
            for column, text in (
                ("name", person.name),
                ("ssn", person.ssn),
                ("birth_date", person.born.isoformat()),
            )
        ]
        sealed = iter(seal_many(vault.IDENTITY, cells))
        for person in chunk:
            birth_month = Month.of(person.born)
            rows.add(
                Person,
                id=person.id,
                number=person.number,
                name=next(sealed),
                ssn=next(sealed),
                birth_date=next(sealed),
                died_on=died.get(person.id),
                full_retirement_month=birth_month.plus(67 * 12),
                age_65_month=birth_month.plus(65 * 12),
                ssn_stated_on=_CHANGED_AS_OF if person.ssn_before else None,
            )
