"""Moving a paper along its table: taken hold of, judged, written with its step, duties and trail."""

from typing import Any
from uuid import UUID

from portal.kernel.desks import in_others_hands
from portal.kernel.duties import settle
from portal.kernel.ids import new_id
from portal.kernel.results import Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.support.duties import DESK, KINDS, duties_for
from portal.support.models import PaperItem, PaperStep
from portal.support.moves import may_move, move_named


def take_hold(paper: UUID, version: int, move: str) -> PaperItem | Changed | NotAllowed | NotFound:
    """The paper, locked, or why the actor may not make this move now. A refusal is noted."""
    works = current().actor.may(DESK.work)
    row = PaperItem.objects.select_for_update().filter(pk=paper).first() if works else None
    if row is None:
        return NotFound()
    if row.version != version:
        return Changed()
    refused = may_move(row.state, move_named(move), current().actor)
    sentence = refused.sentence if refused else in_others_hands(DESK, row.pk)
    return row if sentence is None else refuse(row, move, sentence)


def refuse(row: PaperItem, move: str, sentence: str) -> NotAllowed:
    """Note that a move was refused, and say why."""
    note(
        "paper-move-refused",
        subject_kind="paper",
        subject=row.pk,
        people=_people(row),
        detail={"move": move, "state": row.state},
    )
    return NotAllowed(sentence)


def make_move(row: PaperItem, move: str, *, reason: str = "", **detail: Any) -> Done:
    """Write a paper that was judged. The caller sets what the move determines first."""
    unit, rule, before = current(), move_named(move), row.state
    fresh = row._state.adding
    row.state = rule.to
    row.version += 0 if fresh else 1
    step = PaperStep(
        id=new_id(),
        paper=row,
        move=move,
        from_state="outside" if fresh else before,
        to_state=rule.to,
        reason=reason.strip(),
        version=row.version,
        on=unit.on,
        at=unit.at,
        by=unit.actor.label,
        by_name=unit.actor.name,
    )
    with as_system():
        row.save(force_insert=fresh)
        step.save(force_insert=True)
        settle(row.pk, KINDS, duties_for(row))
    note(
        f"paper-{move}",
        subject_kind="paper",
        subject=row.pk,
        people=_people(row),
        detail={"state": row.state, "version": row.version, **detail},
    )
    return Done(row.pk, row.number, row.state)


def _people(row: PaperItem) -> list[UUID]:
    return [row.person_id] if row.person_id else []
