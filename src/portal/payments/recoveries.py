"""What providers have to give back, and how much of it is settled: kept back of deposits, or paid back (PAY-19, E5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from portal.kernel.paging import Page, read
from portal.payments.models import KeptBack, Recovery, Repayment


class RecoveryRow(NamedTuple):
    """A recovery, in whole cents. `kept` counts what is kept back in a run that is still being made too."""

    recovery: Recovery
    request_number: str
    kept: int
    repaid: int

    @property
    def open(self) -> int:
        return self.recovery.cents - self.kept - self.repaid


@dataclass(frozen=True, slots=True)
class RecoveryRecord:
    """A recovery with the checks and wires that came in for it, the latest first."""

    row: RecoveryRow
    repayments: Sequence[Repayment]


def recoveries(*, page: int = 1, size: int = 25) -> Page[RecoveryRow]:
    """All of them, those with something open first, then the newest."""
    rows = _rows().order_by((F("cents") - F("kept_cents") - F("repaid_cents")).desc(), "-opened_at", "id")
    return read(rows, page, size).map(lambda found: [_row(one) for one in found])


def recovery_record(number: str) -> RecoveryRecord | None:
    """One by its number; None where there is none."""
    found = _rows().filter(number=number).first()
    if found is None:
        return None
    return RecoveryRecord(_row(found), list(Repayment.objects.filter(recovery=found).order_by("-at", "-id")))


def _rows() -> QuerySet[Recovery]:
    return Recovery.objects.select_related("organisation", "award__request").annotate(
        kept_cents=_sum(KeptBack.objects.filter(dropped=False)), repaid_cents=_sum(Repayment.objects.all())
    )


def _sum(rows: QuerySet[Any]) -> Coalesce:
    of_it = rows.filter(recovery=OuterRef("pk")).order_by().values("recovery").annotate(total=Sum("cents"))
    return Coalesce(Subquery(of_it.values("total")), Value(0))


def _row(found: Any) -> RecoveryRow:
    asked = found.award.request
    return RecoveryRow(found, asked.number if asked else "", int(found.kept_cents), int(found.repaid_cents))
