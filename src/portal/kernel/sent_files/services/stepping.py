"""What the worker does with a file: the next rows are tried, or brought in, and their verdicts written.

A batch is one transaction: what its rows make and their verdicts stand or fall together, so a batch that was killed
is simply done again. An organisation's batches of one kind run one after the other.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from portal.kernel.outbox import enqueue_many
from portal.kernel.sent_files.cells import opened, put, tell
from portal.kernel.sent_files.kinds import KINDS, Judged, Kind, Row, Verdict
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
    found = files._default_manager.select_for_update()
    row = found.filter(pk=file, state__in=(State.RECEIVED, State.RUNNING)).first()
    if row is None:
        return False
    kind = KINDS[row.kind]
    _one_at_a_time(kind, row)
    row.stepped_at = current().at
    more = (_try if row.state == State.RECEIVED else _bring)(kind, row, size or kind.batch)
    row.save(update_fields=["state", "stepped_at", "finished_at", "rows_tried", "rows_done"])
    return more


def look_for_stuck() -> None:
    """Files that wait for the worker and have not moved for a while get their job again."""
    before = current().at - STUCK
    for kind in KINDS.values():
        waiting = kind.files._default_manager.filter(
            kind=kind.name, state__in=(State.RECEIVED, State.RUNNING)
        ).exclude(stepped_at__gt=before)
        enqueue_many(kind.task, list(waiting.values_list("pk", flat=True)))


def _try(kind: Kind, file: SentFile, size: int) -> bool:
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
    if len(waiting) == size:
        return True
    file.state = State.TRIED
    _noted("file-tried", kind, file)
    return False


def _bring(kind: Kind, file: SentFile, size: int) -> bool:
    waiting = list(kind.rows_of(file).filter(became="").order_by("line")[:size])
    judged = _brought(kind, file, opened(waiting))
    tell(waiting, judged, "became")
    if kind.made:
        for row, one in zip(waiting, judged, strict=True):
            setattr(row, f"{kind.made}_id", one.made)
    update_rows(waiting, ["became", "problems", *([kind.made] if kind.made else [])])
    file.rows_done += len(waiting)
    if len(waiting) == size:
        return True
    file.state, file.finished_at = State.DONE, current().at
    _noted("file-brought-in", kind, file)
    if kind.finished:
        kind.finished(file)
    return False


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


def _one_at_a_time(kind: Kind, file: SentFile) -> None:
    owner = file.organisation_id if kind.owned else None
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind.task}/{owner or ''}"]
        )
