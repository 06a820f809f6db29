"""A file that came in: entered once it was checked, then taken in batches (row L1). Run as the system.

A batch is one transaction: facts, refused rows and how far the file has come stand or fall together, so a batch that
was killed is simply done again.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import BinaryIO
from uuid import UUID

from django.db import connection

from portal.exchange.checking import Checked
from portal.exchange.kinds import KINDS, Kind
from portal.exchange.layouts import LAYOUTS
from portal.exchange.locks import one_at_a_time
from portal.exchange.models import RecordFile, RefusedRow
from portal.exchange.rows import Rows
from portal.kernel import vault
from portal.kernel.numbers import new_number
from portal.kernel.sets import insert_rows
from portal.kernel.stated import NotTaken, Recorded
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.tickets.changed import changed_many

State, Direction = RecordFile.State, RecordFile.Direction
_NOBODY = (
    "ssn",
    "Nobody with this number is on record.",
    "Send the person in a file of kind PE first, then this row again.",
)


def enter(name: str, checked: Checked) -> RecordFile:
    """The file as it stands: entered now, or known from before by its bytes."""
    one_at_a_time()
    known = RecordFile.objects.filter(direction=Direction.INWARD, sha256=checked.sha256, name=name).first()
    if known is not None:
        return known
    problem = checked.problem or _used(name[:2], checked)
    unit = current()
    row = RecordFile(
        number=new_number("SF"),
        direction=Direction.INWARD,
        kind=name[:2],
        name=name,
        file_number=checked.file_number,
        created_on=checked.created_on,
        as_of=checked.as_of,
        sha256=checked.sha256,
        rows_total=checked.rows,
        number_total=checked.number_total,
        amount_total=checked.amount_total,
        state=State.REFUSED if problem else State.RUNNING,
        problem=problem,
        received_at=unit.at,
        stepped_at=unit.at,
        finished_at=unit.at if problem else None,
        by_name=unit.actor.name,
    )
    row.save(force_insert=True)
    _noted("record-file-refused" if problem else "record-file-received", row)
    return row


def step(*, file: UUID, content: BinaryIO, size: int | None = None) -> bool:
    """Take the next rows; True while there are more. `content` is the file that was checked."""
    one_at_a_time()
    row = RecordFile.objects.select_for_update().filter(pk=file, state=State.RUNNING).first()
    if row is None or row.as_of is None:
        return False
    layout, kind = LAYOUTS[row.kind], KINDS[row.kind]
    count = min(size or kind.batch, row.rows_total - row.rows_done)
    if count:
        content.seek((1 + row.rows_done) * layout.stride)
        rows = Rows(layout, content.read(count * layout.stride))
        recorded = _applied(kind, rows, row)
        _kept(row, rows, recorded, count)
    if row.rows_done >= row.rows_total:
        row.state, row.finished_at = State.READ, current().at
        _noted("record-file-read", row)
    row.stepped_at = current().at
    row.save()
    return row.state == State.RUNNING


def _applied(kind: Kind, rows: Rows, file: RecordFile) -> Recorded:
    rows.refuse_backward()
    rows.columns["person"] = vault.find_each(rows["ssn"])
    if not kind.enters:
        rows.refuse(_unknown(rows))
    if not len(rows) or file.as_of is None:
        return Recorded()
    recorded = kind.apply(rows, file.as_of)
    rows.refuse([said._replace(nth=rows.nth[said.nth]) for said in recorded.refused])
    changed_many(recorded.people)
    return recorded


def _unknown(rows: Rows) -> list[NotTaken]:
    """Rows about nobody. A number may have been entered by a unit that was lost: then its person is not there."""
    people = {person for person in rows["person"] if person is not None}
    with connection.cursor() as cursor:
        cursor.execute(
            "select id::text from unnest(%s::uuid[]) as named (id)"
            " where not exists (select from tickets_person where tickets_person.id = named.id)",
            [f"{{{','.join(people)}}}"],
        )
        missing = {None, *(row[0] for row in cursor.fetchall())}
    return [
        NotTaken(nth, *_NOBODY)
        for nth, person in zip(rows.nth, rows["person"], strict=True)
        if person in missing
    ]


def _kept(file: RecordFile, rows: Rows, recorded: Recorded, count: int) -> None:
    # Lines count from 1, and the header is the first.
    first = file.rows_done + 2
    insert_rows(list(_refused(file, rows.refused, first)))
    file.rows_done += count
    file.rows_changed += recorded.changed
    file.rows_refused += len(rows.refused)
    file.rows_same += count - recorded.changed - len(rows.refused)
    note(
        "record-file-taken",
        subject_kind="record-file",
        subject=file.pk,
        people=sorted(recorded.people, key=attrgetter("int")),
        detail={"kind": file.kind, "rows": count, "changed": recorded.changed, "refused": len(rows.refused)},
    )


def _refused(file: RecordFile, said: Iterable[NotTaken], first: int) -> Iterable[RefusedRow]:
    for one in sorted(said, key=lambda one: one.nth):
        yield RefusedRow(
            file_id=file.pk,
            line=first + one.nth,
            field=one.field,
            problem=one.says,
            what_to_do=one.remedy,
        )


def _used(kind: str, checked: Checked) -> str:
    used = RecordFile.objects.filter(
        direction=Direction.INWARD, kind=kind, file_number=checked.file_number
    ).exclude(state=State.REFUSED)
    if not used.exists():
        return ""
    return (
        f"A file of kind {kind} with the number {checked.file_number} was read before, with other content."
        " Send this one with the next number. Nothing was taken."
    )


def _noted(what: str, file: RecordFile) -> None:
    note(
        what,
        subject_kind="record-file",
        subject=file.pk,
        detail={"number": file.number, "name": file.name, "rows": file.rows_total},
    )
