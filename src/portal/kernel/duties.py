"""Duties: a projection of the facts. A room says what is due for a subject; `settle` makes the rows agree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from portal.kernel.made import made
from portal.kernel.models import Duty
from portal.kernel.sets import insert_rows
from portal.kernel.trail import note
from portal.kernel.unit import current


class Due(NamedTuple):
    """What should be open: `organisation` is the provider whose duty it is, None in the program's queues."""

    kind: str
    subject: UUID
    organisation: UUID | None
    person: UUID | None
    due_on: date


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An open duty as a worklist shows it."""

    id: UUID
    kind: str
    due_on: date
    version: int
    claimed_by: UUID | None
    claimed_by_name: str
    claimed_at: datetime | None
    diary_until: date | None
    diary_reason: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """The duty is as asked; `version` is its next one."""

    duty: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody was faster, or the duty is settled; nothing was changed."""

    by_name: str
    settled: bool


def settle(subject: UUID, kinds: Collection[str], wanted: Iterable[Due]) -> bool:
    """Make the open duties of these kinds on `subject` those wanted; True when something had to change.

    Who has claimed an open duty keeps it when only its date moves. Written as the system.
    """
    unit = current()
    needed = {due.kind: due for due in wanted}
    changed = False
    for row in Duty.objects.select_for_update().filter(subject=subject, kind__in=kinds, closed_at=None):
        due = needed.pop(row.kind, None)
        if due is None:
            row.closed_at = unit.at
        elif row.due_on != due.due_on:
            row.due_on = due.due_on
        else:
            continue
        row.version += 1
        row.save(update_fields=["closed_at", "due_on", "version"])
        changed = True
    fresh = [
        Duty(
            kind=due.kind,
            subject=due.subject,
            organisation=due.organisation,
            person=due.person,
            opened_at=unit.at,
            due_on=due.due_on,
        )
        for due in needed.values()
    ]
    Duty.objects.bulk_create(fresh)
    return changed or bool(fresh)


def settle_many(wanted: Mapping[UUID, Collection[Due]], kinds: Collection[str]) -> None:
    """`settle` for many subjects at once; those with open duties one by one, the others in one statement."""
    unit = current()
    having = set(
        Duty.objects.filter(subject__in=wanted, kind__in=kinds, closed_at=None).values_list(
            "subject", flat=True
        )
    )
    for subject in having:
        settle(subject, kinds, wanted[subject])
    insert_rows(
        [
            made(
                Duty,
                kind=due.kind,
                subject=due.subject,
                organisation=due.organisation,
                person=due.person,
                opened_at=unit.at,
                due_on=due.due_on,
            )
            for subject, due_ones in wanted.items()
            if subject not in having
            for due in due_ones
        ]
    )


def open_on(subject: UUID) -> list[DutyLine]:
    """The open duties of one subject that the actor's wall shows."""
    return [line(row) for row in Duty.objects.filter(subject=subject, closed_at=None).order_by("due_on")]


def line(row: Duty) -> DutyLine:
    """A row as a worklist shows it."""
    return DutyLine(
        row.id,
        row.kind,
        row.due_on,
        row.version,
        row.claimed_by,
        row.claimed_by_name,
        row.claimed_at,
        row.diary_until,
        row.diary_reason,
    )


def give(*, duty: UUID, version: int, account: UUID | None, name: str) -> Claimed | Taken:
    """Let `account` have the duty (None: nobody). The caller has judged whether the actor may."""
    row = _locked(duty)
    refused = _refusal(row, version)
    if row is None or refused is not None:
        return refused or Taken("", settled=True)
    row.claimed_by = account
    row.claimed_by_name = name if account else ""
    row.claimed_at = current().at if account else None
    return _changed(
        row, "duty-given" if account else "duty-laid-down", {"to": str(account) if account else None}
    )


def put_off(*, duty: UUID, version: int, until: date, reason: str) -> Claimed | Taken:
    """Hide the duty from the queue until a date, with the reason; its due date stays."""
    row = _locked(duty)
    refused = _refusal(row, version)
    if row is None or refused is not None:
        return refused or Taken("", settled=True)
    row.diary_until, row.diary_reason = until, reason
    return _changed(row, "duty-put-off", {"until": until.isoformat()})


def _locked(duty: UUID) -> Duty | None:
    return Duty.objects.select_for_update().filter(pk=duty).first()


def _refusal(row: Duty | None, version: int) -> Taken | None:
    if row is None or row.closed_at is not None:
        return Taken(row.claimed_by_name if row else "", settled=True)
    if row.version != version:
        return Taken(row.claimed_by_name, settled=False)
    return None


def _changed(row: Duty, kind: str, detail: dict[str, str | None]) -> Claimed:
    row.version += 1
    row.save()
    note(kind, subject_kind="duty", subject=row.id, people=[row.person] if row.person else [], detail=detail)
    return Claimed(row.id, row.version)
