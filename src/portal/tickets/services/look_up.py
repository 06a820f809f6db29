"""Finding a person by SSN, without telling whose numbers exist: every look-up of the portal goes through here.

A miss is counted for the account and its organisation, whatever page it was typed on; past the limit both wait.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from portal.kernel import vault
from portal.kernel.dated import on
from portal.kernel.ids import new_id
from portal.kernel.trail import note, note_apart
from portal.kernel.unit import current
from portal.tickets.models import RefusedLookUp
from portal.tickets.parameters import LOOK_UPS_ACCOUNT, LOOK_UPS_ORGANISATION

WAIT = "Too many Social Security numbers were tried that have no Ticket with your organization. Wait an hour."
_WINDOW = timedelta(hours=1)
# What a number that cannot be one is looked up as, so that the same work is done; no index holds it.
_NOBODY = "000000000"


@dataclass(frozen=True, slots=True)
class Miss:
    """Unknown, mistyped, or not the asker's to know: one answer for all of them."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """The account or its organisation has to wait."""

    sentence: str = WAIT


def by_ssn[Found](ssn: str, known: Callable[[UUID], Found | None]) -> Found | Miss | TooMany:
    """What `known` tells of the person with this SSN as typed; a Miss where it tells nothing.

    `known` is asked whether there is such a person or not, so that both take the same work.
    """
    actor = current().actor
    if actor.account is None or actor.organisation is None:
        raise PermissionError("a look-up is made by a person for an organisation")
    if _must_wait(actor.account, actor.organisation):
        note_apart(current(), "look-up-stopped")
        return TooMany()
    person = vault.find_person(vault.ssn_digits(ssn) or _NOBODY) or new_id()
    found = known(person)
    if found is not None:
        note("look-up-found", subject_kind="person", subject=person, people=[person])
        return found
    RefusedLookUp(account=actor.account, organisation=actor.organisation, at=current().at).save(
        force_insert=True
    )
    note_apart(current(), "look-up-refused")
    return Miss()


def _must_wait(account: UUID, organisation: UUID) -> bool:
    """Are the last hour's refusals used up? An account's look-ups run one after the other, to be counted."""
    unit = current()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"look-up/{account}"])
    recent = RefusedLookUp.objects.filter(at__gt=unit.at - _WINDOW)
    return recent.filter(account=account).count() >= on(LOOK_UPS_ACCOUNT, unit.on) or recent.filter(
        organisation=organisation
    ).count() >= on(LOOK_UPS_ORGANISATION, unit.on)
