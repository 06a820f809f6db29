"""Closing a case: what was open about it is closed with it; what was paid for can still be claimed."""

from datetime import date
from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.end_forms import end_forms
from portal.casework.services.settle import settle_contacts
from portal.kernel.trail import note


def end_case(case: UUID, ended_on: date, why: Case.ClosedWhy) -> Case | None:
    """Close an open case; None where there is none. Written as the system, under the Ticket's lock."""
    row = Case.objects.select_for_update().filter(pk=case, closed_on=None).first()
    if row is None:
        return None
    row.closed_on, row.closed_why = max(ended_on, row.opened_on), why
    row.version += 1
    row.save(update_fields=["closed_on", "closed_why", "version"])
    end_forms(row.pk, row.closed_on)
    settle_contacts(row.pk)
    note("case-closed", subject_kind="case", subject=row.pk, people=[row.person_id], detail={"why": str(why)})
    return row
