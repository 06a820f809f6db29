"""Taking hold of a request for a move: in scope, locked, unchanged since the page was made, allowed."""

from uuid import UUID

from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.payments.models import PaymentRequest, RequestStep
from portal.payments.moves import STATE_WORDS, may_move, move_named, rests_on
from portal.payments.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.tickets.locks import lock_ticket


def take(request: UUID, version: int, move: str) -> PaymentRequest | Changed | NotAllowed | NotFound:
    """The request, locked with its Ticket, or why the actor may not make this move. Refusals are noted."""
    ticket = PaymentRequest.objects.filter(pk=request).values_list("ticket_id", flat=True).first()
    if ticket is None:
        return NotFound()
    lock_ticket(ticket)
    row = PaymentRequest.objects.select_for_update().get(pk=request)
    if row.version != version:
        last = _last_step(row)
        return refuse(
            row,
            move,
            Changed(last.by_name if last else "", last.at if last else None, STATE_WORDS[row.state]),
            "version",
        )
    refused = may_move(row.state, move_named(move), current().actor, last_person(row))
    if refused is not None:
        return refuse(row, move, NotAllowed(refused.sentence), refused.check)
    return row


def refuse[Value: Answer](row: PaymentRequest, move: str, value: Value, check: str) -> Value:
    """Note a refused move and hand back its value."""
    note(
        "request-move-refused",
        subject_kind="payment-request",
        subject=row.pk,
        people=[row.person_id],
        detail={"move": move, "check": check, "state": row.state},
    )
    return value


def done(row: PaymentRequest) -> Done:
    """The answer after a move."""
    return Done(row.pk, row.number, row.state)


def last_person(row: PaymentRequest) -> str | None:
    """Whose work the next move rests on, for moves that need a second person."""
    steps = RequestStep.objects.filter(request=row).order_by("at", "version")
    return rests_on(row.state, steps.values_list("to_state", "by"))


def _last_step(row: PaymentRequest) -> RequestStep | None:
    return RequestStep.objects.filter(request=row).order_by("-at", "-version").first()
