"""Ticketholders of the organisation, what can still be claimed for them, and whose Ticket can be assigned."""

from django.http import Http404
from ninja import Query, Router, Status

from portal.api.operations import operation
from portal.api.problems import Problem
from portal.api.schemas import (
    AnswerOut,
    AssignabilityIn,
    AssignmentOut,
    ClaimableOut,
    ClaimablePage,
    SsnIn,
    TicketholderOut,
    TicketholderPage,
)
from portal.payments.available import open_to_claim
from portal.payments.services.look_up import Found, NoTicket, look_up
from portal.policy.roles import Permission
from portal.tickets import checks
from portal.tickets.queries import (
    AssignmentLine,
    HolderRecord,
    Scope,
    holders,
    ticketholder,
    ticketholder_by_id,
)
from portal.tickets.services.check import Checked, check
from portal.web.pages import WorkRequest

SIZE = 100
router = Router(tags=["Ticketholders"])


@operation(
    router, "GET", "/ticketholders", "api-ticketholders", Permission.READ_TICKETHOLDERS, TicketholderPage
)
def list_ticketholders(
    request: WorkRequest, scope: Scope = Scope.NOW, page: int = Query(1, ge=1, le=100_000)
) -> TicketholderPage:
    """Ticketholders assigned to your organization, the latest assigned first, one entry an assignment."""
    found = holders(scope=scope, order="assigned", page=page, size=SIZE)
    rows = [
        TicketholderOut(number=row.number, name=row.name, assignments=[_assignment(row.assignment)])
        for row in found.rows
    ]
    return TicketholderPage(page=found.number, size=SIZE, total=found.total, ticketholders=rows)


@operation(
    router,
    "POST",
    "/ticketholders/find",
    "api-ticketholder-find",
    Permission.REQUEST_PAYMENT,
    TicketholderOut,
)
def find_ticketholder(request: WorkRequest, body: SsnIn) -> TicketholderOut:
    """Find a Ticketholder of your organization by Social Security number; misses are counted."""
    match look_up(ssn=body.ssn):
        case Found(person=person):
            record = ticketholder_by_id(person)
            if record is None:
                raise Http404
            return _holder(record)
        case NoTicket(sentence):
            raise Problem(404, f"{sentence}.")
        case answer:
            raise Problem(429, answer.sentence)


@operation(
    router,
    "GET",
    "/ticketholders/{number}",
    "api-ticketholder",
    Permission.READ_TICKETHOLDERS,
    TicketholderOut,
)
def read_ticketholder(request: WorkRequest, number: str) -> TicketholderOut:
    """One Ticketholder with every assignment to your organization."""
    return _holder(held(number))


@operation(
    router,
    "GET",
    "/ticketholders/{number}/claims",
    "api-ticketholder-claims",
    Permission.READ_TICKETHOLDERS,
    ClaimablePage,
)
def list_claims(request: WorkRequest, number: str) -> ClaimablePage:
    """What can still be claimed for a Ticketholder, and what each payment lacks."""
    found = open_to_claim(holder=held(number)).claims
    return ClaimablePage(
        claims=[
            ClaimableOut(
                payment=one.kind,
                month=str(one.month) if one.month else None,
                amount_cents=one.amount_cents,
                payable_now=one.payable_now,
                missing=list(one.missing),
            )
            for one in found
        ]
    )


@operation(
    router,
    "POST",
    "/assignability",
    "api-assignability",
    Permission.CHECK_ASSIGNABILITY,
    AnswerOut,
    status=201,
)
def check_assignability(request: WorkRequest, body: AssignabilityIn) -> Status[AnswerOut]:
    """Ask whether a person's Ticket can be assigned to your organization today."""
    answer = check(ssn=body.ssn, vr_eligible=body.vr_eligible)
    if not isinstance(answer, Checked):
        raise Problem(429, answer.sentence)
    kept = checks.check_of(answer.number)
    if kept is None or kept.shown is None:
        raise Http404
    return Status(201, AnswerOut(number=kept.number, on=request.unit.on, decision=kept.shown))


def held(number: str) -> HolderRecord:
    """The Ticketholder in the organisation's sight; 404 outside it."""
    record = ticketholder(number)
    if record is None:
        raise Http404
    return record


def _holder(record: HolderRecord) -> TicketholderOut:
    return TicketholderOut(
        number=record.number, name=record.name, assignments=[_assignment(one) for one in record.assignments]
    )


def _assignment(line: AssignmentLine) -> AssignmentOut:
    return AssignmentOut(
        ticket_number=line.ticket_number,
        system=line.system,
        assigned_on=line.assigned_on,
        ended_on=line.ended_on,
        first_claim_month=str(line.first_claim_month),
    )
