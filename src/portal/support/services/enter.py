"""Entering what a paper says, on behalf of who sent it. Its day of receipt counts; a paper is entered once (row L3)."""

from dataclasses import replace
from uuid import UUID

from portal.casework.results import NotFound as NoCase
from portal.casework.services.note_contact import Contact, NotNoted, note_contact
from portal.casework.services.unassign_case import unassign
from portal.earnings.services.recording import Paper, record_papers
from portal.kernel import files
from portal.kernel.models import StoredFile
from portal.kernel.outbox import enqueue
from portal.kernel.results import Answer, Changed, NotAllowed, NotFound
from portal.kernel.unit import as_system, current
from portal.payments.models import PaymentRequest
from portal.payments.services.judge_again import JUDGE_AGAIN
from portal.support.models import PaperItem
from portal.support.services.moving import make_move, refuse, take_hold
from portal.tickets.results import NotUnassigned
from portal.tickets.services.unassign import Asked

NO_SCAN = "This paper has no scan. Record it again with its scan, so that what is entered can be shown."
NOT_CLEAN = "The scan waits for the malware scanner, or was refused by it. Nothing is entered from it."
COPY = "The same scan was entered as {}. Keep this one as a copy."
OTHER_REQUEST = "That payment request is not one of this case. Choose it again."
RECORD = "record"
Held = PaperItem | Changed | NotAllowed | NotFound


def enter_unassignment(*, paper: UUID, version: int, asked: Asked) -> Answer:
    """Take the case's Ticket out of assignment as the paper asks; the day it came in is the paper's."""
    row = held(paper, version)
    if not isinstance(row, PaperItem) or row.case is None:
        return row if not isinstance(row, PaperItem) else NotFound()
    answer = unassign(asked=replace(asked, assignment=row.case, received_on=row.received_on))
    if isinstance(answer, NotUnassigned):
        return refuse(row, "enter", answer.sentence)
    return entered(row, answer.number)


def enter_note(*, paper: UUID, version: int, contact: Contact) -> Answer | NotNoted:
    """Write down the contact that the paper tells of, with the scan as its evidence."""
    row = held(paper, version)
    if not isinstance(row, PaperItem) or row.case is None:
        return row if not isinstance(row, PaperItem) else NotFound()
    file = row.file.number if row.file else ""
    answer = note_contact(
        case=row.case, contact=replace(contact, source="paper", file=file, import_key=f"paper/{row.pk}")
    )
    if isinstance(answer, NoCase):
        return NotFound()
    if isinstance(answer, NotNoted):
        refuse(row, "enter", "")
        return answer
    return entered(row, f"note of {contact.happened_on:%m/%d/%Y}")


def enter_evidence(*, paper: UUID, version: int, shows: Paper, request: str = "") -> Answer:
    """Keep what the paper shows of earnings, tied to a payment request of the case or on the Ticketholder's record.

    A request that waits for it is judged again.
    """
    row = held(paper, version, scan=True)
    if not isinstance(row, PaperItem) or row.person_id is None or row.organisation_id is None or not row.file:
        return row if not isinstance(row, PaperItem) else NotFound()
    found = PaymentRequest.objects.filter(number=request, assignment=row.case).first() if request else None
    if request and found is None:
        return NotAllowed(OTHER_REQUEST)
    subject = found.pk if found else row.pk
    with as_system():
        record_papers(
            row.person_id, row.organisation_id, subject, [replace(shows, file_number=row.file.number)]
        )
    if found is not None:
        tie(row, found.pk)
        enqueue(JUDGE_AGAIN, found.pk)
    return entered(row, found.number if found else RECORD)


def held(paper: UUID, version: int, *, scan: bool = False) -> Held:
    """The paper to enter: put to a case, its scan clean (and there, where it is `scan` that is entered), and no copy."""
    row = take_hold(paper, version, "enter")
    if not isinstance(row, PaperItem):
        return row
    if row.file is None:
        return refuse(row, "enter", NO_SCAN) if scan else row
    if row.file.state != StoredFile.State.CLEAN:
        return refuse(row, "enter", NOT_CLEAN)
    twin = (
        PaperItem.objects.filter(
            case=row.case, kind=row.kind, state=PaperItem.State.ENTERED, file__digest=row.file.digest
        )
        .values_list("number", flat=True)
        .first()
    )
    return row if twin is None else refuse(row, "enter", COPY.format(twin))


def tie(row: PaperItem, subject: UUID) -> None:
    """Tie the scan to what was made from it."""
    if row.file_id is not None:
        with as_system():
            files.tie(file=row.file_id, subject=subject)


def entered(row: PaperItem, number: str) -> Answer:
    """The paper has become what has this number."""
    unit = current()
    row.entered_as = number
    row.entered_by, row.entered_by_name, row.entered_at = unit.actor.account, unit.actor.name, unit.at
    return replace(make_move(row, "enter", entered_as=number), said=number)
