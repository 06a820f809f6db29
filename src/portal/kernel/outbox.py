"""Effects that leave after the unit: a job row written inside it, so it shares the unit's fate."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from portal.kernel.ids import array_of
from portal.kernel.unit import current


def enqueue(task: str, subject: UUID, *, queue: str = "default", not_before: datetime | None = None) -> None:
    """Ask the worker to run `task` on `subject` once this unit has committed. Twice the same is once.

    A job's only arguments are the opaque ID of its subject and of the account that asked.
    """
    actor = current().actor
    arguments = {"subject": str(subject), "asked_by": actor.label}
    with connection.cursor() as cursor:
        cursor.execute(
            "select portal_enqueue(%s, %s, %s, %s, %s)",
            [queue, task, f"{task}/{subject}", json.dumps(arguments), not_before],
        )


def enqueue_many(task: str, subjects: Iterable[UUID], *, queue: str = "default") -> None:
    """The same task for many subjects, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select portal_enqueue_many(%s, %s, %s::uuid[], %s)",
            [queue, task, array_of(subjects), current().actor.label],
        )
