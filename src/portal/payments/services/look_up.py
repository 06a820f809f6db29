"""Finding a Ticketholder by SSN for a payment request (row C1)."""

from dataclasses import dataclass
from uuid import UUID

from portal.kernel.unit import current
from portal.tickets.models import Assignment, Person
from portal.tickets.services.look_up import WAIT, Miss, TooMany, by_ssn

__all__ = ["NO_TICKET", "WAIT", "Found", "NoTicket", "TooMany", "look_up"]

NO_TICKET = "That beneficiary does not have a Ticket assigned with your organization"


@dataclass(frozen=True, slots=True)
class Found:
    """The Ticketholder, with this organisation's assignments, the newest first."""

    person: UUID
    number: str
    assignments: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class NoTicket:
    """Unknown, mistyped, another provider's: one answer for all of them."""

    sentence: str = NO_TICKET


def look_up(*, ssn: str) -> Found | NoTicket | TooMany:
    """Look for a Ticketholder of the actor's organisation, held now or before, by an SSN as typed."""
    answer = by_ssn(ssn, _ours)
    return NoTicket() if isinstance(answer, Miss) else answer


def _ours(person: UUID) -> Found | None:
    # Both are asked whatever the first says, and a provider's role sees its own rows only.
    numbers = list(Person.objects.filter(pk=person).values_list("number", flat=True))
    assignments = list(
        Assignment.objects.filter(
            person=person, organisation=current().actor.organisation, superseded_at=None
        )
        .order_by("-assigned_on", "id")
        .values_list("pk", flat=True)
    )
    return Found(person, numbers[0], tuple(assignments)) if numbers and assignments else None
