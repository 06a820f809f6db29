"""What the rooms above know of work and payments, told to the case: the phase and a stale Ticket follow from it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal.casework.models import Case, PhaseBasis
from portal.casework.services.settle import settle_contacts
from portal.kernel.outbox import enqueue_many
from portal.kernel.unit import as_system, current
from portal.policy.contact_phase import Milestone
from portal.policy.core import Month

# Tasks of rooms above (of their jobs.py) that tell the basis of a case once its Ticket is assigned.
_told_by: list[str] = []


def told_by(task: str) -> None:
    """Enter a room's task that is to run on a case that was just assigned."""
    if task not in _told_by:
        _told_by.append(task)


def ask_for(cases: Iterable[UUID]) -> None:
    """Have the basis of these cases told, once this unit has committed."""
    wanted = list(cases)
    for task in _told_by:
        enqueue_many(task, wanted)


def know(
    *, case: UUID, milestones: Iterable[Milestone], level_months: Iterable[Month], last_paid_on: date | None
) -> None:
    """Keep what is known of a case now, and settle what is due for it. Locks the case; written as the system."""
    with as_system():
        row = Case.objects.select_for_update().filter(pk=case).first()
        if row is None:
            return
        PhaseBasis.objects.update_or_create(
            case=row,
            defaults={
                "organisation_id": row.organisation_id,
                "person_id": row.person_id,
                "milestones": [_told(one) for one in milestones],
                "level_months": [month.first for month in level_months],
                "last_paid_on": last_paid_on,
                "known_at": current().at,
            },
        )
    settle_contacts(case)


def _told(one: Milestone) -> dict[str, object]:
    month = None if one.attained_in is None else str(one.attained_in)
    return {"kind": one.kind, "available": one.available, "attained_in": month}
