"""Whom the person acting may invite: Beneficiary Support everybody, a provider those whose Ticket it holds today."""

from typing import NamedTuple
from uuid import UUID

from portal.kernel import vault
from portal.kernel.actor import Wall
from portal.kernel.unit import current
from portal.tickets.models import Assignment, Person
from portal.tickets.queries import sealed_name


class Reached(NamedTuple):
    """A Ticketholder within reach. Showing the name is a look."""

    person: UUID
    number: str
    name: str


def within_reach(person: UUID) -> bool:
    """May the person acting invite this one?"""
    unit = current()
    if unit.actor.wall is Wall.STAFF:
        return Person.objects.filter(pk=person).exists()
    held = Assignment.objects.filter(
        person=person, organisation=unit.actor.organisation, superseded_at=None, assigned_on__lte=unit.on
    )
    return held.exclude(ended_on__lte=unit.on).exists()


def reached(number: str) -> Reached | None:
    """The Ticketholder of this number; None where there is none within reach. Two queries."""
    found = Person.objects.filter(number=number).first()
    if found is None or not within_reach(found.pk):
        return None
    return Reached(found.pk, found.number, vault.show([sealed_name(found)])[0])


def number_of(person: UUID) -> str | None:
    """The number of a person within reach; None of anybody else."""
    if not within_reach(person):
        return None
    return Person.objects.filter(pk=person).values_list("number", flat=True).first()


def number_known_as(number: str) -> str | None:
    """The Ticketholder's number, by that number itself or by a Ticket's."""
    rows = Person.objects.filter(number=number) | Person.objects.filter(tickets__number=number)
    found = rows.values_list("pk", "number").first()
    return found[1] if found and within_reach(found[0]) else None
