"""Recording that a Ticket terminated: the Ticket, and the case that held it, in one unit (TT-13)."""

from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.end_case import end_case
from portal.casework.services.notices import tell
from portal.kernel.unit import as_system
from portal.policy.core import Month
from portal.tickets.results import Ended, Refused
from portal.tickets.services.terminate import terminate

_SUBJECT = "A Ticket terminated: case {case}"
_BODY = (
    "The Ticket of case {case} has terminated, and the case is closed. The portal shows the month and why."
)


def end_ticket(*, ticket: UUID, month: Month, cause: str) -> Ended | Refused | None:
    """As `terminate`; who held the Ticket is told, and its case is closed."""
    answer = terminate(ticket=ticket, month=month, cause=cause)
    if isinstance(answer, Ended) and answer.assignment is not None:
        with as_system():
            row = end_case(answer.assignment, answer.effective_on, Case.ClosedWhy.TERMINATED)
            if row is not None:
                subject, body = _SUBJECT.format(case=row.number), _BODY.format(case=row.number)
                tell(row, key=f"terminated/{ticket}", subject=subject, body=body)
    return answer
