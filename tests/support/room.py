"""What the tests of the mail room share: two people who work there, and an EN whose papers come in."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel import files
from portal.kernel.actor import Actor
from portal.kernel.files import Inspected
from portal.kernel.models import Duty, StoredFile
from portal.kernel.results import Done
from portal.policy.roles import Role
from portal.support.models import PaperItem
from portal.support.services.index import index
from portal.support.services.receive import Received, receive
from tests.casework.office import Office

CAME_IN = date(2025, 12, 11)


def pdf(pages: int = 1) -> bytes:
    """A scan; each number of pages is another one."""
    content, document = BytesIO(), pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    document.save(content, static_id=True)
    return content.getvalue()


def scanned(content: bytes) -> Inspected:
    found = files.inspected(SimpleUploadedFile("fax.pdf", content))
    assert isinstance(found, Inspected)
    return found


class Room(Office):
    """The casework office with the program manager's mail room."""

    def __init__(self, world: Any, unit_as: Any) -> None:
        super().__init__(world, unit_as)
        self.tpm = world.organisation("Program Manager", "TPM")
        self.clerk = self.person(self.tpm, Role.TPM_BENEFICIARY_SUPPORT, "Mia Mailroom")
        self.second = self.person(self.tpm, Role.TPM_INTEGRITY_REVIEWER, "Rita Reviewer")

    def received(self, kind: str = "note", *, scan: bytes | None = None, **more: Any) -> PaperItem:
        """A paper that came in on 11 December 2025."""
        given = {"once": uuid4(), "channel": "fax", "received_on": CAME_IN, "sender": "First EN", **more}
        with self.unit_as(self.clerk):
            answer = receive(
                paper=Received(kind=kind, **given), scan=scanned(scan) if scan is not None else None
            )
        assert isinstance(answer, Done), answer
        return self.paper(answer.subject)

    def indexed(self, kind: str, case: str, *, scan: bytes | None = None) -> PaperItem:
        """A paper put to a case; its scan was found clean."""
        row = self.received(kind, scan=scan)
        with self.unit_as(self.clerk):
            answer = index(paper=row.pk, version=row.version, case=case, kind=kind)
        assert isinstance(answer, Done), answer
        self.clean(row)
        return self.paper(row.pk)

    def clean(self, paper: PaperItem) -> None:
        StoredFile.objects.using("loader").filter(pk=paper.file_id).update(state="clean")

    def paper(self, paper: UUID) -> PaperItem:
        return PaperItem.objects.using("loader").select_related("file").get(pk=paper)

    def does(self, service: Any, paper: PaperItem, actor: Actor | None = None, **typed: Any) -> Any:
        """What somebody of the mail room is answered."""
        with self.unit_as(actor or self.clerk):
            return service(paper=paper.pk, version=paper.version, **typed)

    def duty(self, paper: PaperItem) -> Duty | None:
        return Duty.objects.using("loader").filter(subject=paper.pk, closed_at=None).first()
