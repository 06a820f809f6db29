"""Taking a case's Ticket out of assignment: the Ticket, the case and its forms in one unit, and the mail (D13)."""

from uuid import UUID

from portal.casework.models import Case
from portal.casework.services.end_case import end_case
from portal.casework.services.notices import tell
from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission, Role
from portal.policy.ticket_moves import By
from portal.policy.unassignment import Asker
from portal.tickets.results import NotUnassigned, Unassigned
from portal.tickets.services.unassign import Asked, Foreseen, foresee, take_out

_OF_AN_AGENCY = frozenset({Role.SVRA_USER, Role.SVRA_ADMINISTRATOR})
NOT_ALLOWED = (
    "Your role does not include taking a Ticket out of assignment. Ask your organization's administrator."
)
_SUBJECT = "A Ticket was taken out of assignment: {number}"
_BODY = (
    "A Ticket that was assigned to your organization was taken out of assignment. The request has number {number}, "
    "your case is {case}.\n\nThe portal says from which day, why, and what you can still claim."
)


def unassign(*, asked: Asked) -> Unassigned | NotUnassigned:
    """Take the Ticket out in the actor's own name, or on behalf of who asked on paper. Twice is once."""
    by = speaks_as(asked)
    if by is None:
        return NotUnassigned(NOT_ALLOWED)
    answer = take_out(asked=asked, by=by)
    if isinstance(answer, Unassigned):
        _close(asked.assignment, answer)
    return answer


def foreseen(*, asked: Asked) -> Foreseen | None:
    """What `unassign` would do now; None for who may not, and where there is no such assignment."""
    by = speaks_as(asked)
    return None if by is None else foresee(asked=asked, by=by)


def speaks_as(asked: Asked) -> By | None:
    """In whose name the actor takes a Ticket out; None for who may not."""
    actor = current().actor
    if actor.may(Permission.ENTER_TICKET_REQUESTS):
        return By.INTEGRITY
    if actor.may(Permission.ASSIGN_TICKETS):
        own = By.AGENCY if actor.roles & _OF_AN_AGENCY else By.EN
        return own if asked.asker is Asker.PROVIDER else None
    # A Ticketholder has one Ticket, and the walls show a Ticketholder no other's.
    return By.HOLDER if asked.asker is Asker.HOLDER and actor.person is not None else None


def _close(case: UUID, done: Unassigned) -> None:
    with as_system():
        row = end_case(case, done.effective_on, Case.ClosedWhy.UNASSIGNED)
        if row is not None:
            tell(
                row,
                key=f"unassigned/{done.number}",
                subject=_SUBJECT.format(number=done.number),
                body=_BODY.format(number=done.number, case=row.number),
            )
