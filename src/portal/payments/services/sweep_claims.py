"""The claims of a sweep: what the rules find on some Tickets, each claim a request like any other, made once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.numbers import new_number
from portal.kernel.sets import insert_rows
from portal.kernel.trail import Entry, note_many
from portal.kernel.unit import current
from portal.payments.claims import Claim, claim_of
from portal.payments.facts import Facts, asking, facts_of, records_of
from portal.payments.judging import Answered
from portal.payments.models import PaymentRequest, RequestStep, Sweep, SweepFinding
from portal.payments.moves import DRAFT, UNDECIDED, State, move_named
from portal.payments.records import Records
from portal.payments.services.determine_many import determine_rows
from portal.payments.services.steps import step_row
from portal.policy.core import Month
from portal.policy.payment_facts import parse, parse_beside
from portal.policy.records import PaymentFacts
from portal.policy.sweep import ORIGIN, Follows, Found, what_is_swept
from portal.tickets.locks import lock_tickets
from portal.tickets.models import Assignment

Became = SweepFinding.Became
_BECAME = {
    Follows.CLAIM: Became.CLAIMED,
    Follows.NOT_AVAILABLE: Became.NOT_AVAILABLE,
    Follows.LEAVE: Became.LEFT,
}
_NOT_GRANTED = (*UNDECIDED, State.DENIED)
# Without papers: what the sweep claims is on record.
_FORM = PaymentRequest.Form.EVIDENTIARY


class _On(NamedTuple):
    """What was found on one assignment's Ticket, and the request it has become or that was made before.

    `facts` are those it was found by, as they are kept and as the rules read them.
    """

    assignment: Assignment
    found: Found
    before: UUID | None
    request: PaymentRequest | None
    facts: Facts
    read: PaymentFacts


def judge_and_claim(sweep: Sweep, assignments: Sequence[UUID]) -> None:
    """Judge the Tickets of these assignments, claim what follows, and keep what was found."""
    rows = list(Assignment.objects.filter(pk__in=assignments).order_by("pk"))
    # Once the Tickets are locked, nothing that is judged by can change, and nobody asks for a payment on them.
    lock_tickets(row.ticket_id for row in rows)
    claims = [_any_claim(row, sweep) for row in rows]
    records = records_of(claims)
    found = [
        one for row, claim in zip(rows, claims, strict=True) for one in _found(row, claim, records, sweep)
    ]
    requests = [one.request for one in found if one.request]
    # In order, so that a later claim on a Ticket knows the earlier ones.
    for request, key in zip(requests, sorted(new_id() for _ in requests), strict=True):
        request.pk = key
    steps = [
        step_row(one, DRAFT, move_named("claim-by-sweep"), by_system=True, due_on=None) for one in requests
    ]
    insert_rows(requests)
    insert_rows(steps)
    insert_rows([_finding(sweep, one) for one in found])
    note_many(_entries(sweep, steps))
    for one in requests:
        # They are there now: to be saved is to be changed.
        one._state.adding = False
    known = {one.request.pk: _answered(one, one.request, records) for one in found if one.request}
    determine_rows(requests, known=known, records=records)


def _any_claim(row: Assignment, sweep: Sweep) -> Claim:
    """A claim to gather facts by: of what is asked nothing counts."""
    return Claim(
        row.ticket_id,
        row.person_id,
        row.organisation_id,
        PaymentRequest.Kind.P1M1.value,
        Month.of(sweep.as_of),
        sweep.as_of,
        _FORM.value,
        origin=ORIGIN,
    )


def _found(row: Assignment, claim: Claim, records: Records, sweep: Sweep) -> Iterator[_On]:
    facts = facts_of(claim, records, sweep.as_of)
    read = parse(facts)
    asked = [
        one for one in records.requests.get(row.ticket_id, ()) if one.organisation_id == row.organisation_id
    ]
    before = {(one.asks, one.claim_month): one.pk for one in asked}
    said = {one.asks for one in asked if one.origin == ORIGIN and one.state in _NOT_GRANTED}
    proven = {one.month for one in records.earnings.get(row.person_id, ()) if one.proven}
    number = records.number(row.organisation_id)
    for one in what_is_swept(read, number, sweep.as_of, said=said):
        earlier = before.get((one.kind, one.month))
        claimed = earlier is None and one.follows is not Follows.LEAVE
        request = _request(row, one, sweep, one.month in proven) if claimed else None
        yield _On(row, one, earlier, request, facts, read)


def _request(row: Assignment, found: Found, sweep: Sweep, proven: bool) -> PaymentRequest:
    return made(
        PaymentRequest,
        id=new_id(),
        number=new_number("PR"),
        organisation_id=row.organisation_id,
        ticket_id=row.ticket_id,
        person_id=row.person_id,
        assignment_id=row.pk,
        asks=found.kind,
        claim_month=found.month,
        form=_FORM,
        origin=PaymentRequest.Origin.SWEEP,
        earnings_already_proven=proven,
        state=State.SUBMITTED,
        version=1,
        submitted_on=sweep.as_of,
        submitted_at=current().at,
    )


def _answered(one: _On, request: PaymentRequest, records: Records) -> Answered:
    """The answer that is known already, with the facts of this very request."""
    facts = asking(one.facts, claim_of(request), records)
    return Answered(facts, parse_beside(facts, one.facts, one.read), one.found.decision)


def _finding(sweep: Sweep, one: _On) -> SweepFinding:
    became = Became.ASKED_BEFORE if one.before else _BECAME[one.found.follows]
    return made(
        SweepFinding,
        id=new_id(),
        sweep=sweep,
        organisation_id=one.assignment.organisation_id,
        assignment_id=one.assignment.pk,
        person_id=one.assignment.person_id,
        asks=one.found.kind,
        claim_month=one.found.month,
        became=became,
        why=" ".join(one.found.missing) if became == Became.LEFT else "",
        request_id=one.request.pk if one.request else one.before,
    )


def _entries(sweep: Sweep, steps: Iterable[RequestStep]) -> Iterator[Entry]:
    for step in steps:
        yield Entry(
            kind="request-claim-by-sweep",
            subject_kind="payment-request",
            subject=step.request_id,
            people=[step.request.person_id],
            detail={
                "from": step.from_state,
                "to": step.to_state,
                "version": step.version,
                "sweep": sweep.number,
            },
        )
