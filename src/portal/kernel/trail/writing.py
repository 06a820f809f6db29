"""Writing trail entries: in the unit, or over `side` when they must survive a rollback."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, connections

from portal.kernel.unit import Unit, current

_INSERT = """
insert into kernel_trailentry (unit, at, kind, actor, account, organisation, subject_kind, subject, people, page,
    purpose, detail) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def note(
    kind: str,
    *,
    subject_kind: str = "",
    subject: UUID | None = None,
    people: Iterable[UUID] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note what the unit did; the entry shares the fate of the change. No personal data in `detail`."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _row(current(), kind, subject_kind, subject, people, detail))


def note_apart(
    unit: Unit,
    kind: str,
    *,
    subject_kind: str = "",
    subject: UUID | None = None,
    people: Iterable[UUID] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note what must survive a rollback: failed sign-ins, refused look-ups, errors. Commits at once over `side`."""
    with connections["side"].cursor() as cursor:
        cursor.execute(_INSERT, _row(unit, kind, subject_kind, subject, people, detail))


def note_looks(unit: Unit) -> None:
    """Write one entry for all the people the unit has looked at; raises if it cannot, and then nothing is shown."""
    if unit.looked_at:
        note_apart(unit, "look", people=sorted(unit.looked_at))


def _row(
    unit: Unit,
    kind: str,
    subject_kind: str,
    subject: UUID | None,
    people: Iterable[UUID],
    detail: Mapping[str, Any] | None,
) -> list[Any]:
    actor = unit.actor
    return [
        unit.id,
        unit.at,
        kind,
        actor.label,
        actor.account,
        actor.organisation,
        subject_kind,
        subject,
        list(people),
        unit.page,
        unit.purpose,
        json.dumps(detail or {}),
    ]
