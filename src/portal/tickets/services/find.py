"""Finding a Ticket, by staff: by its own number, the Ticketholder's, or the Social Security number."""

from uuid import UUID

from portal.kernel.numbers import read_number
from portal.tickets.models import Ticket
from portal.tickets.services.look_up import Miss, TooMany, by_ssn


def find_ticket(text: str) -> str | Miss | TooMany:
    """The number of the latest Ticket of whom a number or an SSN as typed names; misses are counted."""
    number = read_number(text)
    if number is not None:
        found = Ticket.objects.filter(number=number) | Ticket.objects.filter(person__number=number)
        return found.order_by("-sequence").values_list("number", flat=True).first() or Miss()
    return by_ssn(text, _latest)


def _latest(person: UUID) -> str | None:
    rows = Ticket.objects.filter(person=person).order_by("-sequence")
    return rows.values_list("number", flat=True).first()
