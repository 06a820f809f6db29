"""Files to Social Security: one a kind and day, numbered without gaps, the same bytes whenever it is sent (row L1).

The bytes are sealed in the object store under a key of the file's own, which is destroyed once they are acknowledged.
"""

import hashlib
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from portal.exchange.checking import Totals
from portal.exchange.layout import Layout
from portal.exchange.layouts import LAYOUTS
from portal.exchange.locks import one_at_a_time
from portal.exchange.models import RecordFile
from portal.exchange.outgoing import rows_of
from portal.exchange.ssa_line import SsaLine
from portal.exchange.writing import lines
from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.objects import store
from portal.kernel.outbox import enqueue
from portal.kernel.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import destroy
from portal.kernel.vault.sealing import place
from portal.policy.roles import Permission

SEND, FORGET = "exchange.send", "exchange.forget"
State, Direction = RecordFile.State, RecordFile.Direction
_GONE = "Social Security has this file: it was acknowledged, and the portal keeps its number and totals only."
_OTHER_BYTES = "Social Security acknowledged other bytes than were sent. The file was sent again."


def days_to_write() -> list[date]:
    """Days that are over and have no files yet; only the last one where nothing was ever sent."""
    before = current().on - timedelta(days=1)
    last = RecordFile.objects.filter(direction=Direction.OUTWARD).aggregate(last=Max("as_of"))["last"]
    first = before if last is None else last + timedelta(days=1)
    return [first + timedelta(days=number) for number in range((before - first).days + 1)]


def write_day(*, on: date) -> list[RecordFile]:
    """Write the day's file of each kind, once, and have it sent. A day on which nothing was entered has files too."""
    one_at_a_time()
    return [_written(layout, on) for layout in LAYOUTS.values() if not layout.inward]


def send(*, file: UUID, line: SsaLine) -> None:
    """Put the file on the line, the same bytes every time. Run by the worker, as the system."""
    row = RecordFile.objects.select_for_update().get(pk=file, direction=Direction.OUTWARD)
    if row.state == State.ACKNOWLEDGED:
        return
    line.send(row.name, _content(row))
    row.state, row.stepped_at, row.finished_at = State.SENT, current().at, current().at
    row.save(update_fields=["state", "stepped_at", "finished_at"])
    _noted("record-file-sent", row)


def send_again(*, file: UUID, version: int) -> Answer:
    """Have a file sent once more that has not been acknowledged."""
    if not current().actor.may(Permission.SEND_RECORD_FILES):
        return NotFound()
    with as_system():
        row = RecordFile.objects.select_for_update().filter(pk=file, direction=Direction.OUTWARD).first()
        if row is None:
            return NotFound()
        if row.version != version:
            return Changed()
        if row.state == State.ACKNOWLEDGED:
            return NotAllowed(_GONE)
        row.version += 1
        row.save(update_fields=["version"])
    enqueue(SEND, row.pk)
    _noted("record-file-sent-again", row)
    return Done(row.pk, row.number, row.state)


def acknowledge(*, name: str, said: bytes) -> None:
    """What came back about a file that was sent: the SHA-256 of its bytes. Another one has it sent again."""
    found = RecordFile.objects.select_for_update().filter(direction=Direction.OUTWARD, name=name)
    row = found.exclude(state=State.ACKNOWLEDGED).first()
    if row is None:
        return
    if said.decode(errors="replace").strip().lower() == row.sha256:
        row.state, row.problem, row.finished_at = State.ACKNOWLEDGED, "", current().at
        enqueue(FORGET, row.pk)
        _noted("record-file-acknowledged", row)
    else:
        row.problem = _OTHER_BYTES
        enqueue(SEND, row.pk)
        _noted("record-file-acknowledged-wrongly", row)
    row.save(update_fields=["state", "problem", "finished_at"])


def forget(*, file: UUID) -> None:
    """Destroy the bytes of a file that was acknowledged. Run by the worker, once that is committed."""
    if RecordFile.objects.filter(pk=file, state=State.ACKNOWLEDGED).exists():
        destroy(vault.FILE, file)
        store().remove(file)


def _written(layout: Layout, on: date) -> RecordFile:
    files = RecordFile.objects.filter(direction=Direction.OUTWARD, kind=layout.kind)
    there = files.filter(as_of=on).first()
    if there is not None:
        return there
    unit, key = current(), new_id()
    file_number = 1 + (files.aggregate(last=Max("file_number"))["last"] or 0)
    totals, content = _bytes(layout, file_number, on)
    row = RecordFile(
        id=key,
        number=new_number("SF"),
        direction=Direction.OUTWARD,
        kind=layout.kind,
        name=f"{layout.kind}-{file_number:08d}",
        file_number=file_number,
        created_on=unit.on,
        as_of=on,
        sha256=hashlib.sha256(content).hexdigest(),
        rows_total=totals.rows,
        number_total=totals.numbers,
        amount_total=totals.amounts,
        state=State.WRITTEN,
        rows_done=totals.rows,
        received_at=unit.at,
        stepped_at=unit.at,
        by_name=unit.actor.name,
    )
    store().put(key, vault.seal(vault.FILE, key, _place(key), content.decode()))
    row.save(force_insert=True)
    enqueue(SEND, row.pk)
    _noted("record-file-written", row)
    return row


def _bytes(layout: Layout, file_number: int, on: date) -> tuple[Totals, bytes]:
    totals = Totals(layout)
    return totals, b"".join(lines(totals, file_number, current().on, on, rows_of(layout.kind, on)))


def _content(row: RecordFile) -> bytes:
    (text,) = vault.match([Sealed(store().get(row.pk), _place(row.pk))])
    return text.encode()


def _place(key: UUID) -> str:
    return place("exchange_recordfile", "content", key)


def _noted(what: str, file: RecordFile) -> None:
    note(
        what,
        subject_kind="record-file",
        subject=file.pk,
        detail={"number": file.number, "name": file.name, "rows": file.rows_total},
    )
