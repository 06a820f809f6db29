"""Ticketholders as an organisation's lists and records show them; the walls say which."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.kernel.actor import Wall
from portal.kernel.paging import Page, count_to, counted, slice_of
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.policy.core import Month
from portal.tickets.models import Assignment, Person


class Scope(StrEnum):
    """Which Ticketholders: assigned now, formerly, or both."""

    NOW = "now"
    FORMER = "former"
    ALL = "all"


# Text made once: this is asked by every list and record. Whom the reader has no sight of any more has no row. IDs come
# as text: a list by name reads all its rows, and makes UUIDs of those it shows.
_LINES = """
select a.id::text, a.ticket_id::text, t.number, a.organisation_id::text, o.name, a.system, a.assigned_on,
    a.payment_base_on, a.ended_on, a.person_id::text, p.number, p.name{total}
from tickets_assignment a join tickets_ticket t on t.id = a.ticket_id
    join people_organisation o on o.id = a.organisation_id join tickets_person p on p.id = a.person_id
where {own} and {where}
order by a.assigned_on desc, a.id
"""
_OWN = "a.superseded_at is null and (%(own)s::uuid is null or a.organisation_id = %(own)s::uuid)"
_LISTED = {
    Scope.NOW: "a.assigned_on <= %(on)s::date and (a.ended_on is null or a.ended_on > %(on)s::date)",
    Scope.FORMER: "a.ended_on <= %(on)s::date",
    Scope.ALL: "a.assigned_on <= %(on)s::date",
}
# A page of the latest assigned, and how many there are: both from an index alone. How many rows are wanted is said in
# the text, for a plan that is kept must know how few a page is.
_ON_PAGE = """a.id in (select a.id from tickets_assignment a where {own} and {listed}
    order by a.assigned_on desc, a.id limit {limit} offset {offset})"""
_TOTAL = (
    "select count(*) from (select from tickets_assignment a where {own} and {listed} limit {limit}) counted"
)
_SYSTEMS = {system.value: str(system.label) for system in Assignment.System}


class AssignmentLine(NamedTuple):
    """An assignment. `ended_on` is the first day no longer assigned; the last day shown is the one before."""

    id: UUID
    ticket: UUID
    ticket_number: str
    organisation: UUID
    organisation_name: str
    system: str
    system_words: str
    assigned_on: date
    payment_base_on: date
    ended_on: date | None
    first_claim_month: Month


class HolderRow(NamedTuple):
    """One line of the list of Ticketholders."""

    person: UUID
    number: str
    name: str
    assignment: AssignmentLine


class HolderRecord(NamedTuple):
    """A Ticketholder with the assignments the reader may see, the newest first."""

    person: UUID
    number: str
    name: str
    assignments: tuple[AssignmentLine, ...]


def holders(
    *, scope: Scope | str = Scope.NOW, find: str = "", order: str = "name", page: int = 1, size: int = 25
) -> Page[HolderRow]:
    """Ticketholders of the actor's organisation, one row an assignment.

    `find` is part of a name, or a Ticketholder's or Ticket number. `order`: `assigned` (the latest first) or `name`.
    Names are sealed, so finding and ordering by name open those of the whole list in memory, in one query; by date
    only a page of rows is read.
    """
    listed = _LISTED[Scope(scope)]
    if not find and order == "assigned":
        return _latest(listed, page, size)
    found = _by_name(_lines(listed, on=current().on), find, order)
    number, part = slice_of(page, size, len(found))
    return Page(_shown(found[part]), len(found), number, size)


def ticketholder(number: str) -> HolderRecord | None:
    """A Ticketholder in the reader's scope by number; None outside it. Showing the name is a look."""
    return _record(_lines("p.number = %(number)s::text", number=number))


def ticketholder_by_id(person: UUID) -> HolderRecord | None:
    """The same by ID, for the page after a look-up or a draft."""
    return _record(_lines("a.person_id = %(person)s::uuid", person=person))


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people in the reader's scope, which is a look at each; two queries."""
    rows = list(Person.objects.filter(pk__in=set(people)).only("id", "name"))
    return dict(zip([row.pk for row in rows], vault.show([sealed_name(row) for row in rows]), strict=True))


class OnTicket(NamedTuple):
    """Whose Ticket it is, and the numbers of both."""

    ticket_number: str
    person_number: str
    name: str


def people_matching(text: str, people: Iterable[UUID]) -> set[UUID]:
    """Those of `people` whose name has `text` in it, found in memory; nobody is shown."""
    rows = list(Person.objects.filter(pk__in=set(people)).only("id", "name"))
    opened = vault.match([sealed_name(row) for row in rows])
    return {row.pk for row, name in zip(rows, opened, strict=True) if text.casefold() in name.casefold()}


def sealed_name(person: Person) -> Sealed:
    """A person's name, to be shown or matched."""
    return sealed_of(person.name, person.pk)


def sealed_of(name: bytes | memoryview, person: UUID) -> Sealed:
    """The same from its column."""
    return Sealed(bytes(name), place("tickets_person", "name", person), person)


class _Line(NamedTuple):
    """An assignment as it is read: rows of the whole list are, so they are no models."""

    id: str
    ticket: str
    ticket_number: str
    organisation: str
    organisation_name: str
    system: str
    assigned_on: date
    payment_base_on: date
    ended_on: date | None
    person: str
    person_number: str
    name: bytes

    @property
    def assignment(self) -> AssignmentLine:
        return AssignmentLine(
            UUID(self.id),
            UUID(self.ticket),
            self.ticket_number,
            UUID(self.organisation),
            self.organisation_name,
            self.system,
            _SYSTEMS[self.system],
            self.assigned_on,
            self.payment_base_on,
            self.ended_on,
            Month.of(self.payment_base_on).plus(1),
        )


def _latest(listed: str, page: int, size: int) -> Page[HolderRow]:
    """A page of the list by date of assignment; past the end the last one."""
    number = max(page, 1)
    chosen = _ON_PAGE.format(own=_OWN, listed=listed, limit=size, offset=(number - 1) * size)
    total = _TOTAL.format(own=_OWN, listed=listed, limit=count_to(number, size))
    rows = _asked(_LINES.format(total=f", ({total})", own=_OWN, where=chosen), on=current().on)
    [(found,)] = [rows[0][-1:]] if rows else _asked(total, on=current().on)
    last, _ = slice_of(number, size, found)
    if last < number:
        return _latest(listed, last, size)
    return counted(_shown([_Line(*row[:-1]) for row in rows]), found, number, size)


def _lines(where: str, **parameters: Any) -> list[_Line]:
    """Assignments of the reader's organisation (all providers' for staff), the latest assigned first."""
    return [_Line(*row) for row in _asked(_LINES.format(total="", own=_OWN, where=where), **parameters)]


def _asked(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    actor = current().actor
    own = actor.organisation if actor.wall is Wall.ORGANISATION else None
    with connection.cursor() as cursor:
        cursor.execute(statement, {"own": own, **parameters})
        return list(cursor.fetchall())


def _by_name(rows: list[_Line], find: str, order: str) -> list[_Line]:
    opened = vault.match([Sealed(row.name, place("tickets_person", "name", row.person)) for row in rows])
    named = [(name.casefold(), row) for name, row in zip(opened, rows, strict=True)]
    if wanted := " ".join(find.split()).casefold():
        named = [
            (name, row)
            for name, row in named
            if wanted in name or wanted in (row.person_number.casefold(), row.ticket_number.casefold())
        ]
    if order == "name":
        named.sort(key=lambda pair: pair[0])
    return [row for _, row in named]


def _shown(rows: Sequence[_Line]) -> Sequence[HolderRow]:
    people = [UUID(row.person) for row in rows]
    opened = vault.show([sealed_of(row.name, person) for row, person in zip(rows, people, strict=True)])
    return [
        HolderRow(person, row.person_number, name, row.assignment)
        for row, person, name in zip(rows, people, opened, strict=True)
    ]


def _record(lines: list[_Line]) -> HolderRecord | None:
    if not lines:
        return None
    person = UUID(lines[0].person)
    [name] = vault.show([sealed_of(lines[0].name, person)])
    return HolderRecord(person, lines[0].person_number, name, tuple(line.assignment for line in lines))
