"""Numbers of people that Social Security changed. Run as the system, in sets.

A person whose number changed stays one person: each of the numbers finds the record, and the one last stated stands
on it. A change that was an error is taken back, and its number is free for whom it belongs to.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.sets import update_rows
from portal.kernel.stated import NotTaken, Recorded
from portal.kernel.unit import as_system
from portal.tickets.models import Person
from portal.tickets.services.state_people import sealed_cells


class Changing(NamedTuple):
    """`new` takes the place of the number `ssn` of this person; or, `taken_back`, was never the person's."""

    nth: int
    person: UUID
    ssn: str
    new: str
    taken_back: bool


def state_numbers(rows: Sequence[Changing], as_of: date) -> Recorded:
    """Record changes in their order. What a later day has said of a person's number stays."""
    with as_system():
        book = _Book(rows, as_of)
        recorded = Recorded()
        for row in rows:
            refused = book.problem(row)
            if refused is not None:
                recorded.refused.append(refused)
            elif book.take(row):
                recorded.changed += 1
                recorded.people.add(row.person)
        book.write()
    return recorded


class _Book:
    """Whose each number is, and which stands on the record, while the rows are gone through."""

    def __init__(self, rows: Sequence[Changing], as_of: date) -> None:
        self.as_of = as_of
        self.owner = vault.find_people({digits for row in rows for digits in (row.ssn, row.new)})
        self.before = dict(self.owner)
        found = Person.objects.select_for_update().order_by("pk").filter(pk__in={row.person for row in rows})
        self.people = {person.pk: person for person in found}
        texts = vault.match(cell for person in self.people.values() for cell in person.sealed("ssn"))
        self.standing = dict(zip(self.people, texts, strict=True))
        self.stood = dict(self.standing)

    def problem(self, row: Changing) -> NotTaken | None:
        if row.new == row.ssn:
            return NotTaken(
                row.nth,
                "new_ssn",
                "Both numbers are the same.",
                "Send the row with the number before and after.",
            )
        if self.owner.get(row.new, row.person) != row.person:
            return NotTaken(
                row.nth,
                "new_ssn",
                "This number is on record for another person.",
                "Find out whose number it is. Two records are not joined by a file.",
            )
        return None

    def take(self, row: Changing) -> bool:
        """Did it change whom a number finds, or which one stands on the record?"""
        person, known = self.people[row.person], row.new in self.owner
        late = (person.ssn_stated_on or self.as_of) > self.as_of
        if row.taken_back:
            if late or not known:
                return False
            del self.owner[row.new]
            after = row.ssn if self.standing[row.person] == row.new else self.standing[row.person]
        else:
            # What a later day has said stands; this number was the person's all the same, and finds the record.
            self.owner[row.new] = row.person
            after = self.standing[row.person] if late else row.new
        moved = after != self.standing[row.person]
        self.standing[row.person] = after
        person.ssn_stated_on = max(person.ssn_stated_on or self.as_of, self.as_of)
        return moved or row.taken_back or not known

    def write(self) -> None:
        """Numbers are entered before the records change and taken out after, so that a record is always found."""
        vault.remember_ssn(_beyond(self.owner, self.before))
        moved = [pk for pk, digits in self.standing.items() if digits != self.stood[pk]]
        cells = sealed_cells(("ssn",), [(pk, (self.standing[pk],)) for pk in moved])
        for pk, (cell,) in zip(moved, cells, strict=True):
            self.people[pk].ssn = cell
        update_rows(list(self.people.values()), ["ssn_stated_on"])
        update_rows([self.people[pk] for pk in moved], ["ssn"])
        vault.forget_ssn(_beyond(self.before, self.owner))


def _beyond(some: dict[str, UUID], others: dict[str, UUID]) -> list[tuple[str, UUID]]:
    return [(digits, person) for digits, person in some.items() if digits not in others]
