"""Earnings of a person from every source, for answers that say less than they know."""

from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.unit import as_facts
from portal.policy.core import Month
from portal.tickets.models import BlindPeriod


def earnings_of(person: UUID) -> tuple[list[EarningsMonth], list[tuple[Month, Month | None]]]:
    """Every row in force now, the latest month first; and the months [from, until) of blindness under the Act."""
    with as_facts():
        rows = (
            EarningsMonth.objects.filter(person=person, superseded_at=None)
            .select_related("employer")
            .order_by("-month", "source", "id")
        )
        blind = BlindPeriod.objects.filter(person=person, superseded_at=None)
        return list(rows), [(row.from_month, row.until_month) for row in blind]
