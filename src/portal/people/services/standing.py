"""What the access desk records of a person: clearance and training (row A4, A5)."""

from datetime import date
from uuid import UUID

from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account, Clearance, Designation, TrainingRecord
from portal.people.moves import move_named
from portal.people.results import Answer, Done, NotAllowed, NotFound
from portal.people.services.ending import end_access
from portal.people.services.moving import done, lock_person, make_move, refuse, take
from portal.people.services.renewals import settle_renewals
from portal.policy.roles import Permission


def record_for_designation(
    *, designation: UUID, version: int, favourable: bool, decided_on: date, expires_on: date | None
) -> Answer:
    """Record the determination a designation waits for. An unfavourable one refuses it."""
    move = "record-clearance" if favourable else "refuse"
    row = take(designation, version, move)
    if not isinstance(row, Designation):
        return row
    if row.account_id is None:
        return refuse(row, move, NotAllowed("Verify the employment first."), "account")
    if (why := _wrong(favourable, decided_on, expires_on)) is not None:
        return refuse(row, move, NotAllowed(why), "dates")
    says = _record(row.account_id, favourable, decided_on, expires_on)
    with as_system():
        row.refresh_from_db()
        if row.state in Designation.OPEN:
            if not favourable:
                row.decided_why = "The suitability determination was not favorable."
            make_move(row, move_named(move))
    return done(row, *says)


def record_clearance(*, account: UUID, favourable: bool, decided_on: date, expires_on: date | None) -> Answer:
    """Record a determination of somebody on record. An unfavourable one ends access at once."""
    if (answer := _may_record(account)) is not None:
        return answer
    if (why := _wrong(favourable, decided_on, expires_on)) is not None:
        return NotAllowed(why)
    with as_system():
        lock_person(account)
    return Done(account, says=_record(account, favourable, decided_on, expires_on))


def record_training(*, account: UUID, completed_on: date) -> Answer:
    """Record a security awareness training that was taken elsewhere."""
    if (answer := _may_record(account)) is not None:
        return answer
    if completed_on > current().on:
        return NotAllowed("Enter the day the training was completed: today or before.")
    with as_system():
        TrainingRecord.objects.create(
            account_id=account, completed_on=completed_on, recorded_by=current().actor.account
        )
        note(
            "training-recorded",
            subject_kind="account",
            subject=account,
            detail={"completed_on": completed_on.isoformat()},
        )
        settle_renewals(account=account)
    return Done(account)


def _record(account: UUID, favourable: bool, decided_on: date, expires_on: date | None) -> tuple[str, ...]:
    """Write the determination; its person's account is locked."""
    unit = current()
    with as_system():
        Clearance.objects.create(
            account_id=account,
            favourable=favourable,
            decided_on=decided_on,
            expires_on=expires_on or decided_on,
            recorded_by=unit.actor.account,
            recorded_at=unit.at,
        )
        note(
            "clearance-recorded",
            subject_kind="account",
            subject=account,
            detail={"favourable": favourable, "decided_on": decided_on.isoformat()},
        )
        ended = None if favourable else end_access(account, why="clearance-unfavourable")
        settle_renewals(account=account)
    return ("The person's access has ended.",) if ended else ()


def _may_record(account: UUID) -> Answer | None:
    actor = current().actor
    if not actor.may(Permission.WORK_ACCESS_DESK) or not Account.objects.filter(pk=account).exists():
        return NotFound()
    if actor.account == account:
        return NotAllowed("This is your own record. A colleague has to do it.")
    return None


def _wrong(favourable: bool, decided_on: date, expires_on: date | None) -> str | None:
    if decided_on > current().on:
        return "Enter the day of the determination: today or before."
    if favourable and (expires_on is None or expires_on < decided_on):
        return "Enter the last good day of a favorable determination, not before the day it was made."
    return None
