"""The rows of one request's record in one query, as the reader's walls show them."""

from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel.gathering import Part, gathered, statement
from portal.kernel.models import Duty, StoredFile
from portal.payments.models import Determination, PaymentRequest, RequestStep
from portal.tickets.models import Ticket

# The request is found once; the parts only name it.
_FOUND = """
with found as materialized (
    select id, ticket_id, submission_id from payments_paymentrequest where number = %(number)s::text
        and (%(organisation)s::uuid is null or organisation_id = %(organisation)s::uuid)),
    about as materialized (
        select id from found
        union all select draft_id from kernel_submission where id in (select submission_id from found))
"""
_OF_REQUEST = "t.request_id in (select id from found)"
_PARTS = {
    "requests": Part(PaymentRequest, "t.id in (select id from found)", ("organisation", "submission")),
    "tickets": Part(Ticket, "t.id in (select ticket_id from found)", ("person",), ("name",)),
    "steps": Part(RequestStep, _OF_REQUEST, sealed=("note",)),
    "determinations": Part(Determination, _OF_REQUEST),
    "duties": Part(Duty, "t.subject in (select id from found) and t.closed_at is null"),
    "files": Part(StoredFile, "t.subject in (select id from about)", sealed=("name",)),
}


class RecordRows(NamedTuple):
    """A request and what belongs to it, each in the order it is shown in; names, notes and file names are sealed."""

    request: PaymentRequest
    ticket: Ticket
    steps: list[RequestStep]
    determinations: list[Determination]
    duties: list[Duty]
    files: list[StoredFile]


@cache
def _statement() -> str:
    return _FOUND + statement(_PARTS)


def rows_of(number: str, organisation: UUID | None) -> RecordRows | None:
    """The rows of a request of this organisation (None: of any); None where the reader's walls hide it or its person."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"number": number, "organisation": organisation})
        found = gathered(_PARTS, cursor.fetchall())
    if not found["requests"] or not found["tickets"]:
        return None
    request, ticket = found["requests"][0], found["tickets"][0]
    if request.organisation is None or ticket.person is None:
        return None
    return RecordRows(
        request,
        ticket,
        sorted(found["steps"], key=lambda row: (row.at, row.version)),
        sorted(found["determinations"], key=lambda row: (row.at, row.pk)),
        sorted(found["duties"], key=lambda row: row.due_on),
        sorted(found["files"], key=lambda row: (row.uploaded_at, row.pk)),
    )
