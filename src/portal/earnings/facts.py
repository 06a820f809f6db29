"""Earnings of a person from every source, for answers that say less than they know."""

from uuid import UUID

from portal.earnings.models import EarningsMonth
from portal.kernel.unit import as_facts
from portal.policy.core import Month
from portal.tickets.models import BlindPeriod


def earnings_of(person: UUID) -> list[EarningsMonth]:
    """Every row in force now, the latest month first."""
    with as_facts():
        return list(
            EarningsMonth.objects.filter(person=person, superseded_at=None)
            .select_related("employer")
            .order_by("-month", "source", "id")
        )


def blind_months(person: UUID) -> list[tuple[Month, Month | None]]:
    """The months [from, until) in which the person is blind in the sense of the Act."""
    with as_facts():
        rows = BlindPeriod.objects.filter(person=person, superseded_at=None)
        return [(row.from_month, row.until_month) for row in rows]
