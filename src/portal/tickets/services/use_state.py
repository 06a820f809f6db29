"""What changes the use of a Ticket besides assignment: inactive on request, active again, the end of the extension."""

from datetime import date
from itertools import groupby
from uuid import UUID

from portal.kernel.unit import as_system, current
from portal.policy.roles import Permission
from portal.policy.ticket_guards import MoveFacts, effective_on
from portal.policy.ticket_history import extended_on
from portal.policy.ticket_moves import By, move_named
from portal.policy.ticket_states import Use, extension_until
from portal.tickets.course import changes
from portal.tickets.models import Assignment, Ticket, TicketStep
from portal.tickets.results import Moved, Refused
from portal.tickets.services.move import move_ticket

ON_REQUEST = ("make-inactive", "make-active")


def change_use(*, ticket: UUID, move: str, requested_on: date, cause: str) -> Moved | Refused | None:
    """Make the Ticket inactive or active again, from the first of the month after the request (TT-09).

    By the Ticketholder, or by who enters the request from paper; None for anybody else and for another's Ticket.
    """
    by = _speaks_as(ticket)
    if move not in ON_REQUEST or by is None:
        return None
    effective = effective_on(move_named(move), requested_on)
    return move_ticket(
        ticket=ticket,
        move=move,
        facts=MoveFacts(by, requested_on),
        effective_on=effective,
        organisation=holder_of(ticket),
        cause=cause,
    )


def end_extension(*, ticket: UUID) -> Moved | Refused | None:
    """End an extension that is over; None where none is running. Run by the worker, as the system (TT-08)."""
    with as_system():
        began = extended_on(changes(TicketStep.objects.filter(ticket=ticket)))
    if began is None:
        return None
    move = move_named("extension-ends")
    return move_ticket(
        ticket=ticket,
        move=move.name,
        facts=MoveFacts(By.SYSTEM, current().on, unassigned_on=began),
        effective_on=extension_until(began),
        organisation=None,
        cause="90 days without a new assignment",
    )


def over() -> list[UUID]:
    """Tickets whose extension has ended and is not ended yet: those extended are few, and have an index."""
    with as_system():
        extended = Ticket.objects.filter(use_state=Use.EXTENDED).values_list("pk", flat=True)
        steps = list(TicketStep.objects.filter(ticket__in=list(extended)).order_by("ticket"))
    found = []
    for ticket, rows in groupby(steps, key=lambda row: row.ticket_id):
        began = extended_on(changes(rows))
        if began is not None and extension_until(began) <= current().on:
            found.append(ticket)
    return found


def holder_of(ticket: UUID) -> UUID | None:
    """The provider that holds the Ticket now."""
    with as_system():
        held = Assignment.objects.filter(ticket=ticket, ended_on=None, superseded_at=None)
        return held.values_list("organisation", flat=True).first()


def _speaks_as(ticket: UUID) -> By | None:
    actor = current().actor
    if actor.may(Permission.ENTER_TICKET_REQUESTS):
        return By.INTEGRITY
    with as_system():
        own = Ticket.objects.filter(pk=ticket, person=actor.person).exists() if actor.person else False
    return By.HOLDER if own else None
