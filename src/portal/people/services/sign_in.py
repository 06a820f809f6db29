"""Sign-ins: one living one an account. A second ends the first, and the person and the trail are told (row A1)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction

from portal.kernel.clock import EASTERN
from portal.kernel.mailing import write_mail
from portal.kernel.trail import note, note_apart
from portal.kernel.unit import Unit, as_system, current
from portal.people.models import Account, SignIn

Ended = SignIn.Ended
_SEEN_SQL = "update people_signin set seen_at = %s where id = %s and ended_at is null"
_END_SQL = "update people_signin set ended_at = %s, ended_why = %s where id = %s and ended_at is null"
# What ends by itself, with nobody acting in the unit that notices.
_OVER = {"idle": Ended.IDLE, "limit": Ended.LIMIT, "moved": Ended.MOVED}


class Began(NamedTuple):
    """The new sign-in, and the one it ended, where one was living."""

    sign_in: UUID
    ended: SignIn | None


def begin(
    *, account: UUID, way: str, factor: str, admitted: bool, browser: str = "", network: str = ""
) -> Began:
    """Enter a sign-in that has passed every step. `admitted`: the access gate lets the person to work now."""
    unit = current()
    # Two sign-ins at once: the account's row makes the second wait for the first.
    person = Account.objects.select_for_update().get(pk=account)
    before = _end_the_living(account)
    row = SignIn.objects.create(
        account_id=account,
        way=way,
        factor=factor,
        browser=browser,
        network=network,
        admitted=admitted,
        admitted_on=unit.on if admitted else None,
        began_at=unit.moment.real,
        seen_at=unit.moment.real,
    )
    note("signed-in", subject_kind="account", subject=account, detail={"way": way, "factor": factor})
    if before is not None and before.ended_why == Ended.ELSEWHERE:
        note(
            "sign-in-ended",
            subject_kind="account",
            subject=account,
            detail={"why": Ended.ELSEWHERE, "sign_in": str(before.pk), "by": str(row.pk)},
        )
        _tell(person, before, row)
    return Began(row.pk, before)


def end(*, account: UUID, why: Ended) -> SignIn | None:
    """End the account's living sign-in; None where there is none."""
    row = _living(account)
    if row is None:
        return None
    _close(row, current().moment.real, why)
    note("sign-in-ended", subject_kind="account", subject=account, detail={"why": why})
    return row


def note_seen(unit: Unit, sign_in: str) -> None:
    """Enter over `side`, at most once a minute, that the sign-in is in use: a reading unit cannot write."""
    _apart(unit, _SEEN_SQL, [unit.moment.real, sign_in])


def note_over(unit: Unit, sign_in: str, why: str) -> None:
    """Enter over `side` that a sign-in was found over: left idle, as old as one may get, or taken elsewhere."""
    if why == Ended.MOVED:
        note_apart(unit, "sign-in-moved", detail={"sign_in": sign_in})
    if why in _OVER:
        _apart(unit, _END_SQL, [unit.moment.real, str(_OVER[why]), sign_in])


def _apart(unit: Unit, statement: str, values: list[Any]) -> None:
    with transaction.atomic(using="side"), connections["side"].cursor() as cursor:
        # The actor of the change, for the trigger that guards the table.
        cursor.execute("select set_config('portal.actor', %s, true)", [unit.actor.label])
        cursor.execute(statement, values)


def _end_the_living(account: UUID) -> SignIn | None:
    """End what is living: as left idle or too old where it was over already, else because of the new one."""
    row = _living(account)
    if row is None:
        return None
    real = current().moment.real
    idle_at = row.seen_at + timedelta(seconds=settings.PORTAL_SESSION_IDLE_SECONDS)
    limit_at = row.began_at + timedelta(seconds=settings.PORTAL_SESSION_LIMIT_SECONDS)
    if min(idle_at, limit_at) <= real:
        _close(row, min(idle_at, limit_at), Ended.IDLE if idle_at < limit_at else Ended.LIMIT)
    else:
        _close(row, real, Ended.ELSEWHERE)
    return row


def _living(account: UUID) -> SignIn | None:
    return SignIn.objects.select_for_update().filter(account_id=account, ended_at=None).first()


def _close(row: SignIn, at: datetime, why: Ended) -> None:
    row.ended_at, row.ended_why = at, why
    row.save(update_fields=["ended_at", "ended_why"])


def _tell(person: Account, before: SignIn, after: SignIn) -> None:
    when = after.began_at.astimezone(EASTERN)
    where = f" with {after.browser}" if after.browser else ""
    with as_system():
        write_mail(
            key=f"signed-in-elsewhere/{after.pk}",
            account=person.pk,
            address=person.email,
            subject="A second sign-in to the Ticket Portal ended the first",
            body=(
                f"You signed in{where} at {when:%H:%M} Eastern on {when:%B} {when.day}."
                " That ended your earlier sign-in: a person has one at a time.\n\n"
                "If this was not you, tell the Ticket Program Help Desk at once.\n"
            ),
        )
