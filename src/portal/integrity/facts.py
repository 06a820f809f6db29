"""What a decision on the right to assign rests on beside the reviews: the provider's agreement."""

from datetime import date
from uuid import UUID

from portal.kernel.unit import as_facts
from portal.providers.models import Agreement


def agreement_of(organisation: UUID) -> tuple[tuple[date, date | None], ...]:
    """The provider's agreements with Social Security, as days."""
    with as_facts():
        rows = Agreement.objects.filter(provider=organisation).order_by("from_on")
        return tuple(rows.values_list("from_on", "until_on"))
