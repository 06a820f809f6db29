"""What opening a case stands on: is there such a beneficiary? Nothing of the record itself comes back."""

from uuid import UUID

from portal.kernel.unit import as_facts
from portal.tickets.models import Person


def on_record(person: UUID) -> UUID | None:
    """The person, where Social Security's record has one; None where not. One query."""
    with as_facts():
        return Person.objects.filter(pk=person).values_list("pk", flat=True).first()
