"""Granting a payment: the award that keeps it from being made twice, and the ledger's transaction."""

from collections.abc import Mapping

from django.db.models import QuerySet

from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.unit import current
from portal.payments import parameters
from portal.payments.models import (
    Award,
    Determination,
    LedgerEntry,
    LedgerTransaction,
    PaymentRequest,
    QualitySample,
)
from portal.payments.services.posting import Posted, Posting, entered, what_for
from portal.policy.core import Month
from portal.policy.quality import drawn


def award(request: PaymentRequest, month: Month, cents: int, share: int = 0) -> Award:
    """Enter the award and post it. Written as the system, with the Ticket locked. `share`: see `Award`.

    Raises IntegrityError when the payment has been granted meanwhile; the caller decides again.
    """
    counts = {one.ordinal: one.month for one in _standing(request)}
    row = award_row(request, month, cents, next_count(counts, month, share), share)
    row.save(force_insert=True)
    post(row)
    return row


def award_row(request: PaymentRequest, month: Month, cents: int, ordinal: int, share: int) -> Award:
    """The award of a request, not yet written."""
    return made(
        Award,
        id=new_id(),
        ticket_id=request.ticket_id,
        person_id=request.person_id,
        organisation_id=request.organisation_id,
        request=request,
        kind=request.asks,
        ordinal=ordinal,
        share=share,
        month=month,
        amount_cents=cents,
        awarded_on=current().on,
    )


def post(row: Award) -> LedgerTransaction:
    """Post an award: the program's cost, owed to the provider."""
    transaction, lines = posting(row)
    transaction.save(force_insert=True)
    LedgerEntry.objects.bulk_create(lines)
    return transaction


def posting(row: Award) -> Posted:
    """The transaction of an award with its lines, not yet written."""
    return entered(
        Posting(
            f"award/{row.pk}",
            what_for(row),
            row.organisation_id,
            LedgerEntry.Account.PROGRAM_COST,
            LedgerEntry.Account.PAYABLE,
            row.amount_cents,
            row.pk,
        )
    )


def draw_for_quality(determination: Determination) -> bool:
    """Draw the determination for a second look or not; seed and ID settle it (row E6)."""
    row = sample_row(determination)
    if row is not None:
        row.save(force_insert=True)
    return row is not None


def sample_row(determination: Determination) -> QualitySample | None:
    """The determination's place in the sample, not yet written; None when it is not drawn."""
    on = current().on
    if not drawn(str(determination.pk), parameters.QUALITY_SEED, parameters.on(parameters.QUALITY_RATE, on)):
        return None
    return QualitySample(determination=determination, seed=parameters.QUALITY_SEED, drawn_on=on)


def _standing(request: PaymentRequest) -> QuerySet[Award]:
    """What is granted of the kind on the Ticket; a reversed payment frees its own count."""
    return Award.objects.filter(ticket=request.ticket_id, kind=request.asks, reversed_on=None)


def next_count(counts: Mapping[int, Month], month: Month, share: int) -> int:
    """The lowest count from 1 on that is not taken by a month; shares of one payment have one count (PAY-17)."""
    if share:
        for ordinal, counted in counts.items():
            if counted == month:
                return ordinal
    return next(n for n in range(1, len(counts) + 2) if n not in counts)
