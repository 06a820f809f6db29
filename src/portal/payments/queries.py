"""Lists of payment requests and the ledger; the walls say which rows the reader gets."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from portal.kernel.actor import Wall
from portal.kernel.desk_lists import Which, part
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.numbers import read_number
from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist
from portal.payments.duties import ANALYST_QUEUE, RETURNED, SSA_QUEUE
from portal.payments.models import Award, Determination, LedgerEntry, PaymentRequest
from portal.payments.moves import STATE_WORDS
from portal.payments.rows import RequestRow, Where, all_of, of_ids, shown
from portal.policy.core import Month
from portal.tickets.queries import people_matching


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many requests the reader has in a state."""

    state: str
    words: str
    count: int


class QueueRow(NamedTuple):
    """A duty with its request, and what the rules last said of it."""

    duty: DutyLine
    request: RequestRow
    overdue: bool
    claimed_by_me: bool
    outcome: str
    primary: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger: either a debit or a credit, in whole cents."""

    on: date
    says: str
    account: str
    account_words: str
    organisation_name: str
    request_number: str
    debit_cents: int
    credit_cents: int


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One payment granted, with its dates."""

    kind: str
    kind_words: str
    month: Month
    amount_cents: int
    awarded_on: date
    paid_on: date | None
    reversed_on: date | None
    ticket_number: str
    request_number: str
    organisation_name: str


def requests(
    *,
    state: str = "",
    find: str = "",
    organisation: UUID | None = None,
    page: int = 1,
    size: int = 25,
    total: int | None = None,
) -> Page[RequestRow]:
    """Requests the reader may see, the newest first. `total`: how many are in the state, where `states` has said so.

    `find` is a request's, Ticketholder's or Ticket number, or part of a name. Names are sealed: finding by
    name opens those of all people with requests in the reader's scope, in memory.
    """
    where = [*_scoped(), *_of(organisation)]
    if state:
        where.append(Where("state = %s::text", (state,)))
    if find.strip():
        where.append(_finding(find.strip(), all_of(where)))
    chosen = all_of(where)
    if total is None or find.strip():
        [(total,)] = _asked(_COUNT, chosen)
    number, part = slice_of(page, size, total)
    return Page(shown(chosen, part=part), total, number, size)


class RequestLine(NamedTuple):
    """A request in the record of the person it is about, whose name stands above it."""

    number: str
    kind: str
    claim_month: Month
    state: str
    amount_cents: int | None
    submitted_on: date

    @property
    def kind_words(self) -> str:
        return str(PaymentRequest.Kind(self.kind).label)


_COUNT = "select count(*) from payments_paymentrequest where {where}"
_STATES = "select state, count(*) from payments_paymentrequest where {where} group by state"
_PEOPLE = "select distinct person_id from payments_paymentrequest where {where}"
# A number is that of a request, a Ticketholder, a Ticket or a submission.
_NUMBERED = """
(number = %s::text or person_id in (select id from tickets_person where number = %s::text)
    or ticket_id in (select id from tickets_ticket where number = %s::text)
    or submission_id in (select id from kernel_submission where number = %s::text))
"""
# Text made once: a queryset of it takes longer to build than to ask.
_OF_PERSON = """
select number, asks, claim_month, state, amount_cents, submitted_on from payments_paymentrequest
where person_id = %s::uuid and (%s::uuid is null or organisation_id = %s::uuid)
order by submitted_on desc, id desc limit %s::int
"""


def requests_of(person: UUID, *, at_most: int) -> list[RequestLine]:
    """The latest requests about a person in the reader's sight, the newest first."""
    actor = current().actor
    own = actor.organisation if actor.wall is Wall.ORGANISATION else None
    with connection.cursor() as cursor:
        cursor.execute(_OF_PERSON, [person, own, own, at_most])
        return [RequestLine(*row)._replace(claim_month=Month.of(row[2])) for row in cursor.fetchall()]


def states() -> list[StateCount]:
    """Every state with the number of the reader's requests in it, in the order of the table of moves."""
    counts = dict(_asked(_STATES, all_of(_scoped())))
    return [
        StateCount(state.value, STATE_WORDS[state.value], counts.get(state.value, 0))
        for state in PaymentRequest.State
    ]


def analyst_queue(which: Which = Which.ALL, *, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """A part of the requests left to a person, by due date."""
    return _queue(ANALYST_QUEUE, which, page=page, size=size)


def ssa_queue(*, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """Requests referred to Social Security, by due date."""
    return _queue(SSA_QUEUE, page=page, size=size)


def returned(*, page: int = 1, size: int = 25) -> Page[QueueRow]:
    """The organisation's requests that wait for its answer, by due date."""
    return _queue(RETURNED, page=page, size=size)


def ledger(
    *, organisation: UUID | None = None, request: UUID | None = None, page: int = 1, size: int = 25
) -> Page[LedgerLine]:
    """Entries of the ledger, the newest first, for staff; a provider's view of them is `awarded`."""
    rows = LedgerEntry.objects.all()
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if request is not None:
        rows = rows.filter(transaction__award__request=request)
    total = rows.count()
    number, part = slice_of(page, size, total)
    entries = rows.select_related("transaction__award__request", "organisation")
    chosen = entries.order_by("-transaction__at", "-transaction_id", "-cents", "id")[part]
    return Page([_ledger_line(entry) for entry in chosen], total, number, size)


def awarded(*, organisation: UUID | None = None, page: int = 1, size: int = 25) -> Page[AwardLine]:
    """Payments granted to the reader's organisation, or to all for staff, the newest first."""
    rows = Award.objects.all()
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    total = rows.count()
    number, part = slice_of(page, size, total)
    chosen = rows.select_related("ticket", "request", "organisation").order_by("-awarded_on", "-id")[part]
    return Page([_award_line(row) for row in chosen], total, number, size)


def balances(*, organisation: UUID | None = None) -> dict[str, int]:
    """The sum of each account in whole cents; over all of them it is zero."""
    rows = LedgerEntry.objects.all()
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    sums = dict(rows.values_list("account").annotate(total=Sum("cents")).values_list("account", "total"))
    return {account.value: sums.get(account.value, 0) for account in LedgerEntry.Account}


def _scoped() -> list[Where]:
    actor = current().actor
    return _of(actor.organisation) if actor.wall is Wall.ORGANISATION else []


def _of(organisation: UUID | None) -> list[Where]:
    return [] if organisation is None else [Where("organisation_id = %s::uuid", (organisation,))]


def _finding(text: str, among: Where) -> Where:
    number = read_number(text)
    if number is not None:
        return Where(_NUMBERED, (number,) * _NUMBERED.count("%s"))
    rows = _asked(_PEOPLE, among)
    people = people_matching(" ".join(text.split()), [person for (person,) in rows])
    return Where("person_id = any(%s::uuid[])", (list(people),))


def _asked(text: str, where: Where) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text.format(where=where.text), where.parameters)
        return list(cursor.fetchall())


def _queue(worklist: Worklist, which: Which = Which.ALL, *, page: int, size: int) -> Page[QueueRow]:
    rows = part(worklist, which)
    total = rows.count()
    number, here = slice_of(page, size, total)
    return Page(_queue_rows(list(rows[here])), total, number, size)


def _queue_rows(rows: list[Duty]) -> list[QueueRow]:
    unit = current()
    wanted = [row.subject for row in rows]
    lines = {one.id: one for one in of_ids(wanted)}
    said = {
        determination.request_id: determination.shown
        for determination in Determination.objects.filter(request__in=wanted).order_by("at")
    }
    return [
        QueueRow(
            line(row),
            lines[row.subject],
            row.due_on < unit.on,
            row.claimed_by is not None and row.claimed_by == unit.actor.account,
            said.get(row.subject, {}).get("outcome", ""),
            ((said.get(row.subject) or {}).get("primary") or {}).get("says", ""),
        )
        for row in rows
        if row.subject in lines
    ]


def _award_line(row: Award) -> AwardLine:
    return AwardLine(
        row.kind,
        str(PaymentRequest.Kind(row.kind).label),
        row.month,
        row.amount_cents,
        row.awarded_on,
        row.paid_on,
        row.reversed_on,
        row.ticket.number,
        row.request.number if row.request else "",
        row.organisation.name,
    )


def _ledger_line(entry: LedgerEntry) -> LedgerLine:
    award = entry.transaction.award
    return LedgerLine(
        entry.transaction.on,
        entry.transaction.says,
        entry.account,
        str(LedgerEntry.Account(entry.account).label),
        entry.organisation.name,
        award.request.number if award and award.request else "",
        max(entry.cents, 0),
        max(-entry.cents, 0),
    )
