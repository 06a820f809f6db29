"""Uploaded files: inspected before the unit, sealed, scanned by the worker, served only when clean."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.numbers import new_number
from portal.kernel.objects import store
from portal.kernel.outbox import enqueue
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.kernel.uploads import Accepted, Clean, Infected, Limits, Refused, Unavailable, inspect, scan
from portal.kernel.vault import Sealed
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place

log = logging.getLogger(__name__)
SCAN = "kernel.scan_file"
# Asked for in the unit that writes a verdict, with the `subject` the file is tied to: what waited can go on.
_after_verdict: list[str] = []
STATE_WORDS = {
    StoredFile.State.WAITING: "waiting for the malware scanner",
    StoredFile.State.CLEAN: "received and checked",
    StoredFile.State.INFECTED: "refused: the scanner found malware",
}


def after_verdict(task: str) -> None:
    """Enter a room's task (of its jobs.py) that is to run on the subject of a file whose verdict is there."""
    if task not in _after_verdict:
        _after_verdict.append(task)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that is what it says and may be taken."""

    accepted: Accepted
    content: bytes


@dataclass(frozen=True, slots=True)
class FileLine:
    """A stored file in a list."""

    id: UUID
    number: str
    name: str
    media_type: str
    size: int
    pages: int | None
    state: str
    state_words: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """A clean file, opened."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NotClean:
    """Why a file is not served."""

    sentence: str


def inspected(upload: "UploadedFile[bytes]") -> Inspected | Refused:
    """Judge an upload by its content. Call it before the service; it may take seconds."""
    limits = Limits(max_bytes=settings.PORTAL_UPLOAD_LIMIT)
    content = upload.read(limits.max_bytes + 1)
    answer = inspect(upload.name or "file", content, limits)
    return answer if isinstance(answer, Refused) else Inspected(answer, content)


def receive(
    *, inspected: Inspected, person: UUID, organisation: UUID, assignment: UUID, subject: UUID
) -> FileLine:
    """Seal and keep an inspected file about `person`, tied to `subject`, and have it scanned.

    The sealed content is written before the row commits: a unit that fails leaves bytes that nothing names.
    """
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("a file is received from a person")
    accepted, key, file = inspected.accepted, file_subject(person, organisation, assignment), new_id()
    row = StoredFile(
        id=file,
        number=new_number("FL"),
        organisation=organisation,
        person=person,
        subject=subject,
        name=vault.seal(vault.FILE, key, place("kernel_storedfile", "name", file), accepted.safe_name),
        media_type=accepted.media_type,
        size=accepted.size,
        pages=accepted.pages,
        digest=bytes.fromhex(accepted.sha256),
        uploaded_by=unit.actor.account,
        uploaded_at=unit.at,
    )
    store().put(file, vault.seal_file(key, place("kernel_storedfile", "content", file), inspected.content))
    row.save(force_insert=True)
    note("file-received", subject_kind="file", subject=file, people=[person], detail={"size": accepted.size})
    enqueue(SCAN, file)
    return line(row, accepted.safe_name)


def move(*, file: UUID, person: UUID, organisation: UUID, assignment: UUID, subject: UUID) -> None:
    """Seal a file under another key: it turned out whose it is. Nobody is shown it. Written as the system.

    The content is written before the row commits, and says itself which key opens it: a unit that fails leaves it
    readable.
    """
    row = StoredFile.objects.select_for_update().get(pk=file)
    seen, key = set(current().looked_at), file_subject(person, organisation, assignment)
    where = place("kernel_storedfile", "content", row.id)
    content = vault.open_file(store().get(row.id), where, row.person)
    current().looked_at.intersection_update(seen)
    [name] = vault.match([sealed_name(row)])
    store().put(row.id, vault.seal_file(key, where, content))
    row.name = vault.seal(vault.FILE, key, place("kernel_storedfile", "name", row.id), name)
    row.person, row.organisation, row.subject = person, organisation, subject
    row.save(update_fields=["name", "person", "organisation", "subject"])
    note("file-moved", subject_kind="file", subject=file, people=[person])


def tie(*, file: UUID, subject: UUID) -> None:
    """Tie a file to what was made from it: a draft, a request. Written as the system."""
    StoredFile.objects.filter(pk=file).update(subject=subject)
    note("file-tied", subject_kind="file", subject=file, detail={"subject": str(subject)})


def of(*subjects: UUID) -> list[FileLine]:
    """The files tied to these subjects that the actor's wall shows. Showing their names is a look."""
    rows = list(StoredFile.objects.filter(subject__in=subjects).order_by("uploaded_at", "id"))
    names = vault.show([sealed_name(row) for row in rows])
    return [line(row, name) for row, name in zip(rows, names, strict=True)]


def content(number: str) -> Content | NotClean | None:
    """A file for those in scope; None outside it. Only clean files are opened."""
    row = StoredFile.objects.filter(number=number).first()
    if row is None:
        return None
    if row.state != StoredFile.State.CLEAN:
        return NotClean(f"This file cannot be opened: {STATE_WORDS[StoredFile.State(row.state)]}.")
    where = place("kernel_storedfile", "content", row.id)
    return Content(
        vault.show([sealed_name(row)])[0],
        row.media_type,
        vault.open_file(store().get(row.id), where, row.person),
    )


def scan_now(file: UUID) -> StoredFile.State | None:
    """Ask the scanner about one waiting file; no answer leaves it waiting. Written as the system."""
    row = StoredFile.objects.select_for_update().filter(pk=file, state=StoredFile.State.WAITING).first()
    if row is None or not settings.PORTAL_CLAMD_SOCKET:
        return None
    # Opened for the scanner only; nobody is shown it, so the look is not written.
    where = place("kernel_storedfile", "content", row.id)
    verdict = scan(
        vault.open_file(store().get(row.id), where, row.person), socket=settings.PORTAL_CLAMD_SOCKET
    )
    current().looked_at.discard(row.person)
    match verdict:
        case Clean():
            row.state = StoredFile.State.CLEAN
        case Infected(name):
            row.state, row.finding = StoredFile.State.INFECTED, name
        case Unavailable(reason):
            log.warning("the malware scanner gave no verdict on %s: %s", row.number, reason)
            return None
    row.scanned_at = current().at
    row.save(update_fields=["state", "finding", "scanned_at"])
    note(
        "file-scanned", subject_kind="file", subject=row.id, people=[row.person], detail={"state": row.state}
    )
    for task in _after_verdict:
        enqueue(task, row.subject)
    return StoredFile.State(row.state)


def waiting() -> list[UUID]:
    """Files the scanner has not judged, the oldest first."""
    return list(
        StoredFile.objects.filter(state=StoredFile.State.WAITING)
        .order_by("uploaded_at")
        .values_list("id", flat=True)
    )


def sealed_name(row: StoredFile) -> Sealed:
    """A file's name, to be shown."""
    return Sealed(row.name, place("kernel_storedfile", "name", row.id), row.person)


def line(row: StoredFile, name: str) -> FileLine:
    """A row with its opened name, as lists show it."""
    return FileLine(
        row.id,
        row.number,
        name,
        row.media_type,
        row.size,
        row.pages,
        row.state,
        STATE_WORDS[StoredFile.State(row.state)],
        row.uploaded_at,
    )
