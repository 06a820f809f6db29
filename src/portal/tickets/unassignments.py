"""Requests that took a Ticket out of assignment, read back as they were made; the walls say which."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from portal.kernel import vault
from portal.kernel.actor import Wall
from portal.kernel.unit import current
from portal.kernel.vault import Sealed
from portal.kernel.vault.sealing import place
from portal.policy.unassignment import REASONS
from portal.tickets.models import Unassignment


@dataclass(frozen=True, slots=True)
class UnassignmentRecord:
    """A request. `last_day` is the last day assigned, `extended_through` the last day of the extension, if any."""

    number: str
    assignment: UUID
    person: UUID
    ticket_number: str
    organisation_name: str
    asker: str
    asker_words: str
    reason_words: str
    note: str
    requested_for: date | None
    signed_on: date | None
    received_on: date | None
    acted_on: date
    effective_on: date
    extended_through: date | None
    entered_by_name: str
    entered_at: datetime

    @property
    def last_day(self) -> date:
        return self.effective_on - timedelta(days=1)


def unassignment(number: str) -> UnassignmentRecord | None:
    """A request by its number; None outside the reader's scope. Showing its note is a look."""
    row = _found().filter(number=number).first()
    return None if row is None else _record(row)


def number_of(assignment: UUID) -> str | None:
    """The number of the request that ended an assignment, where there was one."""
    return _found().filter(assignment=assignment).values_list("number", flat=True).first()


def _found() -> QuerySet[Unassignment]:
    rows = Unassignment.objects.select_related("assignment__ticket", "organisation")
    actor = current().actor
    return rows.filter(organisation=actor.organisation) if actor.wall is Wall.ORGANISATION else rows


def _record(row: Unassignment) -> UnassignmentRecord:
    note = ""
    if row.note is not None:
        sealed = Sealed(bytes(row.note), place("tickets_unassignment", "note", row.pk), row.person_id)
        [note] = vault.show([sealed])
    return UnassignmentRecord(
        row.number,
        row.assignment_id,
        row.person_id,
        row.assignment.ticket.number,
        row.organisation.name,
        row.asker,
        str(Unassignment.Asker(row.asker).label),
        REASONS[row.reason].words,
        note,
        row.requested_for,
        row.signed_on,
        row.received_on,
        row.acted_on,
        row.effective_on,
        row.extended_until and row.extended_until - timedelta(days=1),
        row.entered_by_name,
        row.entered_at,
    )
