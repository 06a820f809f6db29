"""Recording what a provider gives with many requests at once: the rows of `record_earnings`, in sets."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models.functions import Upper

from portal.earnings.models import EarningsMonth, Employer
from portal.earnings.services.recording import Earned
from portal.kernel.ids import new_id
from portal.kernel.made import made
from portal.kernel.sets import insert_rows
from portal.kernel.trail import Entry
from portal.kernel.unit import as_system, current
from portal.policy.core import Month
from portal.tickets.changed import changed_many


class Given(NamedTuple):
    """What came about one person; `request` is the submission it came with first, `by` who gave it."""

    request: UUID
    rows: Sequence[Earned]


type _Key = tuple[UUID, Month, UUID | None, str]


def record_earnings_many(organisation: UUID, given: Mapping[UUID, Given], by: str) -> list[Entry]:
    """As `record_earnings`, for each person, in a constant number of statements; the trail's entries, not yet written.

    What the organisation gave before for the month, employer and source is superseded, unless it has been proven.
    """
    unit = current()
    employers = employers_named({row.employer for one in given.values() for row in one.rows})
    fresh: dict[_Key, list[EarningsMonth]] = {}
    for person, one in given.items():
        for earned in one.rows:
            row = _row(organisation, person, one.request, earned, employers, by)
            fresh.setdefault(_key(row), []).append(row)
    there: dict[_Key, list[EarningsMonth]] = {}
    for old in EarningsMonth.objects.filter(person__in=given, given_to=organisation, superseded_at=None):
        there.setdefault(_key(old), []).append(old)
    changed = [key for key, rows in fresh.items() if _amounts(rows) != _amounts(there.get(key, []))]
    added = [row for key in changed for row in fresh[key]]
    replaced = [row.pk for key in changed for row in there.get(key, []) if not row.proven]
    with as_system():
        EarningsMonth.objects.filter(pk__in=replaced).update(superseded_at=unit.at)
        insert_rows(added)
    changed_many({there[key][0].person_id for key in changed if there.get(key)})
    counts = dict.fromkeys(given, 0)
    for row in added:
        counts[row.person_id] += 1
    return [
        Entry(
            kind="earnings-recorded",
            subject_kind="payment-request",
            subject=given[person].request,
            people=[person],
            detail={"rows": count},
        )
        for person, count in counts.items()
        if given[person].rows
    ]


def _row(
    organisation: UUID, person: UUID, request: UUID, row: Earned, employers: Mapping[str, UUID], by: str
) -> EarningsMonth:
    return made(
        EarningsMonth,
        id=new_id(),
        person_id=person,
        month=row.month,
        gross_cents=row.gross_cents,
        kind=row.kind,
        employer_id=employers.get(_plain(row.employer)),
        source=row.source,
        given_to_id=organisation,
        request=request,
        recorded_at=current().at,
        recorded_by=by,
    )


def employers_named(names: set[str]) -> dict[str, UUID]:
    """Employers by plain name, made where there is none yet, however it is written."""
    wanted = {_plain(name): " ".join(name.split()) for name in names if name.strip()}
    found = _known(wanted)
    with as_system():
        Employer.objects.bulk_create(
            # In one order, so that two that make the same employers cannot wait for each other.
            [Employer(name=name) for plain, name in sorted(wanted.items()) if plain not in found],
            ignore_conflicts=True,
        )
    return found if wanted.keys() <= found.keys() else _known(wanted)


def _known(wanted: Mapping[str, str]) -> dict[str, UUID]:
    rows = Employer.objects.annotate(upper=Upper("name")).filter(
        upper__in=[name.upper() for name in wanted.values()]
    )
    found: dict[str, UUID] = {}
    for pk, name in rows.order_by("id").values_list("pk", "name"):
        found.setdefault(_plain(name), pk)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _key(row: EarningsMonth) -> _Key:
    return row.person_id, row.month, row.employer_id, row.source


def _amounts(rows: Sequence[EarningsMonth]) -> list[tuple[int, str]]:
    return sorted((row.gross_cents, row.kind) for row in rows)
