"""A fact changed on which something may have been decided: rooms above judge it again, by tasks they enter here."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from portal.kernel.ids import array_of
from portal.kernel.outbox import enqueue, enqueue_many

_HELD = "select distinct person_id from tickets_assignment where person_id = any(%s::uuid[])"
_judged_by: list[str] = []


def judged_by(task: str) -> None:
    """Enter a room's task (of its jobs.py) that is to run on a person of whom such a fact has changed."""
    if task not in _judged_by:
        _judged_by.append(task)


def changed(person: UUID) -> None:
    """Have what was decided about the person judged again, once this unit has committed."""
    for task in _judged_by:
        enqueue(task, person)


def changed_many(people: Collection[UUID]) -> None:
    """The same for many. Where nobody ever held the Ticket, nothing has been decided on it."""
    if not people:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [array_of(people)])
        found = [row[0] for row in cursor.fetchall()]
    if found:
        for task in _judged_by:
            enqueue_many(task, found)
