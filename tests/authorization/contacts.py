"""The contacts of a case in the table: what stands in an address, what is sent. Written by hand."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.casework.kinds import GOALS_DATE, STALE_TICKET
from portal.casework.models import ContactNote, NoteFile, NoteRow
from portal.casework.sealing import seal
from portal.casework.services.settle import settle_many_contacts
from portal.kernel import vault
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import now
from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.kernel.numbers import new_number
from portal.kernel.unit import open_unit
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.people.models import Organisation
from portal.tickets.models import Assignment
from tests.authorization.casework import Papers, number_of_case
from tests.world import LONG_AGO, World

_OF_A_CASE = ("contacts", "goals-not-met")
_OF_A_FILE = ("note-file", "note-file-start", "note-file-refused")
_OF_A_NOTE = ("contact-correct", "contact-strike")


def arguments(papers: Papers, name: str) -> dict[str, Any] | None:
    """What the address names; None for one of other pages."""
    if name == "contacts-export":
        return {"slug": "contacts-due", "kind": "csv"}
    if name == "note-file-template":
        return {"kind": "csv"}
    if name in _OF_A_FILE:
        number = NoteFile.objects.using("loader").get(organisation=papers.open.organisation_id).number
        return {"number": number, **({"kind": "csv"} if name.endswith("refused") else {})}
    if name in _OF_A_CASE:
        return {"number": number_of_case(papers)}
    if name in _OF_A_NOTE:
        note = ContactNote.objects.using("loader").filter(case=papers.open.assignment_id).first()
        return {"number": number_of_case(papers), "note": note.pk if note else new_id()}
    return None


def enter_note(world: World, assignment: Assignment, *, answered: bool = True) -> ContactNote:
    """A contact on the day of the assignment, put in past the walls."""
    note = ContactNote(
        case_id=assignment.pk,
        organisation_id=assignment.organisation_id,
        person_id=assignment.person_id,
        happened_on=assignment.assigned_on,
        ordinal=ContactNote.objects.using("loader").filter(case=assignment.pk).count(),
        method="telephone",
        two_way=answered,
        recorded_at=LONG_AGO,
        recorded_by_name="Somebody",
    )
    note.purpose = seal(note, "purpose", "First talk")
    world.add(note)
    return note


def enter_file(world: World, organisation: Organisation) -> None:
    """A row more in the organisation's one file of notes that was tried: it names no case."""
    file = NoteFile.objects.using("loader").filter(organisation=organisation).first()
    if file is None:
        file = NoteFile(
            kind="contact-notes",
            number=new_number("NF"),
            organisation=organisation,
            file_name="notes.csv",
            sha256="",
            sent_by=new_id(),
            sent_by_name="Somebody",
            sent_at=LONG_AGO,
            rows_total=1,
        )
        world.add(file)
    line = 2 + NoteRow.objects.using("loader").filter(file=file).count()
    row = NoteRow(file=file, organisation=organisation, line=line, tried="refused")
    row.cells = vault.seal(
        vault.FILE,
        file_subject(file.pk, organisation.pk, file.pk),
        place("casework_noterow", "cells", row.pk),
        "{}",
    )
    world.add(row)


def enter_contacts_due(world: World, assignment: Assignment) -> None:
    """The case on every list of contacts."""
    enter_note(world, assignment, answered=False)
    with open_unit(SYSTEM, now(), reading=False, page="test"):
        settle_many_contacts([assignment.pk])
    duties = Duty.objects.using("loader").filter(subject=assignment.pk, closed_at=None)
    duties.filter(kind=STALE_TICKET).update(due_on=assignment.assigned_on)
    world.add(
        Duty(
            kind=GOALS_DATE,
            subject=assignment.pk,
            organisation=assignment.organisation_id,
            person=assignment.person_id,
            opened_at=LONG_AGO,
            due_on=assignment.assigned_on,
        )
    )


def sent(name: str) -> dict[str, Any] | None:
    """A contact of today, and a talk about goals: right for a Ticket that is assigned now."""
    if name in ("contacts", "contact-correct"):
        return {
            "once": str(new_id()),
            "happened_on": "12/15/2025",
            "method": "telephone",
            "answered": "yes",
            "purpose": "Job search",
        }
    if name == "note-files":
        columns = "reference,case,date,method,two_way,reason"
        return {"sheet": SimpleUploadedFile("notes.csv", f"{columns}\n1,2,3,4,5,6".encode())}
    if name == "goals-not-met":
        answers = ("still_appropriate", "more_services", "new_goals", "wants_to_work_toward_goals")
        return {"held_on": "12/15/2025", **dict.fromkeys(answers, "yes"), "said": "We talked."}
    return None
