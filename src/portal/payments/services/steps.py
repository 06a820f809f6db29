"""Writing one move of a request: row, timeline, trail, duties."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.kernel import vault
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.trail import note as trail_note
from portal.kernel.unit import as_system, current
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.payments.duties import KINDS, duties_for
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import DRAFT, Move

SYSTEM_NAME = "the system"


def make_move(
    request: PaymentRequest,
    move: Move,
    *,
    by_system: bool = False,
    save: bool = True,
    text: str = "",
    due_on: date | None = None,
    detail: dict[str, Any] | None = None,
) -> RequestStep:
    """Move a locked request along a row of the table; the caller has judged that it may.

    Saves the whole row, so the caller sets what the move determines first; with `save` off, the row follows
    in this unit. `text` is sealed under the provider's file key.
    """
    unit = current()
    before, request.state = request.state, move.to
    request.version += 1
    due = list(duties_for(request, unit.on, due_on)) if save else []
    step = step_row(request, before, move, by_system=by_system, due_on=due[0].due_on if due else None)
    if text:
        key = file_subject(request.person_id, request.organisation_id, request.assignment_id)
        step.note = vault.seal(vault.FILE, key, place("payments_requeststep", "note", step.id), text)
    with as_system():
        step.save(force_insert=True)
        if save:
            request.save()
            settle(request.pk, KINDS, due)
    trail_note(
        f"request-{move.name}",
        subject_kind="payment-request",
        subject=request.pk,
        people=[request.person_id],
        detail={"from": step.from_state, "to": move.to, "version": request.version, **(detail or {})},
    )
    return step


def make_moves(requests: Sequence[PaymentRequest], move: Move, *, by_system: bool = False) -> None:
    """Move locked requests along one row of the table, in sets: between states that cause no duty.

    Written as the system; the caller has judged that they may.
    """
    steps, moved = [], []
    for request in requests:
        before, request.state = request.state, move.to
        request.version += 1
        steps.append(step_row(request, before, move, by_system=by_system, due_on=None))
        moved.append(
            Entry(
                kind=f"request-{move.name}",
                subject_kind="payment-request",
                subject=request.pk,
                people=[request.person_id],
                detail={"from": before, "to": move.to, "version": request.version},
            )
        )
    insert_rows(steps)
    update_rows(requests, ("state", "version"))
    note_many(moved)


def step_row(
    request: PaymentRequest, before: str, move: Move, *, by_system: bool, due_on: date | None
) -> RequestStep:
    """The step from `before` to where the request stands now, not yet written."""
    unit = current()
    return made(
        RequestStep,
        id=new_id(),
        request=request,
        organisation=request.organisation_id,
        from_state=DRAFT if DRAFT in move.from_states else before,
        to_state=move.to,
        version=request.version,
        at=unit.at,
        on=unit.on,
        by="system" if by_system else unit.actor.label,
        by_name=SYSTEM_NAME if by_system else unit.actor.name,
        due_on=due_on,
    )
