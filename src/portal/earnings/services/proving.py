"""Posting earnings as proven once a payment on them is approved (row E3, EVD-03)."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.ids import new_id
from portal.kernel.sets import insert_rows
from portal.kernel.trail import Entry, note
from portal.kernel.unit import current
from portal.policy.core import Month


class Proof(NamedTuple):
    """What one approved request proves: the months for which `organisation` gave earnings of `person`."""

    person: UUID
    organisation: UUID
    months: Collection[Month]


def prove_many(wanted: Mapping[UUID, Proof]) -> list[Entry]:
    """`prove` for many requests in their order, in a constant number of statements.

    Gives the trail's entries, for the caller to write beside its own.
    """
    unit = current()
    of_people: dict[tuple[UUID, UUID | None], list[UUID]] = {}
    for request, proof in wanted.items():
        of_people.setdefault((proof.person, proof.organisation), []).append(request)
    found = EarningsMonth.objects.filter(
        person__in={proof.person for proof in wanted.values()}, proven=False, superseded_at=None
    ).exclude(given_to=None)
    rows: dict[UUID, list[EarningsMonth]] = {}
    for row in found:
        asking = of_people.get((row.person_id, row.given_to_id), ())
        first = next((request for request in asking if row.month in wanted[request].months), None)
        if first is not None:
            rows.setdefault(first, []).append(row)
    fresh = [row for group in rows.values() for row in group]
    EarningsMonth.objects.filter(pk__in=[row.pk for row in fresh]).update(superseded_at=unit.at)
    for row in fresh:
        row.pk, row.proven, row.recorded_at, row.recorded_by = new_id(), True, unit.at, unit.actor.label
    insert_rows(fresh)
    return [
        Entry(
            kind="earnings-posted",
            subject_kind="payment-request",
            subject=request,
            people=[wanted[request].person],
            detail={"rows": len(group)},
        )
        for request, group in rows.items()
    ]


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
