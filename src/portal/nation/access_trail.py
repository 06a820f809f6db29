"""The trail of what the access desk of the synthetic program did: the entries that the services would have noted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.models import TrailEntry
from portal.nation.chance import Chance
from portal.nation.rows import Rows
from portal.people.models import Clearance, Designation, Employment
from portal.people.moves import NEW, move_named
from portal.policy.departures import reported

State = Designation.State


class By(NamedTuple):
    """Who did something, and for which organisation."""

    account: UUID
    organisation: UUID


class Entry(NamedTuple):
    """Something that was done to a designation, an employment or an account."""

    at: datetime
    by: By
    kind: str
    subject_kind: str
    subject: UUID
    detail: dict[str, Any]


class Steps(NamedTuple):
    """A designation with what came of it, and when each step was taken; None is not yet, or nothing."""

    row: Designation
    administrator: By
    specialist: By
    verified_at: datetime | None
    asked_at: datetime | None
    cleared_at: datetime | None
    employment: Employment | None
    clearance: Clearance | None


def write(rows: Rows, chance: Chance, entries: Iterator[Entry]) -> None:
    """Add the entries, in their order; each is a unit of its own."""
    for one in entries:
        rows.add(
            TrailEntry,
            unit=chance.id(),
            at=one.at,
            kind=one.kind,
            actor=str(one.by.account),
            account=one.by.account,
            organisation=one.by.organisation,
            subject_kind=one.subject_kind,
            subject=one.subject,
            detail=one.detail,
        )


def of_designation(steps: Steps) -> Iterator[Entry]:
    """From the naming to where it stands; counts the designation's versions as its moves do."""
    row, desk = steps.row, steps.specialist
    yield _move(
        row,
        row.designated_at,
        steps.administrator,
        "designate",
        NEW,
        {"purpose": str(row.purpose), "roles": row.roles},
    )
    if steps.verified_at and steps.employment and row.account_id:
        yield Entry(steps.verified_at, desk, "account-made", "account", row.account_id, {})
        yield _move(row, steps.verified_at, desk, "verify-employment", State.DESIGNATED)
        yield _of_employment(steps.employment, steps.verified_at, desk, "employment-entered", {})
    if steps.asked_at:
        yield _move(row, steps.asked_at, desk, "ask-for-clearance", State.VERIFIED)
    if steps.cleared_at and steps.clearance and steps.employment:
        yield from _cleared(steps, steps.cleared_at, steps.clearance, steps.employment)


def _cleared(steps: Steps, at: datetime, clearance: Clearance, employment: Employment) -> Iterator[Entry]:
    row, desk = steps.row, steps.specialist
    detail = {"favourable": clearance.favourable, "decided_on": clearance.decided_on.isoformat()}
    yield Entry(at, desk, "clearance-recorded", "account", clearance.account_id, detail)
    yield _move(row, at, desk, "record-clearance" if clearance.favourable else "refuse", State.VERIFIED)
    if row.state == State.RECORDED:
        yield _of_employment(employment, at, desk, "recorded-without-access", {})
        yield _move(row, at, desk, "record-without-access", State.CLEARED)


def of_departure(
    row: Employment, entered_at: datetime, opened_at: datetime, by: By, specialist: By
) -> Iterator[Entry]:
    """The work that was entered, the access that was opened, and the report that the person left."""
    yield _of_employment(row, entered_at, specialist, "employment-entered", {})
    opened = {"roles": row.roles, "purpose": str(Designation.Purpose.PORTAL_USER)}
    yield _of_employment(row, opened_at, specialist, "access-granted", opened)
    if row.last_day_worked and row.departure_reported_at and row.ended_on:
        said = reported(row.last_day_worked, row.departure_reported_at)
        detail = {"hours": said.hours, "late": said.late, "access_ends_on": row.ended_on.isoformat()}
        yield _of_employment(row, row.departure_reported_at, by, "departure-reported", detail)


def _of_employment(row: Employment, at: datetime, by: By, kind: str, detail: dict[str, Any]) -> Entry:
    return Entry(at, by, kind, "employment", row.pk, detail)


def _move(
    row: Designation, at: datetime, by: By, name: str, before: str, more: dict[str, Any] | None = None
) -> Entry:
    row.version += 1
    detail = {"from": str(before), "to": move_named(name).to, "version": row.version, **(more or {})}
    return Entry(at, by, f"designation-{name}", "designation", row.pk, detail)
