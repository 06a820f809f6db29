"""A Ticketholder's own Ticket, as the one person of the unit may see it; the walls show nobody else's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from portal.kernel import vault
from portal.kernel.unit import current
from portal.policy.core import Month
from portal.policy.own_ticket import OwnTicket, own_ticket
from portal.policy.ticket_states import TERMINATED
from portal.tickets.course import course
from portal.tickets.models import Assignment, Person, Termination, Ticket, VrCase
from portal.tickets.queries import sealed_name


@dataclass(frozen=True, slots=True)
class Own:
    """The latest Ticket of the person acting. `provider` and `assigned_on` are of who holds it, or serves the case."""

    ticket: UUID
    number: str
    told: OwnTicket
    assignment: UUID | None
    organisation: UUID | None
    provider: str
    assigned_on: date | None


def own() -> Own | None:
    """Where the Ticket of the person acting stands today; None where there is none. Three queries, or four.

    Under cost reimbursement the State agency's case holds it, and no assignment.
    """
    unit = current()
    over = Termination.objects.filter(ticket=OuterRef("pk"), superseded_at=None, month__lte=Month.of(unit.on))
    mine = Ticket.objects.filter(person=unit.actor.person).annotate(over=Exists(over))
    ticket = mine.order_by("-sequence").first()
    if ticket is None:
        return None
    held = list(
        Assignment.objects.filter(ticket=ticket, superseded_at=None, assigned_on__lte=unit.on)
        .select_related("organisation")
        .order_by("-assigned_on", "-recorded_at")
    )
    now = next((one for one in held if one.ended_on is None or one.ended_on > unit.on), None)
    cases = [] if now else list(_cases(ticket))
    case = next((one for one in cases if one.closed_on is None), None)
    ends = [one.ended_on for one in held] + [one.closed_on for one in cases]
    last_end = max((end for end in ends if end is not None), default=None)
    holder = now or case
    return Own(
        ticket=ticket.pk,
        number=ticket.number,
        told=own_ticket(TERMINATED if ticket.over else course(ticket).on(unit.on), last_end, unit.on),
        assignment=now.pk if now else None,
        organisation=holder.organisation_id if holder else None,
        provider=holder.organisation.name if holder else "",
        assigned_on=now.assigned_on if now else case.opened_on if case else None,
    )


def _cases(ticket: Ticket) -> QuerySet[VrCase]:
    """Cost-reimbursement cases of the person, that moved the Ticket where there was one."""
    rows = VrCase.objects.filter(person=ticket.person_id, superseded_at=None)
    return rows.select_related("organisation").order_by("-opened_on")


def own_name() -> str:
    """The name on the record of the person acting; to show it is a look, also at oneself. One query."""
    return vault.show([sealed_name(_record())])[0]


def is_own_name(typed: str) -> bool:
    """Is this the name on the record, whatever its case, accents of spacing and marks? Nobody is shown it."""
    return _plain(vault.match([sealed_name(_record())])[0]) == _plain(typed)


def _record() -> Person:
    person = current().actor.person
    if person is None:
        raise PermissionError("this is about the person who asks, and nobody has proved to be one")
    return Person.objects.only("id", "name").get(pk=person)


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
