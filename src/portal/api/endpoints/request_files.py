"""Payment requests by file."""

from uuid import UUID

from ninja import File, Query, Router, Status, UploadedFile

from portal.api import files
from portal.api.operations import operation
from portal.api.schemas import DoneOut, FileOut, FileRows
from portal.payments.models import PaymentRequest
from portal.payments.services.ask_by_file import REQUESTS
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest

router = Router(tags=["Payment requests by file"])
_MAY = Permission.REQUEST_PAYMENT


@operation(router, "POST", "/payment-request-files", "api-request-files", _MAY, FileOut, status=201)
def send_file(request: WorkRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Send a CSV or XLSX file of payment requests. Its rows are tried; nothing is submitted before it is started."""
    return Status(201, files.send(REQUESTS, file))


@operation(router, "GET", "/payment-request-files/{number}", "api-request-file", _MAY, FileOut)
def read_file(request: WorkRequest, number: str) -> FileOut:
    """One file with its rows by verdict."""
    return files.read(REQUESTS, number)


@operation(router, "GET", "/payment-request-files/{number}/rows", "api-request-file-rows", _MAY, FileRows)
def read_rows(request: WorkRequest, number: str, page: int = Query(1, ge=1, le=100_000)) -> FileRows:
    """The verdict of each row: column, rule, reason and what to do; the request that it became."""
    return files.read_rows(REQUESTS, number, page, _numbers)


@operation(router, "POST", "/payment-request-files/{number}/start", "api-request-file-start", _MAY, DoneOut)
def start_file(request: WorkRequest, number: str) -> DoneOut:
    """Submit the accepted rows of a file that was tried. Asked for twice, it is done once."""
    return files.begin(REQUESTS, number)


def _numbers(made: list[UUID]) -> dict[UUID, str]:
    return dict(PaymentRequest.objects.filter(pk__in=made).values_list("pk", "number"))
