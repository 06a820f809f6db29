"""Payment requests by file: sent and tried, read row by row, started."""

from uuid import UUID

from django.http import Http404
from ninja import File, Query, Router, Status, UploadedFile

from portal.api.operations import operation
from portal.api.problems import Problem
from portal.api.schemas import DoneOut, FileOut, FileRowOut, FileRows
from portal.kernel.sent_files import reading
from portal.kernel.sent_files.reading import RowLine
from portal.kernel.sent_files.results import NotFound, NotYet, Received
from portal.kernel.sent_files.services.receiving import receive, start
from portal.kernel.tables_in import Unreadable
from portal.payments.models import PaymentRequest, RequestFile
from portal.payments.services.ask_by_file import REQUESTS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest

SIZE = 100
router = Router(tags=["Payment requests by file"])


@operation(
    router,
    "POST",
    "/payment-request-files",
    "api-request-files",
    Permission.REQUEST_PAYMENT,
    FileOut,
    status=201,
)
def send_file(request: WorkRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Send a CSV or XLSX file of payment requests. Its rows are tried; nothing is submitted before it is started."""
    match receive(kind=REQUESTS, name=file.name or "file", content=file.read()):
        case Received(number=number):
            return Status(201, _file(_found(number)))
        case Unreadable(sentence):
            raise Problem(422, sentence)
        case NotFound():
            raise Http404


@operation(
    router,
    "GET",
    "/payment-request-files/{number}",
    "api-request-file",
    Permission.REQUEST_PAYMENT,
    FileOut,
)
def read_file(request: WorkRequest, number: str) -> FileOut:
    """One file with its rows by verdict."""
    return _file(_found(number))


@operation(
    router,
    "GET",
    "/payment-request-files/{number}/rows",
    "api-request-file-rows",
    Permission.REQUEST_PAYMENT,
    FileRows,
)
def read_rows(request: WorkRequest, number: str, page: int = Query(1, ge=1, le=100_000)) -> FileRows:
    """The verdict of each row: column, rule, reason and what to do; the request that it became."""
    found = reading.rows(REQUESTS, _found(number), page=page, size=SIZE)
    numbers = _numbers([row.made for row in found.rows if row.made])
    return FileRows(
        page=found.number,
        size=SIZE,
        total=found.total,
        rows=[_row(one, numbers) for one in found.rows],
    )


@operation(
    router,
    "POST",
    "/payment-request-files/{number}/start",
    "api-request-file-start",
    Permission.REQUEST_PAYMENT,
    DoneOut,
)
def start_file(request: WorkRequest, number: str) -> DoneOut:
    """Submit the accepted rows of a file that was tried. Asked for twice, it is done once."""
    found = _found(number)
    match start(kind=REQUESTS, file=found.pk):
        case NotYet(sentence):
            raise Problem(422, sentence)
        case NotFound():
            raise Http404
    return DoneOut(number=number, state=_found(number).state)


def _found(number: str) -> RequestFile:
    found = RequestFile.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _file(file: RequestFile) -> FileOut:
    counts = reading.counts(REQUESTS, file)
    return FileOut(
        number=file.number,
        name=file.file_name,
        state=file.state,
        rows=file.rows_total,
        accepted=counts.accepted,
        already=counts.already,
        refused=counts.refused,
    )


def _numbers(made: list[UUID]) -> dict[UUID, str]:
    return dict(PaymentRequest.objects.filter(pk__in=made).values_list("pk", "number"))


def _row(row: RowLine, numbers: dict[UUID, str]) -> FileRowOut:
    return FileRowOut(
        line=row.line,
        verdict=row.verdict or "not-tried",
        reference=row.cells.get("reference", ""),
        request=numbers.get(row.made) if row.made else None,
        problems=row.problems,
    )
