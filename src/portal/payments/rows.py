"""A payment request as lists show it: loaded for a page of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from portal.payments.models import PaymentRequest
from portal.payments.moves import STATE_WORDS
from portal.payments.next_steps import next_step
from portal.payments.receipts import LAST_DUE
from portal.policy.core import Month
from portal.tickets.queries import OnTicket, on_tickets


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One line of a list of requests. `next_by` is the date the next step is due, where one is."""

    id: UUID
    number: str
    version: int
    person: UUID
    person_number: str
    name: str
    ticket_number: str
    organisation: UUID
    organisation_name: str
    kind: str
    kind_words: str
    claim_month: Month
    form: str
    form_words: str
    state: str
    state_words: str
    amount_cents: int | None
    denial_code: str
    submitted_on: date
    decided_on: date | None
    next_step: str
    next_by: date | None


def with_all(rows: QuerySet[PaymentRequest]) -> QuerySet[PaymentRequest]:
    """The rows with what a line needs, in one query.

    Not joined with Tickets and people: before the walls' own conditions a page of rows does not look small, and the
    database would read every person there is. `shown` fetches those of the page.
    """
    return rows.select_related("organisation").annotate(next_by=LAST_DUE)


def shown(rows: Iterable[PaymentRequest]) -> Sequence[RequestRow]:
    """Lines of these rows (from `with_all`); showing the names is a look at each person.

    A request about somebody the reader has no sight of any more has no line.
    """
    page = list(rows)
    found = on_tickets({row.ticket_id for row in page})
    return [_line(row, found[row.ticket_id]) for row in page if row.ticket_id in found]


def _line(row: PaymentRequest, holder: OnTicket) -> RequestRow:
    return RequestRow(
        row.pk,
        row.number,
        row.version,
        row.person_id,
        holder.person_number,
        holder.name,
        holder.ticket_number,
        row.organisation_id,
        row.organisation.name,
        row.asks,
        str(PaymentRequest.Kind(row.asks).label),
        row.claim_month,
        row.form,
        str(PaymentRequest.Form(row.form).label),
        row.state,
        STATE_WORDS[row.state],
        row.amount_cents,
        row.denial_code,
        row.submitted_on,
        row.decided_on,
        next_step(row.state),
        row.next_by,  # type: ignore[attr-defined]
    )
