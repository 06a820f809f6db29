"""Services given by kind and month, from the notes: what a certification of services states (row C9). Nothing sealed."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.casework.contacts import contacts_of, given_too_early
from portal.casework.models import ContactNote
from portal.policy.core import Month


class Given(NamedTuple):
    """One kind of service in one month: the days on which it was given, and those among them that do not count."""

    kind: str
    month: Month
    days: tuple[date, ...]
    too_early: tuple[date, ...]


def services_given(case: UUID, *, since: date, until: date) -> list[Given]:
    """What was given in [since, until), by kind and month; services before the assignment was made are told apart."""
    found = contacts_of([case]).get(case)
    rows = ContactNote.objects.filter(
        case=case, superseded_at=None, happened_on__gte=since, happened_on__lt=until
    ).exclude(services=[])
    days: dict[tuple[str, Month], set[date]] = defaultdict(set)
    for day, kinds in rows.values_list("happened_on", "services"):
        for kind in kinds:
            days[kind, Month.of(day)].add(day)
    return [
        Given(
            kind,
            month,
            tuple(sorted(on)),
            tuple(sorted(day for day in on if found is None or given_too_early(found, day))),
        )
        for (kind, month), on in sorted(days.items())
    ]
