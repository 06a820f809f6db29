"""A payment request as lists show it: a page of them in one query, with whose Ticket each is about."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.payments.models import PaymentRequest
from portal.payments.moves import STATE_WORDS
from portal.payments.next_steps import next_step
from portal.policy.core import Month
from portal.tickets.queries import OnTicket, sealed_of

# Text made once: as querysets these take longer to build and to read than the database needs to answer them. The
# page is chosen first: before the walls' own conditions a page of rows does not look small, and the database would
# read every person there is.
_CHOSEN = """
with chosen as materialized (
    select id, number, version, person_id, ticket_id, organisation_id, asks, claim_month, form, origin, state,
        amount_cents, denial_code, submitted_on, decided_on
    from payments_paymentrequest where {where} order by submitted_on desc, id desc limit %s::int offset %s::int)
select r.id, r.number, r.version, r.person_id, r.organisation_id, o.name, r.asks, r.claim_month, r.form, r.origin,
    r.state, r.amount_cents, r.denial_code, r.submitted_on, r.decided_on,
    (select s.due_on from payments_requeststep s where s.request_id = r.id order by s.at desc, s.version desc limit 1),
    t.number, p.number, p.name
from chosen r join people_organisation o on o.id = r.organisation_id
    join tickets_ticket t on t.id = r.ticket_id join tickets_person p on p.id = t.person_id
order by r.submitted_on desc, r.id desc
"""
_KINDS = {kind.value: str(kind.label) for kind in PaymentRequest.Kind}
_FORMS = {form.value: str(form.label) for form in PaymentRequest.Form}
# More than any list has.
_ALL = 1_000_000_000


class Where(NamedTuple):
    """A condition on requests: SQL of our own, in which every value is a parameter with its type."""

    text: str
    parameters: tuple[Any, ...] = ()


class RequestRow(NamedTuple):
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
    by_sweep: bool
    state: str
    state_words: str
    amount_cents: int | None
    denial_code: str
    submitted_on: date
    decided_on: date | None
    next_step: str
    next_by: date | None


def all_of(conditions: Iterable[Where]) -> Where:
    """All of these together."""
    parts = list(conditions)
    values = tuple(value for part in parts for value in part.parameters)
    return Where(" and ".join(part.text for part in parts) or "true", values)


def of_ids(requests: Iterable[UUID]) -> list[RequestRow]:
    """The lines of these requests, as `shown`."""
    return shown(Where("id = any(%s::uuid[])", (list(requests),)))


def of_number(number: str) -> RequestRow | None:
    """The line of the request with this number, as `shown`; None outside the reader's scope."""
    return next(iter(shown(Where("number = %s::text", (number,)))), None)


def shown(where: Where, *, part: slice = slice(0, _ALL)) -> list[RequestRow]:
    """The lines of a part of the requests, the newest first; showing the names is a look at each person.

    A request about somebody the reader has no sight of any more has no line.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CHOSEN.format(where=where.text), [*where.parameters, part.stop - part.start, part.start]
        )
        found = cursor.fetchall()
    opened = vault.show([sealed_of(row[-1], row[3]) for row in found])
    return [_row(row, name) for row, name in zip(found, opened, strict=True)]


def _row(row: tuple[Any, ...], name: str) -> RequestRow:
    request, number, version, person, organisation, organisation_name, kind, month, form, origin, *rest = row
    state, cents, code, submitted_on, decided_on, next_by, ticket_number, person_number, _ = rest
    return RequestRow(
        request,
        number,
        version,
        person,
        person_number,
        name,
        ticket_number,
        organisation,
        organisation_name,
        kind,
        _KINDS[kind],
        Month.of(month),
        form,
        _FORMS[form],
        origin == PaymentRequest.Origin.SWEEP,
        state,
        STATE_WORDS[state],
        cents,
        code,
        submitted_on,
        decided_on,
        next_step(state),
        next_by,
    )


def line(row: PaymentRequest, holder: OnTicket, next_by: date | None) -> RequestRow:
    """A row with its organisation and whose Ticket it is about, as lists and its record show it."""
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
        _KINDS[row.asks],
        row.claim_month,
        row.form,
        _FORMS[row.form],
        row.origin == PaymentRequest.Origin.SWEEP,
        row.state,
        STATE_WORDS[row.state],
        row.amount_cents,
        row.denial_code,
        row.submitted_on,
        row.decided_on,
        next_step(row.state),
        next_by,
    )
