"""An organisation's administrator names people; Social Security's access desk does the rest (row A5)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.kernel.ids import new_id
from portal.kernel.numbers import new_number
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.facts import grant_facts
from portal.people.models import Account, Designation, Employment, Organisation
from portal.people.moves import NEW, may_move, move_named
from portal.people.results import Answer, Done, NotAllowed, NotFound
from portal.people.services.moving import done, find_on, lock_person, make_move, take
from portal.policy.designation import clearance_serves
from portal.policy.roles import ROLES_AT, Permission

PREFIX = "DN"


@dataclass(frozen=True, slots=True)
class Named:
    """A person as the administrator names them. No roles is work with Ticketholders without portal access."""

    name: str
    email: str
    job_title: str
    starts_on: date
    roles: tuple[str, ...]
    reason: str


def designate(*, named: Named) -> Answer:
    """Name a person who does not work in the portal for the actor's organisation yet."""
    email = named.email.strip().lower()
    organisation = _own_organisation()
    if organisation is None:
        return NotFound()
    if (why := _wrong(organisation, named)) is not None:
        return NotAllowed(why)
    with as_system():
        here = Employment.objects.filter(organisation=organisation, account__email=email, ended_on=None)
        works_here = here.exists()
    if works_here:
        return NotAllowed(
            "A person with this e-mail address works here already. Open the person to ask for roles."
        )
    purpose = Designation.Purpose.PORTAL_USER if named.roles else Designation.Purpose.NO_ACCOUNT
    row = _row(organisation, named, email, purpose)
    return _entered(row)


def designate_again(*, employment: UUID, version: int, roles: tuple[str, ...], reason: str) -> Answer:
    """Ask for other roles for a person of the own organisation, or for access again where it has ended."""
    organisation = _own_organisation()
    if organisation is None:
        return NotFound()
    rows = Employment.objects.filter(pk=employment, organisation=organisation, ended_on=None)
    account = rows.values_list("account", flat=True).first()
    if account is None:
        return NotFound()
    with as_system():
        found = next(one for one in lock_person(account) if one.pk == employment)
        person = Account.objects.get(pk=account)
    if found.version != version or found.ended_on is not None:
        return NotAllowed("This person's access changed while you had the page open. Look at it again.")
    if not roles:
        return NotAllowed("Choose at least one role.")
    named = Named(person.name, person.email, found.job_title, found.started_on, roles, reason)
    if (why := _wrong(organisation, named)) is not None:
        return NotAllowed(why)
    row = _row(organisation, named, person.email, _purpose_again(found, roles))
    row.account, row.verified_on = person, found.verified_on
    return _entered(row)


def withdraw(*, designation: UUID, version: int, reason: str = "") -> Answer:
    """Take back a designation of the own organisation that is not decided."""
    row = take(designation, version, "withdraw")
    if not isinstance(row, Designation):
        return row
    if row.organisation_id != current().actor.organisation:
        return NotFound()
    with as_system():
        row.decided_why = reason.strip()
        make_move(row, move_named("withdraw"))
    return done(row)


def _purpose_again(found: Employment, roles: tuple[str, ...]) -> Designation.Purpose:
    if found.granted_on is None:
        return Designation.Purpose.PORTAL_USER
    if not found.roles or set(roles) <= set(found.roles):
        return Designation.Purpose.OPEN_AGAIN
    return Designation.Purpose.OTHER_ROLES


def _own_organisation() -> Organisation | None:
    actor = current().actor
    if actor.organisation is None or not actor.may(Permission.DESIGNATE_PEOPLE):
        return None
    return Organisation.objects.filter(pk=actor.organisation).first()


def _wrong(organisation: Organisation, named: Named) -> str | None:
    theirs = {str(role) for role in ROLES_AT.get(organisation.kind, frozenset())}
    if not set(named.roles) <= theirs:
        return "Choose roles of your own kind of organization."
    if not named.reason.strip():
        return "Say why the person needs this."
    refused = may_move(NEW, move_named("designate"), current().actor, Designation.Purpose.PORTAL_USER)
    return refused.sentence if refused else None


def _row(organisation: Organisation, named: Named, email: str, purpose: Designation.Purpose) -> Designation:
    unit = current()
    if unit.actor.account is None:
        raise PermissionError("a designation is made by a person")
    return Designation(
        id=new_id(),
        number=new_number(PREFIX),
        organisation=organisation,
        purpose=purpose,
        name=named.name.strip(),
        email=email,
        job_title=named.job_title.strip(),
        starts_on=named.starts_on,
        roles=sorted(named.roles),
        reason=named.reason.strip(),
        state=NEW,
        designated_by=unit.actor.account,
        designated_by_name=unit.actor.name,
        designated_at=unit.at,
    )


def _entered(row: Designation) -> Done | NotAllowed:
    """Write the new row, and let what is on record already carry it on."""
    try:
        with as_system(), transaction.atomic():
            make_move(row, move_named("designate"), {"purpose": row.purpose, "roles": row.roles})
    except IntegrityError:
        note("designation-refused", subject_kind="organisation", subject=row.organisation_id)
        return NotAllowed(
            "This person is named already, and the access desk has not decided yet. Open that designation,"
            " or withdraw it first."
        )
    carry_on(row)
    return done(row)


def carry_on(row: Designation) -> None:
    """What is verified and cleared already needs nobody's hand again."""
    facts = grant_facts(row)
    with as_system():
        if row.verified_on is not None:
            find_on(row, "find-verified")
        if clearance_serves(facts.organisation_kind, facts.clearance, current().on):
            find_on(row, "find-cleared")
