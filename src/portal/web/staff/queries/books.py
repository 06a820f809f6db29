"""The ledger as a whole: does it balance, what was granted by month, what each provider is owed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from portal.kernel.paging import Page, slice_of
from portal.kernel.unit import current
from portal.payments.models import LedgerEntry
from portal.policy.core import Month

Account = LedgerEntry.Account


class Totals(NamedTuple):
    """Sums over the whole ledger in whole cents; debits and credits are equal in a ledger that balances."""

    debits: int
    credits: int

    @property
    def difference(self) -> int:
        return self.debits - self.credits


class Granted(NamedTuple):
    """Granted in a calendar month, in whole cents."""

    month: Month
    cents: int


class ProviderBalance(NamedTuple):
    """One provider's accounts in whole cents; `rest` is their sum, 0 where they balance."""

    name: str
    number: str
    granted: int
    paid: int
    on_the_way: int
    owed: int
    to_recover: int
    rest: int


def totals() -> Totals:
    """Debits and credits of all entries, in one query."""
    sums = LedgerEntry.objects.aggregate(
        debits=Coalesce(Sum("cents", filter=Q(cents__gt=0)), 0),
        credits=Coalesce(Sum("cents", filter=Q(cents__lt=0)), 0),
    )
    return Totals(int(sums["debits"]), -int(sums["credits"]))


def granted_by_month(months: int = 12) -> list[Granted]:
    """What was granted in each of the last `months` months, the oldest first, the running month last."""
    this = Month.of(current().on)
    first = this.plus(1 - months)
    rows = (
        LedgerEntry.objects.filter(account=Account.PROGRAM_COST, transaction__on__gte=first.first)
        .values(year=F("transaction__on__year"), month=F("transaction__on__month"))
        .annotate(cents=Sum("cents"))
        .order_by()
    )
    sums = {Month(row["year"] * 12 + row["month"] - 1): int(row["cents"]) for row in rows}
    return [Granted(month, sums.get(month, 0)) for month in map(first.plus, range(months))]


def provider_balances(*, page: int = 1, size: int = 25) -> Page[ProviderBalance]:
    """Each provider's balances, by name."""
    rows = (
        LedgerEntry.objects.values("organisation__name", "organisation__number")
        .annotate(
            granted=_sum(Account.PROGRAM_COST),
            paid=_sum(Account.CASH),
            on_the_way=_sum(Account.ON_THE_WAY),
            owed=_sum(Account.PAYABLE),
            to_recover=_sum(Account.RECEIVABLE),
            rest=Sum("cents"),
        )
        .order_by("organisation__name", "organisation__number")
    )
    total = rows.count()
    number, part = slice_of(page, size, total)
    return Page([_balance(row) for row in rows[part]], total, number, size)


def _sum(account: Account) -> Coalesce:
    return Coalesce(Sum("cents", filter=Q(account=account)), 0)


def _balance(row: Mapping[str, Any]) -> ProviderBalance:
    return ProviderBalance(
        row["organisation__name"],
        row["organisation__number"],
        int(row["granted"]),
        -int(row["paid"]),
        -int(row["on_the_way"]),
        -int(row["owed"]),
        int(row["to_recover"]),
        int(row["rest"]),
    )
