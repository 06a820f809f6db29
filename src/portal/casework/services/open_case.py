"""Opening a provider's file on somebody, before any assignment (row D2)."""

from uuid import UUID

from django.db import connection

from portal.casework.facts import on_record
from portal.casework.models import Case
from portal.casework.results import NO_NAME, NOBODY, NotOpened, Opened
from portal.casework.sealing import seal
from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.tickets.services.look_up import Miss, TooMany, by_ssn


def open_case(*, ssn: str, name: str) -> Opened | NotOpened | TooMany:
    """Open the organisation's case on the beneficiary with this SSN as typed, or lead to the one that is open.

    `name` is the name as it was given, sealed under the file's key. Nothing of the record is told: only that there is
    such a beneficiary. Two at once open one case.
    """
    given = " ".join(name.split())
    if not given:
        return NotOpened(NO_NAME)
    person = by_ssn(ssn, on_record)
    if isinstance(person, TooMany):
        return person
    if isinstance(person, Miss):
        return NotOpened(NOBODY)
    organisation = current().actor.organisation
    if organisation is None:
        raise PermissionError("a case belongs to an organisation")
    return open_for(organisation=organisation, person=person, name=given)


def open_for(*, organisation: UUID, person: UUID, name: str) -> Opened:
    """The organisation's open case on a person, opened under the name as given where there is none."""
    _one_at_a_time(organisation, person)
    there = Case.objects.filter(organisation=organisation, person=person, closed_on=None).first()
    if there is not None:
        return Opened(there.pk, there.number, fresh=False)
    return _opened(organisation, person, name)


def _opened(organisation: UUID, person: UUID, name: str) -> Opened:
    unit = current()
    case = Case(
        id=new_id(),
        number=new_number("CS"),
        organisation_id=organisation,
        person_id=person,
        opened_on=unit.on,
        opened_by=unit.actor.account,
        opened_by_name=unit.actor.name,
        opened_at=unit.at,
    )
    case.name = seal(case, "name", name, case.pk)
    with as_system():
        case.save(force_insert=True)
    note("case-opened", subject_kind="case", subject=case.pk, people=[person])
    return Opened(case.pk, case.number, fresh=True)


def _one_at_a_time(organisation: UUID, person: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case/{organisation}/{person}"]
        )
