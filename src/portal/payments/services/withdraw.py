"""Withdrawing a request that is not decided."""

from uuid import UUID

from portal.payments.models import PaymentRequest
from portal.payments.moves import move_named
from portal.payments.results import Answer
from portal.payments.services.locked import done, take
from portal.payments.services.steps import make_move


def withdraw(*, request: UUID, version: int, reason: str = "") -> Answer:
    """Take the request back; the provider can ask again."""
    row = take(request, version, "withdraw")
    if not isinstance(row, PaymentRequest):
        return row
    make_move(row, move_named("withdraw"), text=reason)
    return done(row)
