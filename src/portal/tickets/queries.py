"""Ticketholders as an organisation's lists and records show them; the walls say which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.kernel import vault
from portal.kernel.actor import Wall
from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.policy.core import Month
from portal.tickets.models import Assignment, Person, Ticket


class Scope(StrEnum):
    """Which Ticketholders: assigned now, formerly, or both."""

    NOW = "now"
    FORMER = "former"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class AssignmentLine:
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


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One line of the list of Ticketholders."""

    person: UUID
    number: str
    name: str
    assignment: AssignmentLine


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """A Ticketholder with the assignments the reader may see, the newest first."""

    person: UUID
    number: str
    name: str
    assignments: tuple[AssignmentLine, ...]


def holders(
    *, scope: Scope | str = Scope.NOW, find: str = "", order: str = "name", page: int = 1, size: int = 25
) -> Page[HolderRow]:
    """Ticketholders of the actor's organisation, one row an assignment.

    `find` is part of a name, or a Ticketholder's or Ticket number. `order`: `name` or `assigned`.
    Names are sealed, so ordering and finding by name open those of the whole list in memory, in one query.
    """
    rows = _in_scope(Scope(scope))
    if order == "assigned" and not find:
        total = rows.count()
        number, part = slice_of(page, size, total)
        return Page(_shown(_listed(rows, part)), total, number, size)
    found = _by_name(_listed(rows), find, order)
    number, part = slice_of(page, size, len(found))
    return Page(_shown(found[part]), len(found), number, size)


def ticketholder(number: str) -> HolderRecord | None:
    """A Ticketholder in the reader's scope by number; None outside it. Showing the name is a look."""
    return _record(Assignment.objects.filter(person__number=number))


def ticketholder_by_id(person: UUID) -> HolderRecord | None:
    """The same by ID, for the page after a look-up or a draft."""
    return _record(Assignment.objects.filter(person=person))


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people in the reader's scope, which is a look at each; two queries."""
    rows = list(Person.objects.filter(pk__in=set(people)).only("id", "name"))
    return dict(zip([row.pk for row in rows], vault.show([sealed_name(row) for row in rows]), strict=True))


class OnTicket(NamedTuple):
    """Whose Ticket it is, and the numbers of both."""

    ticket_number: str
    person_number: str
    name: str


def on_tickets(tickets: Iterable[UUID]) -> dict[UUID, OnTicket]:
    """Number, person and name of each Ticket in the reader's scope, which is a look at each person; two queries."""
    rows = Ticket.objects.filter(pk__in=set(tickets)).values_list(
        "pk", "number", "person_id", "person__number", "person__name"
    )
    found = list(rows)
    opened = vault.show([_sealed(sealed, person) for _, _, person, _, sealed in found])
    return {
        ticket: OnTicket(ticket_number, number, name)
        for (ticket, ticket_number, _, number, _), name in zip(found, opened, strict=True)
    }


def people_matching(text: str, people: Iterable[UUID]) -> set[UUID]:
    """Those of `people` whose name has `text` in it, found in memory; nobody is shown."""
    rows = list(Person.objects.filter(pk__in=set(people)).only("id", "name"))
    opened = vault.match([sealed_name(row) for row in rows])
    return {row.pk for row, name in zip(rows, opened, strict=True) if text.casefold() in name.casefold()}


def sealed_name(person: Person) -> Sealed:
    """A person's name, to be shown or matched."""
    return _sealed(person.name, person.pk)


def _sealed(name: bytes | memoryview, person: UUID) -> Sealed:
    return Sealed(bytes(name), place("tickets_person", "name", person), person)


def assignment_line(row: Assignment) -> AssignmentLine:
    """A row with its Ticket and organisation, as pages show it."""
    return _line(
        row.pk,
        row.ticket_id,
        row.ticket.number,
        row.organisation_id,
        row.organisation.name,
        row.system,
        row.assigned_on,
        row.payment_base_on,
        row.ended_on,
    )


def _line(
    assignment: UUID,
    ticket: UUID,
    ticket_number: str,
    organisation: UUID,
    organisation_name: str,
    system: str,
    assigned_on: date,
    payment_base_on: date,
    ended_on: date | None,
) -> AssignmentLine:
    return AssignmentLine(
        assignment,
        ticket,
        ticket_number,
        organisation,
        organisation_name,
        system,
        str(Assignment.System(system).label),
        assigned_on,
        payment_base_on,
        ended_on,
        Month.of(payment_base_on).plus(1),
    )


def _in_scope(scope: Scope) -> QuerySet[Assignment]:
    on = current().on
    rows = _mine(Assignment.objects.filter(superseded_at=None))
    held = Q(assigned_on__lte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
    match scope:
        case Scope.NOW:
            rows = rows.filter(held)
        case Scope.FORMER:
            rows = rows.filter(ended_on__lte=on)
        case Scope.ALL:
            rows = rows.filter(assigned_on__lte=on)
    # A person the reader has no sight of any more has no row here.
    return rows.filter(person__number__gt="")


def _mine(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    actor = current().actor
    return rows.filter(organisation=actor.organisation) if actor.wall is Wall.ORGANISATION else rows


class _Listed(NamedTuple):
    """The columns a line of the list needs: rows of the whole list are read, so they are no models."""

    id: UUID
    ticket: UUID
    ticket__number: str
    organisation: UUID
    organisation__name: str
    system: str
    assigned_on: date
    payment_base_on: date
    ended_on: date | None
    person: UUID
    person__number: str
    person__name: bytes


def _listed(rows: QuerySet[Assignment], part: slice = slice(None)) -> list[_Listed]:
    return [_Listed(*row) for row in rows.order_by("-assigned_on", "id").values_list(*_Listed._fields)[part]]


def _by_name(rows: list[_Listed], find: str, order: str) -> list[_Listed]:
    opened = vault.match([_sealed(row.person__name, row.person) for row in rows])
    named = [(name.casefold(), row) for name, row in zip(opened, rows, strict=True)]
    if wanted := " ".join(find.split()).casefold():
        named = [
            (name, row)
            for name, row in named
            if wanted in name or wanted in (row.person__number.casefold(), row.ticket__number.casefold())
        ]
    if order == "name":
        named.sort(key=lambda pair: pair[0])
    return [row for _, row in named]


def _shown(rows: Sequence[_Listed]) -> Sequence[HolderRow]:
    opened = vault.show([_sealed(row.person__name, row.person) for row in rows])
    return [
        HolderRow(row.person, row.person__number, name, _line(*row[:9]))
        for row, name in zip(rows, opened, strict=True)
    ]


def _record(rows: QuerySet[Assignment]) -> HolderRecord | None:
    mine = _mine(rows.filter(superseded_at=None))
    lines = list(mine.select_related("ticket", "person", "organisation").order_by("-assigned_on", "id"))
    if not lines:
        return None
    person = lines[0].person
    name = vault.show([sealed_name(person)])[0]
    return HolderRecord(person.pk, person.number, name, tuple(map(assignment_line, lines)))
