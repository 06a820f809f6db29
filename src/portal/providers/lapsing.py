"""What of a provider's own standing ends soon: SAM registration, bank verification, agreement (mission rows L2, J9).

Each question reads an index for the dates it asks about; nothing goes through all providers.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.policy.tables.parameters import ACCESS_IN_FORCE
from portal.providers.models import Agreement, Provider

SAM, BANK, AGREEMENT = "SAM registration", "bank verification", "agreement"
WARNING_DAYS: tuple[int, ...] = tuple(sorted(ACCESS_IN_FORCE.access_warning_days, reverse=True))


class Lapsing(NamedTuple):
    """Something of one provider that ends: what, its last good day, and the days left (0 on the last day)."""

    organisation: UUID
    what: str
    last_day: date
    days: int


def due(on: date, days: Collection[int] = WARNING_DAYS) -> list[Lapsing]:
    """What ends in exactly so many days of these, for warnings that go out once each. Two queries."""
    firsts = {on + timedelta(days=left + 1) for left in days}
    return _ending(Q(sam_registered_until__in=firsts), Q(bank_verified_until__in=firsts), firsts, on)


def soon(organisation: UUID, on: date, within: int = WARNING_DAYS[0]) -> list[Lapsing]:
    """What of one provider ends within so many days, soonest first. Two queries."""
    firsts = {on + timedelta(days=left + 1) for left in range(within + 1)}
    found = _ending(
        Q(sam_registered_until__in=firsts),
        Q(bank_verified_until__in=firsts),
        firsts,
        on,
        organisation=organisation,
    )
    return sorted(found, key=lambda one: one.last_day)


def lapsing_within(on: date, within: int = WARNING_DAYS[0]) -> Q:
    """The providers of which something ends within so many days, as a filter of providers."""
    first, last = on + timedelta(days=1), on + timedelta(days=within + 1)
    agreement = _without_next(Agreement.objects.filter(until_on__gte=first, until_on__lte=last))
    return (
        Q(sam_registered_until__gte=first, sam_registered_until__lte=last)
        | Q(bank_verified_until__gte=first, bank_verified_until__lte=last)
        | Q(Exists(agreement.filter(provider=OuterRef("pk"))))
    )


def _ending(
    sam: Q, bank: Q, firsts: Collection[date], on: date, *, organisation: UUID | None = None
) -> list[Lapsing]:
    providers = Provider.objects.filter(sam | bank)
    agreements = _without_next(Agreement.objects.filter(until_on__in=firsts))
    if organisation is not None:
        providers, agreements = providers.filter(pk=organisation), agreements.filter(provider=organisation)
    return [*_of_providers(providers, firsts, on), *_of_agreements(agreements, on)]


def _of_providers(rows: QuerySet[Provider], firsts: Collection[date], on: date) -> Iterator[Lapsing]:
    for pk, sam, bank in rows.order_by("pk").values_list("pk", "sam_registered_until", "bank_verified_until"):
        for what, until in ((SAM, sam), (BANK, bank)):
            if until is not None and until in firsts:
                yield _lapsing(pk, what, until, on)


def _of_agreements(rows: QuerySet[Agreement], on: date) -> Iterator[Lapsing]:
    for provider, until in rows.order_by("provider", "until_on").values_list("provider", "until_on"):
        if until is not None:
            yield _lapsing(provider, AGREEMENT, until, on)


def _without_next(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements that no other one takes over from on the day they end."""
    following = Agreement.objects.filter(provider=OuterRef("provider"), from_on__lte=OuterRef("until_on"))
    later = following.filter(Q(until_on=None) | Q(until_on__gt=OuterRef("until_on")))
    return rows.filter(~Exists(later.exclude(pk=OuterRef("pk"))), until_on__gt=F("from_on"))


def _lapsing(organisation: UUID, what: str, until: date, on: date) -> Lapsing:
    last_day = until - timedelta(days=1)
    return Lapsing(organisation, what, last_day, (last_day - on).days)
