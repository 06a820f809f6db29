"""Bringing in a file of notes: tried at once, brought in by the worker in batches that may be killed (row J2).

A batch is one transaction: its notes, their duties and their verdicts stand or fall together, so a batch that was
killed is simply done again. An organisation's batches run one after the other.
"""

import json
from collections.abc import Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max

from portal.casework.bring_notes.columns import LAYOUT, LIMITS
from portal.casework.bring_notes.judging import Judged, Row, Verdict, judge
from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.results import NotFound
from portal.casework.services.note_contact import By, note_rows
from portal.casework.services.settle import lock_cases, settle_many_contacts
from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.outbox import enqueue
from portal.kernel.sets import insert_rows, update_rows
from portal.kernel.tables_in import Sheet, Unreadable, read_table
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place, seal_many
from portal.policy.roles import Permission

BRING = "casework.bring_notes"
BATCH = 500
State = NoteFile.State


class Tried(NamedTuple):
    """A file was read and tried; nothing is brought in yet."""

    number: str


class Started(NamedTuple):
    """The worker brings it in now, or has."""

    number: str


class NothingToBring(NamedTuple):
    """No row of the file can be brought in."""

    sentence: str = "No row of this file can be brought in. Correct the rows and send the file again."


def receive(*, name: str, content: bytes) -> Tried | Unreadable | NotFound:
    """Read a file and try it: a verdict for every row, and nothing changed but the record of the trial."""
    unit = current()
    organisation, account = unit.actor.organisation, unit.actor.account
    if organisation is None or account is None or not unit.actor.may(Permission.WORK_CASEWORK):
        return NotFound()
    read = read_table(LAYOUT, name, content, LIMITS)
    if isinstance(read, Unreadable):
        note("notes-unreadable")
        return read
    file = _file_of(read, organisation, account)
    rows = [Row(*line) for line in read.lines]
    judged = [
        one for part in batched(rows, BATCH, strict=False) for one in judge(organisation, part, unit.on)
    ]
    with as_system():
        file.save(force_insert=True)
        insert_rows([row for part in batched(judged, BATCH, strict=False) for row in _rows(file, part)])
    note("notes-tried", subject_kind="note-file", subject=file.pk, detail={"rows": file.rows_total})
    return Tried(file.number)


def start(*, file: UUID) -> Started | NothingToBring | NotFound:
    """Bring in a file that was tried. Asked for twice, it is done once."""
    unit = current()
    if NoteFile.objects.filter(pk=file).first() is None or not unit.actor.may(Permission.WORK_CASEWORK):
        return NotFound()
    with as_system():
        row = NoteFile.objects.select_for_update().get(pk=file)
        if row.state != State.TRIED:
            return Started(row.number)
        if not row.rows.filter(tried=Verdict.ACCEPTED).exists():
            return NothingToBring()
        row.state, row.started_at = State.RUNNING, unit.at
        row.save(update_fields=["state", "started_at"])
    note("notes-started", subject_kind="note-file", subject=row.pk, detail={"rows": row.rows_total})
    enqueue(BRING, row.pk)
    return Started(row.number)


def step(*, file: UUID, size: int = BATCH) -> bool:
    """Bring in the next rows; True while there are more. Run by the worker, as the system, a unit each."""
    row = NoteFile.objects.select_for_update().filter(pk=file, state=State.RUNNING).first()
    if row is None:
        return False
    _one_at_a_time(row.organisation_id)
    waiting = list(NoteRow.objects.filter(file=row, became="").order_by("line")[:size])
    _bring(row, waiting)
    row.rows_done += len(waiting)
    if len(waiting) < size:
        row.state, row.finished_at = State.DONE, current().at
        note("notes-brought-in", subject_kind="note-file", subject=row.pk, detail={"rows": row.rows_done})
    row.save(update_fields=["rows_done", "state", "finished_at"])
    return row.state == State.RUNNING


def sealed_cells(row: NoteRow) -> Sealed:
    """What a row said. One that names no case is about nobody known."""
    return Sealed(row.cells, place("casework_noterow", "cells", row.pk), row.person_id or row.file_id)


def _bring(file: NoteFile, waiting: Sequence[NoteRow]) -> None:
    cells = [json.loads(text) for text in vault.match([sealed_cells(row) for row in waiting])]
    rows = [Row(row.line, read, row.same_as) for row, read in zip(waiting, cells, strict=True)]
    # Judged twice: who they are about, and once those cases are locked, whether they still can be.
    lock_cases({one.case for one in judge(file.organisation_id, rows, current().on) if one.case})
    judged = judge(file.organisation_id, rows, current().on)
    accepted = [one for one in judged if one.verdict == Verdict.ACCEPTED and one.found and one.contact]
    places = _places({one.found.case for one in accepted if one.found})
    pairs = []
    for one in accepted:
        if one.found is None or one.contact is None:
            continue
        spot = (one.found.case, one.contact.happened_on)
        places[spot] = places.get(spot, -1) + 1
        pairs.append((one.contact, one.found, places[spot]))
    notes = note_rows(pairs, by=By(file.sent_by, file.sent_by_name))
    insert_rows(notes)
    made = iter(notes)
    for row, one in zip(waiting, judged, strict=True):
        row.became = one.verdict
        row.problems = [problem._asdict() for problem in one.problems]
        row.note = next(made) if one.verdict == Verdict.ACCEPTED else None
    update_rows(list(waiting), ["became", "problems", "note"])
    settle_many_contacts({written.case_id for written in notes})


def _places(cases: set[UUID]) -> dict[tuple[UUID, date], int]:
    """The last place that is taken on each day of these cases."""
    rows = ContactNote.objects.filter(case__in=cases, superseded_at=None).order_by()
    found = rows.values("case_id", "happened_on").annotate(last=Max("ordinal"))
    return {(row["case_id"], row["happened_on"]): row["last"] for row in found}


def _file_of(read: Sheet, organisation: UUID, account: UUID) -> NoteFile:
    unit = current()
    return NoteFile(
        id=new_id(),
        number=new_number("NF"),
        organisation_id=organisation,
        file_name=read.file_name,
        sha256=read.sha256,
        sent_by=account,
        sent_by_name=unit.actor.name,
        sent_at=unit.at,
        rows_total=len(read.lines),
    )


def _rows(file: NoteFile, judged: Sequence[Judged]) -> list[NoteRow]:
    """The rows of a trial, their cells sealed under the key of the case they are about."""
    ids = [new_id() for _ in judged]
    sealed = seal_many(
        vault.FILE,
        [
            (
                file_subject(one.person or file.pk, file.organisation_id, one.case or file.pk),
                place("casework_noterow", "cells", row),
                json.dumps(one.row.cells),
            )
            for row, one in zip(ids, judged, strict=True)
        ],
    )
    return [
        NoteRow(
            id=row,
            file=file,
            organisation_id=file.organisation_id,
            person_id=one.person,
            line=one.row.line,
            cells=text,
            same_as=one.row.same_as,
            tried=one.verdict,
            problems=[problem._asdict() for problem in one.problems],
        )
        for row, text, one in zip(ids, sealed, judged, strict=True)
    ]


def _one_at_a_time(organisation: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"notes/{organisation}"])
