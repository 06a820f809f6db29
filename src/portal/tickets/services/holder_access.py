"""A Ticketholder's own account: invited by who knows the person, taken back, ended (mission row L10)."""

from datetime import timedelta
from uuid import UUID

from django.db import connection

from portal.kernel.actor import Wall
from portal.kernel.ids import new_id
from portal.kernel.links import code_of, hash_of
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account, Invitation
from portal.people.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.people.services.factors import take_ways_in
from portal.people.services.invitation import invite, withdraw
from portal.policy.roles import Permission
from portal.policy.tables.parameters import ACCESS_IN_FORCE
from portal.tickets.holders.facts import address_in_use, code_key
from portal.tickets.holders.reach import within_reach
from portal.tickets.models import HolderAccess, Person

State = HolderAccess.State
HAS_ONE = (
    "This person has an account already. If the person cannot get in, Beneficiary Support at the Ticket to Work"
    " Help Line can close it and invite anew."
)
IN_USE = (
    "This e-mail address cannot be used: the portal knows it for another account. Ask for an address that is the"
    " person's own."
)
CLOSED = "No account can be opened to this record. Call Beneficiary Support."


def invite_holder(*, person: UUID, email: str, language: str, given: str) -> Answer:
    """Invite a Ticketholder whose Ticket the actor's organisation holds now, or anybody by Beneficiary Support."""
    actor = current().actor
    if not actor.may(Permission.INVITE_TICKETHOLDERS) or not within_reach(person):
        return NotFound()
    return send_invitation(person=person, email=email, language=language, given=given)


def send_invitation(*, person: UUID, email: str, language: str, given: str) -> Answer:
    """Invite the person of this record; the caller has judged that the actor may. An earlier invitation ends.

    `given` is how the code is told. The mail has the link, and nothing about anybody.
    """
    unit = current()
    if unit.actor.account is None or unit.actor.organisation is None:
        raise PermissionError("a Ticketholder is invited by a person for an organisation")
    _lock(person)
    with as_system():
        record = Person.objects.get(pk=person)
    refused = _why_not(record)
    if refused is None:
        with as_system():
            account = _account_of(email, record)
            Account.objects.select_for_update().get(pk=account.pk)
        refused = NotAllowed(IN_USE) if address_in_use(account, record.pk) else None
    if refused is not None:
        note("holder-invitation-refused", people=[person])
        return refused
    row = HolderAccess(
        id=new_id(),
        account=account,
        person=record,
        organisation_id=unit.actor.organisation,
        language=language,
        code_given=given,
        invited_by=unit.actor.account,
        invited_by_name=unit.actor.name,
        invited_at=unit.at,
        expires_at=unit.moment.real + timedelta(days=ACCESS_IN_FORCE.invitation_days),
    )
    row.code_hash = hash_of(code_of(code_key(row.pk)))
    with as_system():
        for earlier in _open_of(person):
            _close(earlier, State.WITHDRAWN, "invited anew")
        take_ways_in(account=account.pk, password=True)
        row.save(force_insert=True)
        note("holder-invited", subject_kind="account", subject=account.pk, people=[person])
    invite(account=account.pk, purpose=Invitation.Purpose.HOLDER)
    return Done(row.pk)


def take_back(*, access: UUID, version: int) -> Answer:
    """Take an open invitation back: by who may invite this person."""
    row = _taken(access, version, Permission.INVITE_TICKETHOLDERS)
    if not isinstance(row, HolderAccess):
        return row
    if row.state != State.INVITED:
        return NotAllowed("The invitation is not open any more.")
    with as_system():
        _close(row, State.WITHDRAWN, "taken back")
    return Done(row.pk)


def end_access(*, access: UUID, version: int, why: str) -> Answer:
    """End a proved account at once: the person has lost it, asked for it, or it is in the wrong hands."""
    row = _taken(access, version, Permission.WORK_HOLDER_ACCESS)
    if not isinstance(row, HolderAccess):
        return row
    if row.state not in (State.BOUND, State.INVITED, State.STOPPED):
        return NotAllowed("This account was ended before.")
    if not why.strip():
        return NotAllowed("Say why it ends.")
    with as_system():
        _close(row, State.ENDED, why.strip())
    return Done(row.pk)


def choose_language(*, language: str) -> None:
    """The Ticketholder acting reads this language from now on."""
    with as_system():
        rows = HolderAccess.objects.filter(
            account=current().actor.account, state__in=[State.INVITED, State.BOUND]
        )
        rows.update(language=language)


def _lock(person: UUID) -> None:
    """One invitation or proof about a record at a time: its own row is nobody's to lock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"holder/{person}"])


def _account_of(email: str, record: Person) -> Account:
    """The account of this address. It is named by the record's number: no name of a person is kept in clear."""
    account, made = Account.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"name": f"Ticketholder {record.number}", "created_at": current().at},
    )
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
        note("account-made", subject_kind="account", subject=account.pk)
    return account


def _why_not(record: Person) -> NotAllowed | None:
    with as_system():
        bound = HolderAccess.objects.filter(person=record, state=State.BOUND).exists()
    if record.died_on is not None and record.died_on <= current().on:
        return NotAllowed(CLOSED)
    return NotAllowed(HAS_ONE) if bound else None


def _open_of(person: UUID) -> list[HolderAccess]:
    return list(HolderAccess.objects.select_for_update().filter(person=person, state=State.INVITED))


def _close(row: HolderAccess, state: State, why: str) -> None:
    """End it in the same second: the ways in are taken, the sign-in ends, links and code open nothing. As system."""
    unit = current()
    row.state, row.ended_why, row.ended_by_name = state, why, unit.actor.name
    row.ended_on = unit.on
    row.version += 1
    row.save()
    take_ways_in(account=row.account_id, password=True)
    withdraw(account=row.account_id)
    note(
        "holder-access-ended",
        subject_kind="account",
        subject=row.account_id,
        people=[row.person_id],
        detail={"state": str(state)},
    )


def _taken(
    access: UUID, version: int, permission: Permission
) -> HolderAccess | Changed | NotAllowed | NotFound:
    """The access, locked, if it is the actor's to change and nobody was faster."""
    actor = current().actor
    if not actor.may(permission):
        return NotFound()
    with as_system():
        found = HolderAccess.objects.filter(pk=access).first()
        if found is None:
            return NotFound()
        _lock(found.person_id)
        row = HolderAccess.objects.select_for_update().get(pk=access)
    if actor.wall is not Wall.STAFF and row.organisation_id != actor.organisation:
        return NotFound()
    if row.version != version:
        return Changed(row.ended_by_name, None, State(row.state).label)
    return row
