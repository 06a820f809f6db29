"""Files of payment requests in the table: what stands in an address, what is sent. Written by hand."""

from typing import Any, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.vault.keys import file_subject
from portal.kernel.vault.sealing import place
from portal.payments.models import PaymentRequest, RequestFile, RequestRow
from portal.people.models import Organisation
from tests.world import LONG_AGO, World

OF_A_FILE = ("request-file", "request-file-start", "request-file-refused")


class Papers(Protocol):
    """What `program.Case` has of one provider and Ticketholder."""

    open: PaymentRequest


def arguments(papers: Papers, name: str) -> dict[str, Any] | None:
    """What the address names; None for one of other pages."""
    if name == "request-file-template":
        return {"kind": "csv"}
    if name not in OF_A_FILE:
        return None
    number = RequestFile.objects.using("loader").get(organisation=papers.open.organisation_id).number
    return {"number": number, **({"kind": "csv"} if name.endswith("refused") else {})}


def sent(name: str) -> dict[str, Any] | None:
    """A file whose one row nobody can read: it is tried all the same."""
    if name != "request-files":
        return None
    columns = "ein,ssn,payment,claim_month,basis"
    return {"sheet": SimpleUploadedFile("requests.csv", f"{columns}\n1,2,3,4,5".encode())}


def enter_request_file(world: World, organisation: Organisation) -> None:
    """A row more in the organisation's one file that was tried: it names nobody known."""
    file = RequestFile.objects.using("loader").filter(organisation=organisation).first()
    if file is None:
        file = RequestFile(
            kind="payment-requests",
            number=new_number("RF"),
            organisation=organisation,
            file_name="requests.csv",
            sha256="",
            sent_by=new_id(),
            sent_by_name="Somebody",
            sent_at=LONG_AGO,
            rows_total=1,
        )
        world.add(file)
    line = 2 + RequestRow.objects.using("loader").filter(file=file).count()
    row = RequestRow(file=file, organisation=organisation, line=line, tried="refused")
    key = file_subject(file.pk, organisation.pk, file.pk)
    row.cells = vault.seal(vault.FILE, key, place("payments_requestrow", "cells", row.pk), "{}")
    world.add(row)
