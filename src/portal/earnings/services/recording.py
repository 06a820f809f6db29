"""Recording what a provider gives with a request: earnings by month, and the papers that show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.earnings.models import EarningsMonth, Employer, Evidence
from portal.kernel.ids import new_id
from portal.kernel.models import StoredFile
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.policy.core import Month
from portal.tickets.changed import changed as changed_fact

type _Key = tuple[Month, UUID | None, str]


@dataclass(frozen=True, slots=True)
class Earned:
    """Gross pay of a month from one employer, in whole cents."""

    month: Month
    gross_cents: int
    kind: str
    employer: str
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that shows earnings of `months`."""

    file_number: str | None
    kind: str
    issuer: str
    months: tuple[Month, ...]
    shows_name: bool
    shows_gross: bool
    shows_pay_date: bool
    shows_pay_period: bool
    legible: bool


def record_earnings(
    person: UUID, organisation: UUID, request: UUID, rows: Iterable[Earned]
) -> list[EarningsMonth]:
    """Add what `organisation` gives; what it gave before for the month, employer and source is superseded.

    Not what has been proven: another amount beside that is a conflict, for a person to resolve (row E3).
    `request` is the submission or request the rows came with.
    """
    unit, given = current(), list(rows)
    if not given:
        return []
    fresh = _by_key(_rows(person, organisation, request, given))
    earlier = _by_key(
        EarningsMonth.objects.filter(
            person=person, given_to=organisation, superseded_at=None, month__in={row.month for row in given}
        )
    )
    changed = [key for key, rows in fresh.items() if _amounts(rows) != _amounts(earlier.get(key, []))]
    added = [row for key in changed for row in fresh[key]]
    replaced = [row.pk for key in changed for row in earlier.get(key, []) if not row.proven]
    with as_system():
        EarningsMonth.objects.filter(pk__in=replaced).update(superseded_at=unit.at)
        EarningsMonth.objects.bulk_create(added)
    if replaced:
        changed_fact(person)
    note(
        "earnings-recorded",
        subject_kind="payment-request",
        subject=request,
        people=[person],
        detail={"rows": len(added)},
    )
    return added


def record_papers(person: UUID, organisation: UUID, request: UUID, papers: Iterable[Paper]) -> list[Evidence]:
    """Add papers; a file counts once it is found clean. Raises LookupError for a file not in scope."""
    unit, given = current(), list(papers)
    if not given:
        return []
    numbers = {paper.file_number for paper in given if paper.file_number}
    files = {row.number: row for row in StoredFile.objects.filter(number__in=numbers, person=person)}
    if missing := numbers - files.keys():
        raise LookupError(f"no file {', '.join(sorted(missing))} about this Ticketholder")
    employers = _employers({paper.issuer for paper in given})
    rows = [
        Evidence(
            id=new_id(),
            person_id=person,
            organisation_id=organisation,
            file=files[paper.file_number] if paper.file_number else None,
            kind=paper.kind,
            issuer=employers.get(_plain(paper.issuer)),
            months=[_first(month) for month in paper.months],
            shows_name=paper.shows_name,
            shows_gross=paper.shows_gross,
            shows_pay_date=paper.shows_pay_date,
            shows_pay_period=paper.shows_pay_period,
            legible=paper.legible,
            recorded_at=unit.at,
        )
        for paper in given
    ]
    Evidence.objects.bulk_create(rows)
    note(
        "evidence-recorded",
        subject_kind="payment-request",
        subject=request,
        people=[person],
        detail={"papers": len(rows)},
    )
    return rows


def _employers(names: set[str]) -> dict[str, Employer]:
    wanted = {_plain(name): " ".join(name.split()) for name in names if name.strip()}
    Employer.objects.bulk_create([Employer(name=name) for name in _unknown(wanted)], ignore_conflicts=True)
    found: dict[str, Employer] = {}
    for name in wanted.values():
        row = Employer.objects.filter(name__iexact=name).order_by("id").first()
        if row is not None:
            found[_plain(name)] = row
    return found


def _unknown(wanted: dict[str, str]) -> list[str]:
    return [name for name in wanted.values() if not Employer.objects.filter(name__iexact=name).exists()]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _rows(person: UUID, organisation: UUID, request: UUID, given: list[Earned]) -> list[EarningsMonth]:
    unit = current()
    employers = _employers({row.employer for row in given})
    return [
        EarningsMonth(
            id=new_id(),
            person_id=person,
            month=row.month,  # type: ignore[misc]
            gross_cents=row.gross_cents,
            kind=row.kind,
            employer=employers.get(_plain(row.employer)),
            source=row.source,
            given_to_id=organisation,
            request=request,
            recorded_at=unit.at,
            recorded_by=unit.actor.label,
        )
        for row in given
    ]


def _by_key(rows: Iterable[EarningsMonth]) -> dict[_Key, list[EarningsMonth]]:
    """Rows that state one thing together: several slips of one employer in a month, from one source."""
    found: dict[_Key, list[EarningsMonth]] = {}
    for row in rows:
        found.setdefault((row.month, row.employer_id, row.source), []).append(row)
    return found


def _amounts(rows: list[EarningsMonth]) -> list[tuple[int, str]]:
    return sorted((row.gross_cents, row.kind) for row in rows)


def _first(month: Month) -> date:
    return month.first
