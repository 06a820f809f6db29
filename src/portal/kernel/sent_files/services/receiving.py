"""A file is sent and tried; then it is started. Nothing is brought in before that."""

from itertools import batched
from typing import Any
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.sent_files.cells import new_rows
from portal.kernel.sent_files.kinds import Judged, Kind, Row, Verdict
from portal.kernel.sent_files.results import NotFound, NotYet, Received, Started
from portal.kernel.sent_files.tables import SentFile
from portal.kernel.sets import insert_rows
from portal.kernel.tables_in import Sheet, Unreadable, read_table
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current

State = SentFile.State


def receive(*, kind: Kind, name: str, content: bytes) -> Received | Unreadable | NotFound:
    """Read a file and try it: a verdict for every row, and nothing changed but the record of the trial.

    A large file is tried by the worker, batch by batch, while its sender watches or does something else.
    """
    if not _may(kind):
        return NotFound()
    read = read_table(kind.layout, name, content, kind.limits())
    if isinstance(read, Unreadable):
        note("file-unreadable", detail={"kind": kind.name})
        return read
    file = _file_of(kind, read)
    at_once = file.rows_total <= kind.at_once
    rows = [Row(*line) for line in read.lines]
    with as_system():
        judged = kind.judge(file, rows) if at_once else [Judged(row, "") for row in rows]
        if at_once:
            file.state, file.rows_tried = State.TRIED, file.rows_total
        file.save(force_insert=True)
        for part in batched(judged, kind.batch, strict=False):
            insert_rows(new_rows(kind, file, part, tried=at_once))
    note(
        "file-tried" if at_once else "file-received",
        subject_kind=kind.about,
        subject=file.pk,
        detail={"kind": kind.name, "rows": file.rows_total},
    )
    if not at_once:
        enqueue(kind.task, file.pk)
    return Received(file.pk, file.number)


def start(*, kind: Kind, file: UUID) -> Started | NotYet | NotFound:
    """Bring in a file that was tried. Asked for twice, it is done once."""
    if not _may(kind) or not kind.files._default_manager.filter(pk=file, kind=kind.name).exists():
        return NotFound()
    with as_system():
        row = kind.files._default_manager.select_for_update().get(pk=file)
        if row.state == State.RECEIVED:
            return NotYet("The rows of this file are still being tried. Wait until each has its verdict.")
        if row.state != State.TRIED:
            return Started(row.number)
        if not kind.rows_of(row).filter(tried=Verdict.ACCEPTED).exists():
            return NotYet(
                f"No row of this file can be {kind.words.done}. Correct the rows and send the file again."
            )
        row.state, row.started_by = State.RUNNING, current().actor.account
        row.started_at = row.stepped_at = current().at
        row.save(update_fields=["state", "started_by", "started_at", "stepped_at"])
    detail = {"kind": kind.name, "rows": row.rows_total}
    note("file-started", subject_kind=kind.about, subject=row.pk, detail=detail)
    enqueue(kind.task, row.pk)
    return Started(row.number)


def _may(kind: Kind) -> bool:
    actor = current().actor
    return (
        actor.account is not None
        and actor.may(kind.permission)
        and (actor.organisation is not None or not kind.owned)
    )


def _file_of(kind: Kind, read: Sheet) -> SentFile:
    unit = current()
    owner: dict[str, Any] = {"organisation_id": unit.actor.organisation} if kind.owned else {}
    if unit.actor.account is None:
        raise PermissionError("a file is sent by a person")
    return kind.files(
        id=new_id(),
        kind=kind.name,
        number=new_number(kind.prefix),
        file_name=read.file_name,
        sha256=read.sha256,
        state=State.RECEIVED,
        sent_by=unit.actor.account,
        sent_by_name=unit.actor.name,
        sent_at=unit.at,
        stepped_at=unit.at,
        rows_total=len(read.lines),
        **owner,
    )
