"""One at a time on a Ticket: what may be paid depends on everything that was."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def lock_ticket(ticket: UUID) -> None:
    """Wait until this unit is the only one that decides on the Ticket; held until it ends.

    An advisory lock, because a provider's role may read a Ticket's row but not lock it. Taken before any
    request's row is locked, so that two units cannot wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ticket/{ticket}"])


def lock_tickets(tickets: Iterable[UUID]) -> None:
    """The same for many Tickets, in one order, so that two units that lock several cannot wait for each other."""
    keys = sorted({f"ticket/{ticket}" for ticket in tickets})
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(ticket, 0))"
            " from unnest(%s::text[]) with ordinality as wanted (ticket, nth) order by nth",
            [keys],
        )
