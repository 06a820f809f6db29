"""Taking a Ticket out of assignment: by the provider, the Ticketholder, or on behalf of either (rows C8, D13)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.kernel import decisions, vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.policy.core import Decision, Outcome
from portal.policy.facts_json import to_json
from portal.policy.ticket_guards import MoveFacts
from portal.policy.ticket_moves import By
from portal.policy.unassignment import (
    REASONS,
    Asker,
    Effect,
    UnassignmentFacts,
    effect,
    effective_on,
    unassign,
)
from portal.tickets.course import course
from portal.tickets.facts import of_assignment
from portal.tickets.locks import lock_ticket
from portal.tickets.models import Assignment, Ticket, Unassignment
from portal.tickets.results import NotUnassigned, Refused, Unassigned
from portal.tickets.services.move import move_ticket

GONE = "The Ticket is not assigned any more. See the Ticket's history for where it stands."
NOT_YOURS = "The Ticket is not assigned to your organization. Only the provider that holds the Ticket can give it back."


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Days of a paper are its signature, its receipt, and the day it asks for; None where there is no paper.

    `note` is sealed in the provider's file. `submission` is the form it was made with.
    """

    assignment: UUID
    asker: Asker
    reason: str | None = None
    requested_for: date | None = None
    received_on: date | None = None
    signed_on: date | None = None
    form_complete: bool | None = None
    note: str = ""
    submission: UUID | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the request would do today, before anything is done: shown before it is saved."""

    decision: Decision
    effect: Effect | None


def foresee(*, asked: Asked, by: By) -> Foreseen | None:
    """The decision and its effect if it were acted on now; None where there is no such assignment. Writes nothing."""
    found = of_assignment(asked.assignment)
    if found is None:
        return None
    facts, on = _facts(asked, by, *found), current().on
    return Foreseen(unassign(facts, on), effect(facts, on))


def take_out(*, asked: Asked, by: By) -> Unassigned | NotUnassigned:
    """Take the Ticket out of assignment. The caller has judged that the actor may speak as `by`.

    Asked for twice, it is done once. Locks the Ticket until the unit ends. Refusals are stored and noted too.
    """
    found = of_assignment(asked.assignment)
    if found is None:
        return NotUnassigned(NOT_YOURS)
    lock_ticket(found[0].ticket_id)
    # Read again, now that nobody else moves it.
    row, ticket = of_assignment(asked.assignment) or found
    if not _theirs(row, by):
        return _refused(row, NotUnassigned(NOT_YOURS))
    done = _done_before(row)
    if done is not None:
        return done
    facts, on = _facts(asked, by, row, ticket), current().on
    decision, follows = unassign(facts, on), effect(facts, on)
    with as_system():
        decisions.store(
            facts={"request": to_json(facts), "on": on.isoformat()},
            answer=decision.to_json(),
            subject_kind="assignment",
            subject=row.pk,
            person=row.person_id,
        )
    if decision.outcome is not Outcome.GRANT or follows is None:
        return _refused(row, NotUnassigned(f"This is not met: {decision.told}", decision.to_json()))
    return _taken_out(asked, by, row, follows, in_use=bool(facts.in_use))


def _theirs(row: Assignment, by: By) -> bool:
    """A provider speaks for its own assignments, a Ticketholder for the own Ticket; on paper anybody asks."""
    actor = current().actor
    if by in (By.EN, By.AGENCY):
        return row.organisation_id == actor.organisation
    return by is not By.HOLDER or row.person_id == actor.person


def _facts(asked: Asked, by: By, row: Assignment, ticket: Ticket) -> UnassignmentFacts:
    own = row.organisation_id == current().actor.organisation
    facts = UnassignmentFacts(
        asker=asked.asker,
        assigned_on=row.assigned_on,
        ended_on=row.ended_on,
        # On paper the provider that holds the Ticket asks, whoever enters it.
        assigned_to_asker=own or by not in (By.EN, By.AGENCY) if asked.asker is Asker.PROVIDER else None,
        reason=asked.reason or None,
        requested_for=asked.requested_for,
        received_on=asked.received_on,
        signed_on=asked.signed_on,
        form_complete=asked.form_complete,
    )
    with as_system():
        in_use = course(ticket).in_use(effective_on(facts, current().on))
    return facts._replace(in_use=in_use)


def _done_before(row: Assignment) -> Unassigned | NotUnassigned | None:
    if row.ended_on is None or row.ended_on > current().on:
        return None
    with as_system():
        made = Unassignment.objects.filter(assignment=row.pk).first()
    return (
        NotUnassigned(GONE)
        if made is None
        else Unassigned(made.number, made.effective_on, made.extended_until)
    )


def _refused(row: Assignment, answer: NotUnassigned) -> NotUnassigned:
    primary = answer.decision and answer.decision["primary"]
    note(
        "unassignment-refused",
        subject_kind="assignment",
        subject=row.pk,
        people=[row.person_id],
        detail={"check": primary["name"] if primary else "not-yours"},
    )
    return answer


def _taken_out(
    asked: Asked, by: By, row: Assignment, follows: Effect, *, in_use: bool
) -> Unassigned | NotUnassigned:
    reason = asked.reason or "none-given"
    moved = move_ticket(
        ticket=row.ticket_id,
        move=_move_name(REASONS[reason].extension, in_use),
        facts=MoveFacts(by, follows.effective_on, acts_for_holder=True, extension=REASONS[reason].extension),
        effective_on=follows.effective_on,
        organisation=row.organisation_id,
        cause=reason,
    )
    if isinstance(moved, Refused):
        return _refused(row, NotUnassigned(moved.sentence))
    made = _row(asked, reason, row, follows)
    row.ended_on = follows.effective_on
    with as_system():
        made.save(force_insert=True)
        row.save(update_fields=["ended_on"])
    note(
        "ticket-unassigned",
        subject_kind="assignment",
        subject=row.pk,
        people=[row.person_id],
        detail={"number": made.number, "asker": asked.asker, "reason": reason, **_days(follows)},
    )
    return Unassigned(made.number, made.effective_on, made.extended_until)


def _move_name(extension: bool, in_use: bool) -> str:
    if not in_use:
        return "unassign-while-not-in-use"
    return "unassign-with-extension" if extension else "unassign-without-extension"


def _days(follows: Effect) -> dict[str, Any]:
    until = follows.extended_until
    return {
        "effective_on": follows.effective_on.isoformat(),
        "extended_until": until and until.isoformat(),
    }


def _row(asked: Asked, reason: str, row: Assignment, follows: Effect) -> Unassignment:
    unit, key = current(), new_id()
    sealed = None
    if asked.note:
        subject = file_subject(row.person_id, row.organisation_id, row.pk)
        sealed = vault.seal(vault.FILE, subject, place("tickets_unassignment", "note", key), asked.note)
    return Unassignment(
        id=key,
        number=new_number("UN"),
        assignment=row,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        asker=str(asked.asker),
        reason=reason,
        note=sealed,
        requested_for=asked.requested_for,
        signed_on=asked.signed_on,
        received_on=asked.received_on,
        form_complete=asked.form_complete,
        acted_on=follows.acted_on,
        effective_on=follows.effective_on,
        extended_until=follows.extended_until,
        entered_by=unit.actor.account,
        entered_by_name=unit.actor.name,
        entered_at=unit.at,
        submission_id=asked.submission,
    )
