"""Writing trail entries: in the unit, or over `side` when they must survive a rollback."""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypedDict
from uuid import UUID

from django.db import connection, connections

from portal.kernel.ids import array_of
from portal.kernel.models import TrailEntry
from portal.kernel.sets import insert_plain
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


class Entry(TypedDict):
    """What `note` is told, kept until many are written at once."""

    kind: str
    subject_kind: str
    subject: UUID
    people: Sequence[UUID]
    detail: Mapping[str, Any]


def note_many(entries: Iterable[Entry]) -> None:
    """Note many things the unit did, in their order, as `note` would. Written as the system."""
    unit = current()
    actor = unit.actor
    insert_plain(
        TrailEntry,
        [
            SimpleNamespace(
                unit=unit.id,
                at=unit.at,
                actor=actor.label,
                account=actor.account,
                organisation=actor.organisation,
                page=unit.page,
                purpose=unit.purpose,
                **{**entry, "people": list(entry["people"])},
            )
            for entry in entries
        ],
    )


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
        array_of(people),
        unit.page,
        unit.purpose,
        json.dumps(detail or {}),
    ]
