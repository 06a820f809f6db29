"""Determining many requests at once: the policy, rows and trail of `determine`, in a constant number of statements.

Requests of one Ticket are determined in the order in which they came, since each changes the facts of the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.models import StoredFile
from portal.kernel.unit import current
from portal.payments.claims import claim_of
from portal.payments.course import Course, course
from portal.payments.facts import facts_of, records_of
from portal.payments.judging import Answered, answer
from portal.payments.models import PaymentRequest
from portal.payments.moves import ENDED, State
from portal.payments.records import Records
from portal.payments.services.determine import TRIES, determine
from portal.payments.services.following import enter
from portal.payments.services.writing_many import Determined, write
from portal.policy.written import texts
from portal.tickets.locks import lock_tickets

# Tickets locked by one unit; PostgreSQL's table of locks is shared by all.
AT_ONCE = 1000


def determine_many(requests: Sequence[UUID], *, tell: bool = True) -> dict[UUID, str]:
    """Let the rules determine submitted requests, as `determine` would one by one; the state of each now.

    At most AT_ONCE requests. Their Tickets are locked, then they are read: what somebody else has determined
    meanwhile is left as it is, so that running this twice changes nothing. Run by the worker, as the system.
    `tell`: with a mail about each; where the caller tells of all together, none.
    """
    if len(requests) > AT_ONCE:
        raise ValueError(f"{len(requests)} requests at once; {AT_ONCE} are the most")
    wanted = PaymentRequest.objects.filter(pk__in=requests)
    lock_tickets(wanted.values_list("ticket_id", flat=True))
    rows = list(wanted.select_for_update(of=("self",)).select_related("submission").order_by("pk"))
    determine_rows(rows, tell=tell)
    return {row.pk: row.state for row in rows}


def determine_rows(
    rows: Sequence[PaymentRequest],
    *,
    known: Mapping[UUID, Answered] | None = None,
    records: Records | None = None,
    tell: bool = True,
) -> None:
    """The same for requests that the caller has made or read, with their Tickets locked.

    `known`: answers of the rules that the caller has already; each holds as long as the facts are the same, and serves
    to read no fact twice.
    `records`: what stands on record about the Tickets, with these requests, where the caller has read it.
    """
    waiting = [row for row in rows if row.state == State.SUBMITTED]
    waiting.sort(key=lambda row: (row.submitted_at, row.pk))
    if waiting:
        _determine_all(waiting, known or {}, records, tell=tell)


def _determine_all(
    rows: list[PaymentRequest], known: Mapping[UUID, Answered], records: Records | None, *, tell: bool
) -> None:
    """What keeps breaking a constraint, because it was paid by another way, is left to `determine`."""
    before = [dict(row.__dict__) for row in rows]
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                write(_judged(rows, known, records), tell=tell)
                return
        except IntegrityError:
            records = None
            for row, values in zip(rows, before, strict=True):
                row.__dict__.update(values)
    for row in rows:
        determine(row)


def _judged(
    rows: Sequence[PaymentRequest], known: Mapping[UUID, Answered], records: Records | None
) -> Iterator[Determined]:
    """What is determined on each, in their order; a request whose papers are still being scanned is left out.

    Requests of one Ticket change the facts of the next: what each brings about is entered in the records.
    """
    twins, scanning, on = _with_twin(rows), _scanning(rows), current().on
    claims = [claim_of(row) for row in rows]
    records = records or records_of(claims)
    for row, claim in zip(rows, claims, strict=True):
        stated = facts_of(claim, records, on)
        _, read, decision = answer(stated, known.get(row.pk))
        follows: Course | None = course(decision, twin=row.pk in twins, scanning=row.pk in scanning)
        if follows is None:
            continue
        written = texts(decision, stated["request"]["provider"], read)
        case = Determined(row, stated, decision, written, follows)
        enter(records, case)
        yield case


def _with_twin(rows: Sequence[PaymentRequest]) -> set[UUID]:
    """The requests whose provider has the same claim open or paid already."""
    others = (
        PaymentRequest.objects.filter(ticket__in={row.ticket_id for row in rows})
        .exclude(state__in=ENDED)
        .values_list("pk", "ticket", "organisation", "asks", "claim_month")
    )
    claims: dict[tuple[object, ...], set[UUID]] = {}
    for pk, *claim in others:
        claims.setdefault(tuple(claim), set()).add(pk)
    return {
        row.pk
        for row in rows
        if claims.get((row.ticket_id, row.organisation_id, row.asks, row.claim_month), set()) - {row.pk}
    }


def _scanning(rows: Sequence[PaymentRequest]) -> set[UUID]:
    """The requests with a paper that still waits for the scanner."""
    subjects = {one for row in rows if row.submission for one in (row.submission.draft_id, row.pk)}
    waiting = StoredFile.objects.filter(subject__in=subjects, state=StoredFile.State.WAITING)
    waited_for = set(waiting.values_list("subject", flat=True))
    return {
        row.pk
        for row in rows
        if row.submission is not None and not waited_for.isdisjoint((row.submission.draft_id, row.pk))
    }
