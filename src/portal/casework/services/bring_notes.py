"""Bringing in contact notes out of other software, a file of many rows at a time (row J2)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max

from portal.casework.bring_notes.columns import LAYOUT, LIMITS
from portal.casework.bring_notes.judging import JudgedNote, judge
from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.services.note_contact import By, note_rows
from portal.casework.services.settle import lock_cases, settle_many_contacts
from portal.kernel.sent_files.kinds import Kind, Row, Verdict, Words, declare
from portal.kernel.sets import insert_rows
from portal.kernel.unit import current
from portal.policy.roles import Permission


def _judge(file: NoteFile, rows: Sequence[Row]) -> list[JudgedNote]:
    return judge(file.organisation_id, rows, current().on)


def _bring(file: NoteFile, rows: Sequence[Row]) -> list[JudgedNote]:
    # Judged twice: who they are about, and once those cases are locked, whether they still can be.
    lock_cases({one.case for one in _judge(file, rows) if one.case})
    judged = _judge(file, rows)
    accepted = [one for one in judged if one.verdict == Verdict.ACCEPTED]
    places = _places({one.case for one in accepted if one.case})
    pairs = []
    for one in accepted:
        if one.found is None or one.contact is None:
            continue
        spot = (one.found.case, one.contact.happened_on)
        places[spot] = places.get(spot, -1) + 1
        pairs.append((one.contact, one.found, places[spot]))
    notes = note_rows(pairs, by=By(file.sent_by, file.sent_by_name))
    insert_rows(notes)
    for one, written in zip(accepted, notes, strict=True):
        one.made = written.pk
    settle_many_contacts({written.case_id for written in notes})
    return judged


def _places(cases: set[UUID]) -> dict[tuple[UUID, date], int]:
    """The last place that is taken on each day of these cases."""
    rows = ContactNote.objects.filter(case__in=cases, superseded_at=None).order_by()
    found = rows.values("case_id", "happened_on").annotate(last=Max("ordinal"))
    return {(row["case_id"], row["happened_on"]): row["last"] for row in found}


NOTES = declare(
    Kind(
        name="contact-notes",
        prefix="NF",
        about="note-file",
        task="casework.bring_notes",
        files=NoteFile,
        rows=NoteRow,
        layout=LAYOUT,
        permission=Permission.WORK_CASEWORK,
        judge=_judge,
        bring=_bring,
        words=Words(rows="notes"),
        limits=lambda: LIMITS,
        made="note",
    )
)
