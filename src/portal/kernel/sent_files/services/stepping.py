"""What the worker does with a file: the next rows are tried, or brought in, and their verdicts written.

A batch is one transaction: what its rows make and their verdicts stand or fall together, so a batch that was killed
is simply done again. An organisation's batches of one kind run one after the other; where a kind has several lanes,
the rows about one person are all in one lane, and so many workers share the file.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.outbox import enqueue_many
from portal.kernel.sent_files.cells import opened, put, tell
from portal.kernel.sent_files.kinds import KINDS, Judged, Kind, Row, Verdict
from portal.kernel.sent_files.lanes import free_lane, take_lane
from portal.kernel.sent_files.tables import SealedRow, SentFile
from portal.kernel.sets import update_rows
from portal.kernel.tables_in import Problem
from portal.kernel.trail import note
from portal.kernel.unit import current

State = SentFile.State
# A batch takes seconds. What has not moved for so long has lost its job.
STUCK = timedelta(minutes=3)
_MET = Problem(
    "the row",
    "As the portal stands.",
    "The same was entered in the portal at the same moment.",
    "Send the file again; the row is then judged against what is there.",
)


def step(*, files: type[SentFile], file: UUID, size: int | None = None) -> bool:
    """Try or bring in the next rows; True while there are more. Run by the worker, as the system, a unit each."""
    found = files._default_manager.filter(pk=file, state__in=(State.RECEIVED, State.RUNNING))
    row = found.first()
    if row is None:
        return False
    kind = KINDS[row.kind]
    return (_try if row.state == State.RECEIVED else _bring)(kind, row, size or kind.batch)


def look_for_stuck() -> None:
    """Files that wait for the worker and have not moved for a while get their job again."""
    before = current().at - STUCK
    for kind in KINDS.values():
        waiting = kind.files._default_manager.filter(
            kind=kind.name, state__in=(State.RECEIVED, State.RUNNING)
        ).exclude(stepped_at__gt=before)
        stuck = list(waiting.values_list("pk", flat=True))
        for task in kind.tasks:
            enqueue_many(task, stuck)


def _try(kind: Kind, file: SentFile, size: int) -> bool:
    take_lane(kind, file, 0)
    file = _hold(kind, file)
    if file.state != State.RECEIVED:
        return False
    waiting = list(kind.rows_of(file).filter(became="", tried="").order_by("line")[:size])
    judged = kind.judge(file, opened(waiting))
    tell(waiting, judged, "tried")
    changed = ["tried", "problems"]
    if issubclass(kind.rows, SealedRow):
        # Now it is known whom each row is about.
        put(kind, file, waiting, judged)
        changed += ["cells", "person"]
    update_rows(waiting, changed)
    file.rows_tried += len(waiting)
    if len(waiting) < size:
        file.state = State.TRIED
        _noted("file-tried", kind, file)
    _stepped(file)
    return file.state == State.RECEIVED


def _bring(kind: Kind, file: SentFile, size: int) -> bool:
    waiting = list(free_lane(kind, file).order_by("line")[:size])
    judged = _brought(kind, file, opened(waiting))
    tell(waiting, judged, "became")
    if kind.made:
        for row, one in zip(waiting, judged, strict=True):
            setattr(row, f"{kind.made}_id", one.made)
    update_rows(waiting, ["became", "problems", *([kind.made] if kind.made else [])])
    # Held from here to the end, which is soon: whoever comes last sees that no row is left.
    file = _hold(kind, file)
    file.rows_done += len(waiting)
    if file.state == State.RUNNING and not kind.rows_of(file).filter(became="").exists():
        file.state, file.finished_at = State.DONE, current().at
        _noted("file-brought-in", kind, file)
        if kind.finished:
            kind.finished(file)
    _stepped(file)
    return file.state == State.RUNNING


def _hold(kind: Kind, file: SentFile) -> SentFile:
    """The file as it stands, which nobody else changes until the unit ends."""
    held: SentFile = kind.files._default_manager.select_for_update().get(pk=file.pk)
    return held


def _stepped(file: SentFile) -> None:
    file.stepped_at = current().at
    file.save(update_fields=["state", "stepped_at", "finished_at", "rows_tried", "rows_done"])


def _brought(kind: Kind, file: SentFile, rows: Sequence[Row]) -> Sequence[Judged]:
    try:
        with transaction.atomic():
            return kind.bring(file, rows)
    except IntegrityError:
        return list(_each_alone(kind, file, rows))


def _each_alone(kind: Kind, file: SentFile, rows: Sequence[Row]) -> Iterator[Judged]:
    """Row by row, for when one of a batch has met another change."""
    for row in rows:
        try:
            with transaction.atomic():
                yield from kind.bring(file, [row])
        except IntegrityError:
            yield Judged(row, Verdict.REFUSED, [_MET])


def _noted(what: str, kind: Kind, file: SentFile) -> None:
    note(
        what,
        subject_kind=kind.about,
        subject=file.pk,
        detail={"kind": kind.name, "rows": file.rows_total},
    )
