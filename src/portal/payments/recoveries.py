"""What providers have to give back, and how much of it is settled: kept back of deposits, or paid back (PAY-19, E5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.payments.models import CanceledRepayment, KeptBack, Recovery, Repayment
from portal.policy.paying import Kept


class RecoveryRow(NamedTuple):
    """A recovery, in whole cents. `kept` counts what is kept back in a run that is still being made too."""

    recovery: Recovery
    request_number: str
    kept: int
    repaid: int
    open: int


@dataclass(frozen=True, slots=True)
class RecoveryRecord:
    """A recovery with the checks and wires that came in for it, also the canceled ones, the latest first."""

    row: RecoveryRow
    repayments: Sequence[Repayment]


def recoveries(*, page: int = 1, size: int = 25) -> Page[RecoveryRow]:
    """All of them, those with something open first, then the newest."""
    return _listed(_shown(), page, size)


def own_recoveries(*, page: int = 1, size: int = 25) -> Page[RecoveryRow]:
    """The reader's own, those with something open first, then the newest."""
    return _listed(_own(), page, size)


def recovery_record(number: str) -> RecoveryRecord | None:
    """One by its number; None where there is none."""
    return _record(_shown().filter(number=number).first())


def own_recovery(number: str) -> RecoveryRecord | None:
    """One of the reader's own by its number; None where there is none."""
    return _record(_own().filter(number=number).first())


def _listed(rows: QuerySet[Any], page: int, size: int) -> Page[RecoveryRow]:
    rows = rows.order_by(F("open_cents").desc(), "-opened_at", "id")
    return read(rows, page, size).map(lambda found: [_row(one) for one in found])


def _own() -> QuerySet[Any]:
    return _shown().filter(organisation=current().actor.organisation)


def _record(found: Any | None) -> RecoveryRecord | None:
    if found is None:
        return None
    came = Repayment.objects.filter(recovery=found).select_related("canceled").order_by("-at", "-id")
    return RecoveryRecord(_row(found), list(came))


def kept_back(recovery: Recovery) -> list[KeptBack]:
    """What is kept back for it, with the deposits, the latest first."""
    rows = KeptBack.objects.filter(recovery=recovery, dropped=False)
    return list(rows.select_related("deposit").order_by("-id"))


def canceled(repayment: Repayment) -> CanceledRepayment | None:
    """Why and by whom a check or wire was canceled; None where it counts."""
    return getattr(repayment, "canceled", None)


def open_recoveries(organisations: Collection[UUID]) -> dict[UUID, list[Kept]]:
    """What is still to be kept back of each provider's deposits, the oldest recovery first."""
    found: dict[UUID, list[Kept]] = {}
    rows = _rows().filter(organisation__in=organisations, open_cents__gt=0).order_by("opened_at", "id")
    for key, organisation, cents in rows.values_list("id", "organisation_id", "open_cents"):
        found.setdefault(organisation, []).append(Kept(str(key), int(cents)))
    return found


def _shown() -> QuerySet[Any]:
    return _rows().select_related("organisation", "award__request")


def _rows() -> QuerySet[Any]:
    return Recovery.objects.annotate(
        kept_cents=_sum(KeptBack.objects.filter(dropped=False)),
        repaid_cents=_sum(Repayment.objects.filter(canceled=None)),
    ).annotate(open_cents=F("cents") - F("kept_cents") - F("repaid_cents"))


def _sum(rows: QuerySet[Any]) -> Coalesce:
    of_it = rows.filter(recovery=OuterRef("pk")).order_by().values("recovery").annotate(total=Sum("cents"))
    return Coalesce(Subquery(of_it.values("total")), Value(0))


def _row(found: Any) -> RecoveryRow:
    asked = found.award.request
    cents = (int(found.kept_cents), int(found.repaid_cents), int(found.open_cents))
    return RecoveryRow(found, asked.number if asked else "", *cents)
