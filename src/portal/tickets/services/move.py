"""Moving a Ticket: one row of the law's table, judged under lock, kept as a step of its history."""

from datetime import date
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Decision, Outcome, State
from portal.policy.ticket_guards import MoveFacts, may_move, why_not
from portal.policy.ticket_history import Change
from portal.policy.ticket_moves import Move, move_named
from portal.policy.ticket_states import TERMINATED, TicketState
from portal.tickets.course import course
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
    """Make the move of this name if the law allows it from where the Ticket stands that day. Refusals are noted.

    `organisation` is the provider that holds, takes or gives up the Ticket. The caller has judged that the actor may
    speak as `facts.by`. Locks the Ticket until the unit ends; written as the system.
    """
    lock_ticket(ticket)
    with as_system():
        row = Ticket.objects.select_for_update().get(pk=ticket)
        ended = Termination.objects.filter(ticket=ticket, superseded_at=None).exists()
        so_far = course(row)
    wanted = move_named(move)
    before = TERMINATED if ended else so_far.moved_from(move, effective_on)
    decision = may_move(before, wanted, facts)
    after = wanted.leads_to(before)
    if decision.outcome is not Outcome.GRANT or after is None:
        return _refused(row, before, wanted, decision)
    ordinal = 1 + max((one.entered for one in so_far.history), default=0)
    step = _step(row, wanted, (before, after), effective_on, organisation, cause)
    step.ordinal = ordinal
    leads_to = so_far.with_step(Change(effective_on, ordinal, move, after))
    row.assignment_state, row.use_state = leads_to.assigned.value, leads_to.use.value
    with as_system():
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


def _step(
    row: Ticket,
    move: Move,
    states: tuple[TicketState, TicketState],
    effective_on: date,
    organisation: UUID | None,
    cause: str,
) -> TicketStep:
    unit, (before, after) = current(), states
    return TicketStep(
        id=new_id(),
        ticket=row,
        person_id=row.person_id,
        organisation_id=organisation,
        move=move.name,
        from_assignment_state=before.assigned.value,
        from_use_state=before.use.value,
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
    sentence = why_not(state, move) or (against[0].told if against else "This is not possible now.")
    return Refused(sentence, decision)
