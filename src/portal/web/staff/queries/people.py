"""Who a request is about: opened on its own page, with its own purpose."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.kernel import vault
from portal.payments.models import PaymentRequest
from portal.tickets.models import Person


@dataclass(frozen=True, slots=True)
class Identity:
    """Name, SSN with its hyphens, when Social Security last changed it, and birth date of a Ticketholder."""

    person: UUID
    number: str
    name: str
    ssn: str
    ssn_changed_as_of: date | None
    birth_date: date


def identity_of(request_number: str) -> Identity | None:
    """The identity of the person a request is about, which is a look; None where there is no such request."""
    found = PaymentRequest.objects.filter(number=request_number).values_list("person", flat=True).first()
    if found is None:
        return None
    person = Person.objects.get(pk=found)
    name, ssn, born = vault.show(person.sealed("name", "ssn", "birth_date"))
    hyphens = f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}"
    return Identity(person.pk, person.number, name, hyphens, person.ssn_stated_on, date.fromisoformat(born))
