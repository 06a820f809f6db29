"""The list of providers: how each stands, filtered, page by page (mission row L2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.people.models import Organisation
from portal.providers import business_models
from portal.providers.elections import with_elected
from portal.providers.elections import words as elected_words
from portal.providers.lapsing import lapsing_within
from portal.providers.models import Agreement, Enrolment, Hold, Provider

LAPSING, ON_HOLD, LAPSED = "lapsing", "on-hold", "lapsed"
SHOWING: dict[str, str] = {
    "": "All",
    LAPSING: "Something ends within 60 days",
    LAPSED: "No agreement, SAM or bank verification today",
    ON_HOLD: "Payments on hold",
}
STATE_WORDS: dict[str, str] = {state.value: str(state.label) for state in Enrolment.State}


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """How a provider stands today. Last days are the last good ones; `bank_until` is None where no end is known."""

    number: str
    name: str
    kind_words: str
    ein: str
    pid: str
    uei: str
    system_words: str
    models: tuple[str, ...]
    agreement_number: str
    agreement_from: date | None
    agreement_until: date | None
    agreement_in_force: bool
    sam_until: date | None
    sam_words: str
    sam_good: bool
    bank_until: date | None
    bank_words: str
    bank_good: bool
    holds: tuple[str, ...]
    enrolment: str
    enrolled_since: date | None
    moves_on: date | None


@dataclass(frozen=True, slots=True)
class RollOutRow:
    """Where the roll-out has come for one organisation. `seen` is how many rows it has: a change is noticed by it."""

    provider: str
    name: str
    kind_words: str
    state: str
    since: date | None
    next_state: str
    next_on: date | None
    seen: int


def providers(
    *, find: str = "", showing: str = "", model: str = "", page: int = 1, size: int = 25
) -> Page[ProviderRow]:
    """Providers by name; `find` is part of the name, or the whole PID, EIN, UEI or portal number. Four queries."""
    on = current().on
    rows = _found(find).filter(_shown(showing, on))
    if model:
        rows = rows.filter(business_models__contains=[model])
    total = rows.count()
    number, part = slice_of(page, size, total)
    chosen = with_elected(_with_enrolment(rows, on), on).order_by("organisation__name", "pk")
    return Page(
        [_row(row, on) for row in chosen.prefetch_related("agreements", "holds")[part]], total, number, size
    )


def roll_out(*, find: str = "", state: str = "", page: int = 1, size: int = 100) -> Page[RollOutRow]:
    """Organisations by name with their state in the roll-out. Three queries."""
    on = current().on
    rows = _with_enrolment(_found(find), on)
    if state:
        none_yet = Q(enrolment=None) if state == Enrolment.State.NOT_ENROLLED else Q()
        rows = rows.filter(Q(enrolment=state) | none_yet)
    total = rows.count()
    number, part = slice_of(page, size, total)
    coming = Enrolment.objects.filter(provider=OuterRef("pk"), from_on__gt=on)
    laid_over = Enrolment.objects.filter(
        provider=OuterRef("provider"), from_on=OuterRef("from_on"), set_at__gt=OuterRef("set_at")
    )
    now = Coalesce(OuterRef("enrolment"), Value(str(Enrolment.State.NOT_ENROLLED)))
    planned = coming.filter(~Exists(laid_over)).exclude(state=now).order_by("from_on")
    chosen = rows.annotate(
        seen=Count("enrolments"),
        next_state=Subquery(planned.values("state")[:1]),
        next_on=Subquery(planned.values("from_on")[:1]),
    ).order_by("organisation__name", "pk")
    return Page([_rolled(row) for row in chosen[part]], total, number, size)


def _found(find: str) -> QuerySet[Provider]:
    rows = Provider.objects.select_related("organisation")
    text = " ".join(find.split())
    if not text:
        return rows
    return rows.filter(
        Q(organisation__name__icontains=text)
        | Q(pid__iexact=text)
        | Q(uei__iexact=text)
        | Q(ein=text.replace("-", ""))
        | Q(organisation__number__iexact=text)
    )


def _shown(showing: str, on: date) -> Q:
    match showing:
        case "lapsing":
            return lapsing_within(on)
        case "on-hold":
            return Q(Exists(_covering(Hold.objects.filter(provider=OuterRef("pk")), on)))
        case "lapsed":
            in_force = _covering(Agreement.objects.filter(provider=OuterRef("pk")), on)
            return (
                ~Q(Exists(in_force))
                | Q(sam_registered_until=None)
                | Q(sam_registered_until__lte=on)
                | Q(bank_verified_until__lte=on)
                | ~Q(bank_current=True)
            )
    return Q()


def _covering[Row: (Agreement, Hold)](rows: QuerySet[Row], on: date) -> QuerySet[Row]:
    return rows.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


def _with_enrolment(rows: QuerySet[Provider], on: date) -> QuerySet[Provider]:
    """`enrolment`, `enrolled_since` and `moves_on` of the roll-out row that counts today."""
    begun = Enrolment.objects.filter(provider=OuterRef("pk"), from_on__lte=on).order_by("-from_on", "-set_at")
    return rows.annotate(
        enrolment=Subquery(begun.values("state")[:1]),
        enrolled_since=Subquery(begun.values("from_on")[:1]),
        moves_on=Subquery(begun.values("moves_on")[:1]),
    )


def _row(row: Provider, on: date) -> ProviderRow:
    agreements = sorted(row.agreements.all(), key=lambda one: one.from_on)
    current_one = next((one for one in agreements if covers(one, on)), None)
    latest = current_one or (agreements[-1] if agreements else None)
    registered = row.sam_registered_until
    state = getattr(row, "enrolment", None) or Enrolment.State.NOT_ENROLLED.value
    return ProviderRow(
        number=row.organisation.number,
        name=row.organisation.name,
        kind_words=str(Organisation.Kind(row.organisation.kind).label),
        ein=row.ein,
        pid=row.pid,
        uei=row.uei,
        system_words=elected_words(getattr(row, "elected", None)),
        models=tuple(business_models.names(row.business_models)),
        agreement_number=latest.number if latest else "",
        agreement_from=latest.from_on if latest else None,
        agreement_until=last_day(latest.until_on) if latest else None,
        agreement_in_force=current_one is not None,
        sam_until=last_day(registered),
        sam_words="not known" if registered is None else "good" if registered > on else "lapsed",
        sam_good=registered is not None and registered > on,
        bank_until=last_day(row.bank_verified_until),
        bank_words=bank_words(row, on),
        bank_good=bank_words(row, on) == "current",
        holds=tuple(hold_words(one) for one in row.holds.all() if covers(one, on)),
        enrolment=STATE_WORDS[state],
        enrolled_since=getattr(row, "enrolled_since", None),
        moves_on=getattr(row, "moves_on", None),
    )


def _rolled(row: Provider) -> RollOutRow:
    planned = getattr(row, "next_state", None)
    return RollOutRow(
        provider=row.organisation.number,
        name=row.organisation.name,
        kind_words=str(Organisation.Kind(row.organisation.kind).label),
        state=getattr(row, "enrolment", None) or Enrolment.State.NOT_ENROLLED.value,
        since=getattr(row, "enrolled_since", None),
        next_state=STATE_WORDS[planned] if planned else "",
        next_on=getattr(row, "next_on", None),
        seen=getattr(row, "seen", 0),
    )


def bank_words(row: Provider, on: date) -> str:
    """How the bank account stands: verification that has ended is no longer current."""
    if row.bank_current is None:
        return "not known"
    ended = row.bank_verified_until is not None and row.bank_verified_until <= on
    return "current" if row.bank_current and not ended else "not current"


def hold_words(row: Hold) -> str:
    """Since when, until when, why."""
    until = f" until {last_day(row.until_on):%m/%d/%Y}" if row.until_on else ""
    return f"since {row.from_on:%m/%d/%Y}{until}: {row.reason}"


def covers(row: Agreement | Hold, on: date) -> bool:
    """Is it in force on the day?"""
    return row.from_on <= on and (row.until_on is None or row.until_on > on)


def last_day(until: date | None) -> date | None:
    """The last good day before the first one no longer good."""
    return None if until is None else until - timedelta(days=1)


def ids_of(numbers: Sequence[str]) -> dict[str, Provider]:
    """Providers by public number; one query."""
    rows = Provider.objects.select_related("organisation").filter(organisation__number__in=numbers)
    return {row.organisation.number: row for row in rows}
