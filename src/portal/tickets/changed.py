"""A fact changed on which something may have been decided: rooms above judge it again, by tasks they enter here."""

from collections.abc import Iterable
from uuid import UUID

from portal.kernel.outbox import enqueue, enqueue_many

_judged_by: list[str] = []


def judged_by(task: str) -> None:
    """Enter a room's task (of its jobs.py) that is to run on a person of whom such a fact has changed."""
    if task not in _judged_by:
        _judged_by.append(task)


def changed(person: UUID) -> None:
    """Have what was decided about the person judged again, once this unit has committed."""
    for task in _judged_by:
        enqueue(task, person)


def changed_many(people: Iterable[UUID]) -> None:
    """The same for many people, in one statement a task."""
    subjects = list(people)
    for task in _judged_by if subjects else ():
        enqueue_many(task, subjects)
