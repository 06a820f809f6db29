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
from portal.tickets.queries import names


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
    """The rows with what a line needs, in one query."""
    return rows.select_related("person", "ticket", "organisation").annotate(next_by=LAST_DUE)


def shown(rows: Iterable[PaymentRequest]) -> Sequence[RequestRow]:
    """Lines of these rows (from `with_all`); showing the names is a look at each person."""
    page = list(rows)
    opened = names({row.person_id for row in page})
    return [_line(row, opened.get(row.person_id, "")) for row in page]


def _line(row: PaymentRequest, name: str) -> RequestRow:
    return RequestRow(
        row.pk,
        row.number,
        row.version,
        row.person_id,
        row.person.number,
        name,
        row.ticket.number,
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
