"""Files of payment requests as a clerk sends them, for the tests of asking by file."""

import csv
import io
from typing import Any

from portal.kernel.sent_files.results import Received, Started
from portal.kernel.sent_files.services.receiving import receive, start
from portal.payments import jobs
from portal.payments.by_file.columns import LAYOUT
from portal.payments.models import PaymentRequest, RequestFile, RequestRow
from portal.payments.services.ask_by_file import REQUESTS
from portal.providers.models import Provider

ROW = {
    "payment": "P1M1",
    "claim_month": "2025-02",
    "basis": "certification",
    "services_described": "yes",
}


def sheet(rows: Any) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in LAYOUT.columns])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


class ByFile:
    """An EN's clerk with files, beside the desk."""

    def __init__(self, desk: Any) -> None:
        self.desk, self.world = desk, desk.world
        self.ein = Provider.objects.using("loader").get(pk=desk.en.pk).ein
        self.people = 0

    def holder(self, earned: dict[str, int] | None = None, **assignment: Any) -> tuple[str, Any]:
        """The SSN of a new Ticketholder, and the assignment."""
        self.people += 1
        ssn = f"90002{self.people:04d}"
        person = self.world.person(ssn=ssn)
        self.world.benefits(person)
        row = self.world.assignment(
            self.world.ticket(person), assignment.pop("en", self.desk.en), **assignment
        )
        for month, dollars in (earned or {"2025-02": 1200}).items():
            self.world.earnings(person, month, dollars)
        return ssn, row

    def row(self, number: str, **cells: str) -> dict[str, str]:
        """A row about the Ticketholder with this SSN."""
        return {"ein": self.ein, "ssn": number, **ROW, **cells}

    def sent(self, *rows: dict[str, str], actor: Any = None) -> RequestFile:
        """The file of these rows, tried."""
        with self.desk.unit_as(actor or self.desk.clerk):
            answer = receive(kind=REQUESTS, name="requests.csv", content=sheet(rows))
        assert isinstance(answer, Received)
        self.worked(answer.file)
        return RequestFile.objects.using("loader").get(pk=answer.file)

    def started(self, file: RequestFile) -> None:
        with self.desk.unit_as(self.desk.clerk):
            assert isinstance(start(kind=REQUESTS, file=file.pk), Started)

    def worked(self, file: Any) -> None:
        jobs.ask_by_file(str(file), str(self.desk.clerk.account))

    def submitted(self, *rows: dict[str, str]) -> list[RequestRow]:
        file = self.sent(*rows)
        self.started(file)
        self.worked(file.pk)
        return self.rows(file)

    def rows(self, file: RequestFile) -> list[RequestRow]:
        found = RequestRow.objects.using("loader").filter(file=file)
        return list(found.select_related("request").order_by("line"))

    def requests(self) -> Any:
        return PaymentRequest.objects.using("loader").order_by("pk")
