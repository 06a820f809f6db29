"""Requests that are judged again: once the scanner, a registration or a hold has ended, and when a fact has changed."""

from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from portal.payments.course import course
from portal.payments.judging import judge_request
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import State, move_named
from portal.payments.services.determine import determine
from portal.payments.services.rejudge import compare
from portal.payments.services.steps import make_move
from portal.tickets.locks import lock_ticket

JUDGE_AGAIN = "payments.judge_again"


def scanning(subject: UUID | None = None) -> list[UUID]:
    """Requests whose papers the scanner had not judged, the oldest first; only those of a file's subject if given."""
    rows = PaymentRequest.objects.filter(state=State.SUBMITTED)
    if subject is not None:
        rows = rows.filter(Q(pk=subject) | Q(submission__draft_id=subject))
    return _oldest_first(rows)


def asked_by_rules() -> list[UUID]:
    """Requests the rules have asked something for, which a renewed registration or an ended hold may answer."""
    last = RequestStep.objects.filter(request=OuterRef("pk")).order_by("-at", "-version").values("by")[:1]
    waiting = PaymentRequest.objects.filter(state=State.WAITING_FOR_INFORMATION).annotate(
        last_by=Subquery(last)
    )
    return _oldest_first(waiting.filter(last_by="system"))


def of_person(person: UUID) -> list[UUID]:
    """Every request about the person that was not withdrawn, the oldest first: a fact that it stood on changed."""
    return _oldest_first(PaymentRequest.objects.filter(person=person).exclude(state=State.WITHDRAWN))


def judge_again(*, request: UUID) -> str | None:
    """Judge one request again; its state now. What a person has to answer stays where it is.

    Of a decided one only the difference is found, for a person to settle.

    Run by the worker, as the system.
    """
    ticket = PaymentRequest.objects.filter(pk=request).values_list("ticket_id", flat=True).first()
    if ticket is None:
        return None
    lock_ticket(ticket)
    row = PaymentRequest.objects.select_for_update().get(pk=request)
    if row.state == State.WAITING_FOR_INFORMATION:
        follows = course(judge_request(row).decision, twin=False, scanning=False)
        if follows is None or follows.determined == "ask" or _returned_by_a_person(row):
            return row.state
        make_move(row, move_named("judge-again"), by_system=True)
    if row.state == State.SUBMITTED:
        determine(row)
    else:
        compare(row)
    return row.state


def _returned_by_a_person(row: PaymentRequest) -> bool:
    last = row.steps.order_by("-at", "-version").first()
    return last is not None and last.by != "system"


def _oldest_first(rows: QuerySet[PaymentRequest]) -> list[UUID]:
    return list(rows.order_by("submitted_on", "id").values_list("id", flat=True))
