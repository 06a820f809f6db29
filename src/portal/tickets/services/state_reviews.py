"""Medical reviews and terminations, as Social Security's record states them. Run as the system."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.kernel.stated import Column, Keyed, NotTaken, Recorded, stage, state
from portal.kernel.unit import as_system, current
from portal.policy.core import Month
from portal.tickets.models import Termination, Ticket
from portal.tickets.results import Refused
from portal.tickets.services.terminate import terminate_on_record

_REVIEWS = Keyed("tickets_medicalreview", ("person_id", "begun_on"), ("ended_on",))


class Ending(NamedTuple):
    """A termination as stated: `nth` is its place among those given."""

    nth: int
    person: UUID
    month: Month
    cause: str


def state_reviews(columns: Mapping[str, Column], as_of: date) -> Recorded:
    """Record medical reviews; `columns` are id, person_id, begun_on, ended_on."""
    stage(columns)
    with as_system():
        return state(_REVIEWS, as_of, current().at)


def state_terminations(rows: Iterable[Ending], as_of: date) -> Recorded:
    """Record that the latest Tickets of these people have terminated; one at a time, as each moves its Ticket."""
    given, done = list(rows), Recorded()
    people = {row.person for row in given}
    with as_system():
        tickets = dict(
            Ticket.objects.filter(person__in=people).order_by("sequence").values_list("person", "pk")
        )
        ended = {
            row.ticket_id: row
            for row in Termination.objects.filter(ticket__in=tickets.values(), superseded_at=None)
        }
    for row in given:
        ticket = tickets.get(row.person)
        said = _said_before(ended.get(ticket), row) if ticket else _NO_TICKET
        if ticket and row.person not in done.people and said is None and ticket not in ended:
            moved = terminate_on_record(ticket=ticket, month=row.month, cause=row.cause)
            said = moved.sentence if isinstance(moved, Refused) else None
            if said is None:
                done.changed += 1
                done.people.add(row.person)
        if said is not None:
            done.refused.append(NotTaken(row.nth, "month", said, _ASK))
    return done


_NO_TICKET = "This person has no Ticket on record."
_ASK = "A termination is final. Ask the Ticket Program Manager what the record shows before sending it again."


def _said_before(known: Termination | None, row: Ending) -> str | None:
    """Why what is stated now differs from what is on record; None where nothing is, or the same."""
    if known is None or (known.month, known.cause) == (row.month, row.cause):
        return None
    return f"The Ticket terminated in {known.month} on record: {known.get_cause_display()}."
