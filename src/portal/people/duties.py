"""What a designation makes the access desk do: pure, from its state and dates; and the desk's worklist."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from portal.kernel.desks import Desk
from portal.kernel.duties import Due
from portal.kernel.workdays import working_days_after
from portal.kernel.worklist import Worklist, declare
from portal.people.models import Designation
from portal.policy.roles import Permission
from portal.policy.tables.parameters import ACCESS_IN_FORCE

VERIFY = "verify-employment"
CLEAR = "record-clearance"
OPEN = "open-access"
KINDS = frozenset({VERIFY, CLEAR, OPEN})
# On an organisation: its last administrator has left, and nobody there can name people.
NO_ADMINISTRATOR = "no-administrator"
_KIND_OF = {
    Designation.State.DESIGNATED: VERIFY,
    Designation.State.VERIFIED: CLEAR,
    Designation.State.CLEARED: OPEN,
}

ACCESS_QUEUE = declare(
    Worklist(
        "access-designations",
        "People named for portal access",
        Permission.READ_ACCESS_DESK,
        (VERIFY, CLEAR, OPEN),
        "Nobody waits for the access desk.",
    )
)
DESK = Desk(ACCESS_QUEUE, Permission.WORK_ACCESS_DESK)
WITHOUT_ADMINISTRATOR = declare(
    Worklist(
        "access-no-administrator",
        "Organizations whose last administrator left",
        Permission.READ_ACCESS_DESK,
        (NO_ADMINISTRATOR,),
        "Every organization has an administrator.",
    )
)


def duties_for(row: Designation, since: date) -> Iterator[Due]:
    """The duty of a designation that has been in its state `since`; a clearance asked for takes longer."""
    kind = _KIND_OF.get(Designation.State(row.state))
    if kind is None:
        return
    asked = row.clearance_asked_on if kind == CLEAR else None
    days = ACCESS_IN_FORCE.clearance_working_days if asked else ACCESS_IN_FORCE.designation_working_days
    yield Due(kind, row.pk, None, None, working_days_after(asked or since, days))


def administrator_wanted(organisation: UUID, since: date) -> Due:
    """The desk finds out who may name people for an organisation that has no administrator left."""
    days = ACCESS_IN_FORCE.designation_working_days
    return Due(NO_ADMINISTRATOR, organisation, None, None, working_days_after(since, days))
