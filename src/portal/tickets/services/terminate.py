"""Recording that a Ticket has terminated: Social Security's act, final for that Ticket (20 CFR 411.155; TT-13)."""

from uuid import UUID

from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Month
from portal.policy.roles import Permission
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.validity import ValidityFacts, unprotected_from
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Assignment, Person, Termination
from portal.tickets.results import Ended, Refused
from portal.tickets.services.move import move_ticket
from portal.tickets.services.use_state import holder_of


def terminate(*, ticket: UUID, month: Month, cause: str) -> Ended | Refused | None:
    """Record the termination in `month`; what holds the Ticket ends with it. None for who may not.

    The Ticket is protected to the day before that month; after a death, through the day of it.
    """
    if not current().actor.may(Permission.TERMINATE_TICKETS):
        return None
    return terminate_on_record(ticket=ticket, month=month, cause=cause)


def terminate_on_record(*, ticket: UUID, month: Month, cause: str) -> Ended | Refused:
    """The same, as Social Security's own record says it (exchange): nobody here is asked whether it may."""
    lock_ticket(ticket)
    with as_system():
        open_row = Assignment.objects.filter(ticket=ticket, ended_on=None, superseded_at=None).first()
        died_on = Person.objects.filter(tickets=ticket).values_list("died_on", flat=True).get()
    died = died_on if cause == Termination.Cause.DEATH else None
    day = unprotected_from(ValidityFacts((), died_on=died, closed_in=None if died else month)) or month.first
    moved = move_ticket(
        ticket=ticket,
        move="terminate",
        facts=MoveFacts(By.SSA, current().on),
        effective_on=day,
        organisation=holder_of(ticket),
        cause=cause,
    )
    if isinstance(moved, Refused):
        return moved
    with as_system():
        row = _record(ticket, month, cause)
        if open_row is not None:
            # Never before it began: a termination learned of late empties the assignment.
            open_row.ended_on = max(day, open_row.assigned_on)
            open_row.save(update_fields=["ended_on"])
    note(
        "ticket-terminated",
        subject_kind="ticket",
        subject=ticket,
        people=[row.person_id],
        detail={"month": str(month), "cause": cause},
    )
    return Ended(day, open_row.pk if open_row else None)


def _record(ticket: UUID, month: Month, cause: str) -> Termination:
    person = Person.objects.get(tickets=ticket)
    row = Termination(ticket_id=ticket, person=person, cause=cause, recorded_at=current().at)
    row.month = month
    row.save(force_insert=True)
    return row
