"""Providers as the program's staff see them: agreement, registration, holds, elected system, on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.people.models import Organisation
from portal.providers.models import Agreement, Hold, Provider


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider today. `agreement_until` and `sam_until` are the last good days; None is open or not known."""

    number: str
    name: str
    kind_words: str
    pid: str
    uei: str
    system_words: str
    agreement_from: date | None
    agreement_until: date | None
    agreement_in_force: bool
    sam_until: date | None
    sam_words: str
    sam_good: bool
    bank_words: str
    holds: tuple[str, ...]


def providers(*, find: str = "", page: int = 1, size: int = 25) -> Page[ProviderRow]:
    """Providers by name; `find` is part of the name, or the whole PID, UEI or portal number. Four queries."""
    rows = Provider.objects.select_related("organisation")
    if text := " ".join(find.split()):
        rows = (
            rows.filter(organisation__name__icontains=text)
            | rows.filter(pid__iexact=text)
            | rows.filter(uei__iexact=text)
            | rows.filter(organisation__number__iexact=text)
        )
    total = rows.count()
    number, part = slice_of(page, size, total)
    chosen = rows.order_by("organisation__name", "pk").prefetch_related("agreements", "holds")[part]
    return Page([_row(row, current().on) for row in chosen], total, number, size)


def _row(row: Provider, on: date) -> ProviderRow:
    agreements = sorted(row.agreements.all(), key=lambda one: one.from_on)
    current_one = next((one for one in agreements if _covers(one, on)), None)
    latest = current_one or (agreements[-1] if agreements else None)
    registered = row.sam_registered_until
    return ProviderRow(
        number=row.organisation.number,
        name=row.organisation.name,
        kind_words=str(Organisation.Kind(row.organisation.kind).label),
        pid=row.pid,
        uei=row.uei,
        system_words=str(Provider.System(row.elected_system).label),
        agreement_from=latest.from_on if latest else None,
        agreement_until=_last_day(latest.until_on) if latest else None,
        agreement_in_force=current_one is not None,
        sam_until=_last_day(registered),
        sam_words="not known" if registered is None else "good" if registered > on else "lapsed",
        sam_good=registered is not None and registered > on,
        bank_words={True: "current", False: "not current", None: "not known"}[row.bank_current],
        holds=tuple(_hold(one) for one in row.holds.all() if _covers(one, on)),
    )


def _hold(row: Hold) -> str:
    until = f" until {_last_day(row.until_on):%m/%d/%Y}" if row.until_on else ""
    return f"since {row.from_on:%m/%d/%Y}{until}: {row.reason}"


def _covers(row: Agreement | Hold, on: date) -> bool:
    return row.from_on <= on and (row.until_on is None or row.until_on > on)


def _last_day(until: date | None) -> date | None:
    return None if until is None else until - timedelta(days=1)
