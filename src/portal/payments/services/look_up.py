"""Finding a Ticketholder by SSN, without telling whose numbers exist (row C1)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.kernel.ids import new_id
from portal.kernel.trail import note, note_apart
from portal.kernel.unit import current
from portal.payments import parameters
from portal.tickets.models import Assignment, Person, RefusedLookUp

NO_TICKET = "That beneficiary does not have a Ticket assigned with your organization"
WAIT = "Too many Social Security numbers were tried that have no Ticket with your organization. Wait an hour."
_WINDOW = timedelta(hours=1)
# What a number that cannot be one is looked up as, so that the same work is done; no index holds it.
_NOBODY = "000000000"


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


@dataclass(frozen=True, slots=True)
class TooMany:
    """The account or its organisation has to wait."""

    sentence: str = WAIT


def look_up(*, ssn: str) -> Found | NoTicket | TooMany:
    """Look for a Ticketholder of the actor's organisation, held now or before, by an SSN as typed."""
    actor = current().actor
    if actor.account is None or actor.organisation is None:
        raise PermissionError("a look-up is made by a person for an organisation")
    if _must_wait(actor.account, actor.organisation):
        note_apart(current(), "look-up-stopped")
        return TooMany()
    person = vault.find_person(vault.ssn_digits(ssn) or _NOBODY) or new_id()
    # Both are asked whatever the first says, and a provider's role sees its own rows only.
    numbers = list(Person.objects.filter(pk=person).values_list("number", flat=True))
    assignments = list(
        Assignment.objects.filter(person=person, organisation=actor.organisation, superseded_at=None)
        .order_by("-assigned_on", "id")
        .values_list("pk", flat=True)
    )
    if numbers and assignments:
        note("look-up-found", subject_kind="person", subject=person, people=[person])
        return Found(person, numbers[0], tuple(assignments))
    RefusedLookUp(account=actor.account, organisation=actor.organisation, at=current().at).save(
        force_insert=True
    )
    note_apart(current(), "look-up-refused")
    return NoTicket()


def _must_wait(account: UUID, organisation: UUID) -> bool:
    """Are the last hour's refusals used up? An account's look-ups run one after the other, to be counted."""
    unit = current()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"look-up/{account}"])
    recent = RefusedLookUp.objects.filter(at__gt=unit.at - _WINDOW)
    return recent.filter(account=account).count() >= parameters.on(
        parameters.LOOK_UPS_ACCOUNT, unit.on
    ) or recent.filter(organisation=organisation).count() >= parameters.on(
        parameters.LOOK_UPS_ORGANISATION, unit.on
    )
