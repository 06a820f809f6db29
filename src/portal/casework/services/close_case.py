"""Closing a case that leads to no assignment; one with a Ticket is closed by its unassignment (row D2)."""

from uuid import UUID

from portal.casework.models import Case, SignedForm
from portal.casework.results import Changed, NotAllowed, NotFound
from portal.casework.services.record_intake import locked_case
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.tickets.models import Assignment, VrCase

_BY_OTHERS = {Case.ClosedWhy.UNASSIGNED.value, Case.ClosedWhy.VR_CLOSED.value}
WHYS = frozenset(Case.ClosedWhy.values) - _BY_OTHERS
_ASSIGNED = "The Ticket is assigned to you from this case. Take it out of assignment: that closes the case."
_VR_OPEN = "A cost-reimbursement case is open from this case. Close that one: it closes this case with it."
_TO_SIGN = "Plan {} waits for signatures or for its assignment. Withdraw it first."


def close_case(*, case: UUID, version: int, why: str) -> Case | Changed | NotAllowed | NotFound:
    """Close the organisation's case for one of `WHYS`. What was written down stays until its retention ends."""
    unit = current()
    row = locked_case(case)
    if row is None:
        return NotFound()
    if row.closed_on is not None or row.version != version:
        return Changed("", None)
    if why not in WHYS:
        return NotAllowed("Choose why the case is closed.")
    if Assignment.objects.filter(pk=case, ended_on=None, superseded_at=None).exists():
        return NotAllowed(_ASSIGNED)
    if VrCase.objects.filter(case=case, closed_on=None, superseded_at=None).exists():
        return NotAllowed(_VR_OPEN)
    live = SignedForm.objects.filter(case=case, state__in=(SignedForm.State.TO_SIGN, SignedForm.State.SIGNED))
    if (form := live.first()) is not None:
        return NotAllowed(_TO_SIGN.format(form.number))
    row.closed_on, row.closed_why, row.version = unit.on, why, row.version + 1
    with as_system():
        row.save(update_fields=["closed_on", "closed_why", "version"])
    note("case-closed", subject_kind="case", subject=case, people=[row.person_id], detail={"why": why})
    return row
