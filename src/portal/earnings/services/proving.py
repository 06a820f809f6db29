"""Posting earnings as proven once a payment on them is approved (row E3, EVD-03)."""

from collections.abc import Iterable
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.ids import new_id
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.policy.core import Month


def prove(person: UUID, organisation: UUID, request: UUID, months: Iterable[Month]) -> int:
    """Post what `organisation` gave for `months` as proven: each row is superseded by the same one, proven.

    Written as the system, for the approved `request`.
    """
    unit = current()
    rows = list(
        EarningsMonth.objects.filter(
            person=person, given_to=organisation, month__in=list(months), proven=False, superseded_at=None
        )
    )
    EarningsMonth.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_at=unit.at)
    for row in rows:
        row.pk, row.proven, row.recorded_at, row.recorded_by = new_id(), True, unit.at, unit.actor.label
    EarningsMonth.objects.bulk_create(rows)
    if rows:
        note(
            "earnings-posted",
            subject_kind="payment-request",
            subject=request,
            people=[person],
            detail={"rows": len(rows)},
        )
    return len(rows)
