"""A sweep is started by a person, stopped and gone on with by a person; the worker does the rest (row K6)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue, enqueue_many
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.payments.models import Sweep
from portal.policy.roles import Permission
from portal.policy.sweep import VERSION

State = Sweep.State
FIND = "payments.sweep"
SLICE = "payments.sweep_slice"
ABOUT = "sweep"
ONE_AT_A_TIME = (
    "A sweep is running already. Wait until it is done, or stop it. Two would look at the same Tickets."
)


def start_sweep() -> Done | NotAllowed:
    """Start a sweep as of today."""
    unit = current()
    if unit.actor.account is None or not unit.actor.may(Permission.RUN_SWEEPS):
        return NotAllowed("Only an EN Payments lead starts a sweep.")
    sweep = Sweep(
        id=new_id(),
        number=new_number("SW"),
        as_of=unit.on,
        rules=VERSION,
        started_by=unit.actor.account,
        started_by_name=unit.actor.name,
        started_at=unit.at,
        stepped_at=unit.at,
    )
    try:
        with transaction.atomic(), as_system():
            sweep.save(force_insert=True)
    except IntegrityError:
        return _refused("start", None)
    _noted("sweep-started", sweep)
    enqueue(FIND, sweep.pk)
    return Done(sweep.pk, sweep.number, sweep.state)


def stop_sweep(*, sweep: UUID, version: int) -> Answer:
    """Stop a running sweep: slices that are being done are finished, no other is begun."""
    found = _taken(sweep, version, "stop")
    if not isinstance(found, Sweep):
        return found
    if found.state != State.RUNNING:
        return NotAllowed("This sweep is not running.")
    return _moved(found, State.STOPPED, "sweep-stopped")


def resume_sweep(*, sweep: UUID, version: int) -> Answer:
    """Go on with a stopped sweep where it was."""
    found = _taken(sweep, version, "resume")
    if not isinstance(found, Sweep):
        return found
    if found.state != State.STOPPED:
        return NotAllowed("This sweep is not stopped.")
    try:
        with transaction.atomic():
            answer = _moved(found, State.RUNNING, "sweep-resumed")
    except IntegrityError:
        return _refused("resume", found)
    ask_for(found)
    return answer


def ask_for(sweep: Sweep) -> None:
    """Ask the worker for what is still to be done of a running sweep. A job that waits already stays one."""
    if sweep.found_at is None:
        enqueue(FIND, sweep.pk)
    else:
        enqueue_many(SLICE, sweep.slices.filter(done_at=None).values_list("pk", flat=True))


def _taken(sweep: UUID, version: int, move: str) -> Sweep | Changed | NotAllowed | NotFound:
    if not current().actor.may(Permission.RUN_SWEEPS):
        return NotAllowed(f"Only an EN Payments lead may {move} a sweep.")
    with as_system():
        row = Sweep.objects.select_for_update().filter(pk=sweep).first()
    if row is None:
        return NotFound()
    return row if row.version == version else Changed()


def _moved(sweep: Sweep, state: str, kind: str) -> Done:
    sweep.state, sweep.stepped_at = state, current().at
    sweep.version += 1
    with as_system():
        sweep.save(update_fields=["state", "stepped_at", "version"])
    _noted(kind, sweep)
    return Done(sweep.pk, sweep.number, sweep.state)


def _refused(move: str, sweep: Sweep | None) -> NotAllowed:
    note(
        "sweep-refused",
        subject_kind=ABOUT,
        subject=sweep.pk if sweep else None,
        detail={"move": move, "check": "one-at-a-time"},
    )
    return NotAllowed(ONE_AT_A_TIME)


def _noted(kind: str, sweep: Sweep) -> None:
    note(
        kind,
        subject_kind=ABOUT,
        subject=sweep.pk,
        detail={"number": sweep.number, "as_of": sweep.as_of.isoformat(), "rules": sweep.rules},
    )
