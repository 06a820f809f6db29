"""What a determination changes in the facts of the next one on the same Ticket, before anything is written."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.unit import current
from portal.payments.judging import paid_month
from portal.payments.models import PaymentRequest
from portal.payments.records import ORDERS, Records
from portal.payments.services.determine import window
from portal.payments.services.writing_many import Determined
from portal.policy.core import Month


class _Award(NamedTuple):
    """An award as `records` reads it."""

    pk: UUID
    ticket_id: UUID
    organisation_id: UUID
    kind: str
    month: Month
    amount_cents: int
    paid_on: date | None
    awarded_on: date


class _Asked(NamedTuple):
    """A request as `records` reads it."""

    pk: UUID
    ticket_id: UUID
    organisation_id: UUID
    origin: str
    state: str
    asks: str
    claim_month: Month
    submitted_on: date
    submitted_at: datetime


def enter(records: Records, case: Determined) -> None:
    """Enter in the records what the rows will say once they are written."""
    _request(records, case)
    if case.follows.determined == "approve":
        month = paid_month(case.decision, case.request.claim_month)
        _award(records, case, month)
        if case.request.form == PaymentRequest.Form.EVIDENTIARY:
            _proven(records, case, set(window(case.request.asks, month)))


def _request(records: Records, case: Determined) -> None:
    row = case.request
    now = _Asked(
        row.pk,
        row.ticket_id,
        row.organisation_id,
        row.origin,
        case.follows.move.to,
        row.asks,
        row.claim_month,
        row.submitted_on,
        row.submitted_at,
    )
    others = [one for one in records.requests.get(row.ticket_id, ()) if one.pk != row.pk]
    records.requests[row.ticket_id] = _sorted("requests", [*others, now])


def _award(records: Records, case: Determined, month: Month) -> None:
    row = case.request
    now = _Award(
        new_id(),
        row.ticket_id,
        row.organisation_id,
        row.asks,
        month,
        case.follows.amount_cents or 0,
        None,
        current().on,
    )
    records.awards[row.ticket_id] = _sorted("awards", [*records.awards.get(row.ticket_id, ()), now])


def _proven(records: Records, case: Determined, months: set[Month]) -> None:
    row = case.request
    if row.person_id in records.earnings:
        records.earnings[row.person_id] = [
            one._replace(proven=True)
            if one.given_to_id == row.organisation_id and one.month in months
            else one
            for one in records.earnings[row.person_id]
        ]


def _sorted(part: str, rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (*(getattr(row, name) for name in ORDERS[part]), row.pk))
