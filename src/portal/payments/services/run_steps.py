"""Taking hold of a payment run for a move, and writing the move."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from portal.kernel.ids import new_id
from portal.kernel.moves import Move
from portal.kernel.results import Changed, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import PaymentRun, RunStep
from portal.payments.run_moves import OWED, may_move, move_named
from portal.payments.services.steps import SYSTEM_NAME


def one_at_a_time() -> None:
    """Wait until this unit is the only one that makes a run; held until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('payment-runs', 0))")


def take_run(run: UUID, version: int, move: str) -> PaymentRun | Changed | NotAllowed | NotFound:
    """The run, locked, or why the actor may not make this move. Refusals are noted."""
    row = PaymentRun.objects.select_for_update().filter(pk=run).first()
    if row is None:
        return NotFound()
    if row.version != version:
        return refuse(row, move, Changed(), "version")
    refused = may_move(row.state, move_named(move), current().actor, _last_person(row))
    if refused is not None:
        return refuse(row, move, NotAllowed(refused.sentence), refused.check)
    return row


def refuse[Value: Changed | NotAllowed](row: PaymentRun, move: str, value: Value, check: str) -> Value:
    """Note a refused move and hand back its value."""
    detail = {"move": move, "check": check, "state": row.state}
    note("run-move-refused", subject_kind="payment-run", subject=row.pk, detail=detail)
    return value


def make_move(
    run: PaymentRun, move: Move, *, text: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    """Move a locked run along a row of the table and save it; the caller has judged that it may."""
    unit = current()
    new = run._state.adding
    before, run.state = OWED if new else run.state, move.to
    run.version += 0 if new else 1
    by_system = unit.actor.account is None
    step = RunStep(
        id=new_id(),
        run=run,
        from_state=before,
        to_state=move.to,
        version=run.version,
        at=unit.at,
        by="system" if by_system else unit.actor.label,
        by_name=SYSTEM_NAME if by_system else unit.actor.name,
        note=text,
    )
    with as_system():
        run.save(force_insert=new)
        step.save(force_insert=True)
    note(
        f"run-{move.name}",
        subject_kind="payment-run",
        subject=run.pk,
        detail={"from": step.from_state, "to": move.to, "version": run.version, **(detail or {})},
    )


def _last_person(row: PaymentRun) -> str | None:
    steps = RunStep.objects.filter(run=row).exclude(by="system").order_by("-version")
    return steps.values_list("by", flat=True).first()
