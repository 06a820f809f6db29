"""Contact notes of the organization's own software, by file (row J2)."""

from uuid import UUID

from ninja import File, Query, Router, Status, UploadedFile

from portal.api import files
from portal.api.operations import operation
from portal.api.schemas import DoneOut, FileOut, FileRows
from portal.casework.models import ContactNote
from portal.casework.services.bring_notes import NOTES
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest

router = Router(tags=["Contact notes by file"])
_MAY = Permission.WORK_CASEWORK


@operation(router, "POST", "/contact-note-files", "api-note-files", _MAY, FileOut, status=201)
def send_note_file(request: WorkRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Send a CSV or XLSX file of contact notes. Its rows are tried; nothing is brought in before it is started."""
    return Status(201, files.send(NOTES, file))


@operation(router, "GET", "/contact-note-files/{number}", "api-note-file", _MAY, FileOut)
def read_note_file(request: WorkRequest, number: str) -> FileOut:
    """One file of contact notes with its rows by verdict."""
    return files.read(NOTES, number)


@operation(router, "GET", "/contact-note-files/{number}/rows", "api-note-file-rows", _MAY, FileRows)
def read_note_rows(request: WorkRequest, number: str, page: int = Query(1, ge=1, le=100_000)) -> FileRows:
    """The verdict of each note: column, rule, reason and what to do; the case that it stands in."""
    return files.read_rows(NOTES, number, page, _numbers)


@operation(router, "POST", "/contact-note-files/{number}/start", "api-note-file-start", _MAY, DoneOut)
def start_note_file(request: WorkRequest, number: str) -> DoneOut:
    """Bring in the accepted notes of a file that was tried. Asked for twice, it is done once."""
    return files.begin(NOTES, number)


def _numbers(made: list[UUID]) -> dict[UUID, str]:
    return dict(ContactNote.objects.filter(pk__in=made).values_list("pk", "case__number"))
