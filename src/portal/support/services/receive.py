"""Recording what came in: its day of receipt, its scan, and what can be read of whom it is about (row L3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.kernel import files
from portal.kernel.files import Inspected
from portal.kernel.models import StoredFile
from portal.kernel.numbers import new_number
from portal.kernel.results import Answer, Done, NotAllowed
from portal.kernel.unit import as_system, current
from portal.support.models import PaperItem
from portal.support.moves import OUTSIDE, may_move, move_named
from portal.support.sealing import of_its_own, seal_note
from portal.support.services.moving import make_move

NOT_YET = "A paper cannot have come in after today."


@dataclass(frozen=True, slots=True)
class Received:
    """A paper as it is recorded. `once` makes a form that is sent twice count once; `note` is sealed."""

    once: UUID
    kind: str
    channel: str
    received_on: date
    pages: int | None = None
    sender: str = ""
    note: str = ""


def receive(*, paper: Received, scan: Inspected | None = None) -> Answer:
    """Record a paper. It waits to be put to a case; its scan waits for the malware scanner."""
    unit = current()
    refused = may_move(OUTSIDE, move_named("receive"), unit.actor)
    if refused is not None or unit.actor.account is None:
        return NotAllowed(refused.sentence if refused else "")
    if paper.received_on > unit.on:
        return NotAllowed(NOT_YET)
    there = PaperItem.objects.filter(pk=paper.once).first()
    if there is not None:
        return Done(there.pk, there.number, there.state)
    row = PaperItem(
        id=paper.once,
        number=new_number("PA"),
        kind=paper.kind,
        channel=paper.channel,
        received_on=paper.received_on,
        pages=paper.pages or (scan.accepted.pages if scan else None),
        sender=paper.sender.strip(),
        recorded_by=unit.actor.account,
        recorded_by_name=unit.actor.name,
        recorded_at=unit.at,
    )
    row.note = seal_note(row, paper.note.strip())
    if scan is not None:
        row.file = _kept(row.pk, scan)
    return make_move(row, "receive", kind=row.kind, channel=row.channel)


def _kept(paper: UUID, scan: Inspected) -> StoredFile:
    """The scan under the paper's own key: whom it is about nobody has said yet."""
    own = of_its_own(paper)
    with as_system():
        kept = files.receive(
            inspected=scan,
            person=own.person,
            organisation=own.organisation,
            assignment=own.case,
            subject=paper,
        )
        return StoredFile.objects.get(pk=kept.id)
