"""Proving that the duties of contact say what the facts say: all of them worked out anew and compared."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from portal.casework.contacts import contacts_of, duties_of
from portal.casework.kinds import CONTACT_KINDS
from portal.casework.services.settle import BATCH, settle_many_contacts
from portal.kernel.models import Duty
from portal.kernel.unit import as_system, current
from portal.tickets.models import Assignment


class Drift(NamedTuple):
    """A duty that is not as it should be; None is "no such duty"."""

    case: UUID
    kind: str
    wanted: date | None
    found: date | None


def assigned_cases() -> Iterator[tuple[UUID, ...]]:
    """All cases that have an assignment or something due, in batches."""
    with as_system():
        cases = set(Assignment.objects.filter(superseded_at=None).values_list("pk", flat=True))
        cases |= set(
            Duty.objects.filter(kind__in=CONTACT_KINDS, closed_at=None).values_list("subject", flat=True)
        )
    yield from batched(sorted(cases), BATCH, strict=False)


def drifted(cases: Iterable[UUID], *, mend: bool = False) -> list[Drift]:
    """What differs for these cases, in a constant number of queries; `mend` puts it right."""
    wanted_cases = list(cases)
    with as_system():
        facts = contacts_of(wanted_cases, with_goals=True)
        wanted = {
            (due.subject, due.kind): due.due_on
            for found in facts.values()
            for due in duties_of(found, current().on)
        }
        rows = Duty.objects.filter(subject__in=wanted_cases, kind__in=CONTACT_KINDS, closed_at=None)
        found = {(row.subject, row.kind): row.due_on for row in rows}
    differing = [
        Drift(*key, wanted.get(key), found.get(key))
        for key in sorted(wanted.keys() | found.keys())
        if wanted.get(key) != found.get(key)
    ]
    if mend:
        settle_many_contacts({one.case for one in differing})
    return differing
