"""Moving a Ticket: one row of the law's table, judged under lock, kept as a step of its history."""

from datetime import date
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Decision, Outcome, State
from portal.policy.ticket_guards import MoveFacts, may_move, why_not
from portal.policy.ticket_moves import Move, move_named
from portal.policy.ticket_states import Assigned, TicketState, Use
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Termination, Ticket, TicketStep
from portal.tickets.results import Moved, Refused


def move_ticket(
    *,
    ticket: UUID,
    move: str,
    facts: MoveFacts,
    effective_on: date,
    organisation: UUID | None,
    cause: str = "",
) -> Moved | Refused:
    """Make the move of this name if the law allows it from where the Ticket stands now. Refusals are noted.

    `organisation` is the provider that holds, takes or gives up the Ticket. The caller has judged that the actor may
    speak as `facts.by`. Locks the Ticket until the unit ends; written as the system.
    """
    lock_ticket(ticket)
    with as_system():
        row = Ticket.objects.select_for_update().get(pk=ticket)
        ended = Termination.objects.filter(ticket=ticket, superseded_at=None).exists()
    before, wanted = state_of(row, terminated=ended), move_named(move)
    decision = may_move(before, wanted, facts)
    after = wanted.leads_to(before)
    if decision.outcome is not Outcome.GRANT or after is None:
        return _refused(row, before, wanted, decision)
    step = _step(row, wanted, after, effective_on, organisation, cause)
    row.assignment_state, row.use_state = after.assigned.value, after.use.value
    with as_system():
        step.ordinal = TicketStep.objects.filter(ticket=row).count() + 1
        step.save(force_insert=True)
        row.save(update_fields=["assignment_state", "use_state"])
    note(
        f"ticket-{move}",
        subject_kind="ticket",
        subject=row.pk,
        people=[row.person_id],
        detail={"step": str(step.pk), "effective_on": effective_on.isoformat(), "cause": cause},
    )
    return Moved(step.pk, after)


def state_of(ticket: Ticket, *, terminated: bool) -> TicketState:
    """The law's state of a Ticket's two columns."""
    if terminated:
        return TicketState(Assigned.NONE, Use.NOT_IN_USE, True)
    return TicketState(Assigned(ticket.assignment_state), Use(ticket.use_state))


def _step(
    row: Ticket, move: Move, after: TicketState, effective_on: date, organisation: UUID | None, cause: str
) -> TicketStep:
    unit = current()
    return TicketStep(
        id=new_id(),
        ticket=row,
        person_id=row.person_id,
        organisation_id=organisation,
        move=move.name,
        from_assignment_state=row.assignment_state,
        from_use_state=row.use_state,
        to_assignment_state=after.assigned.value,
        to_use_state=after.use.value,
        effective_on=effective_on,
        entered_on=unit.on,
        at=unit.at,
        by=unit.actor.label,
        by_name=unit.actor.name,
        by_account=unit.actor.account,
        cause=cause,
    )


def _refused(row: Ticket, state: TicketState, move: Move, decision: Decision) -> Refused:
    against = [one for one in decision.checks if one.state is not State.HELD]
    note(
        "ticket-move-refused",
        subject_kind="ticket",
        subject=row.pk,
        people=[row.person_id],
        detail={"move": move.name, "checks": [one.test.name for one in against]},
    )
    sentence = why_not(state, move) or (
        f"{against[0].test.says} {against[0].test.remedy}" if against else "This is not possible now."
    )
    return Refused(sentence, decision)
