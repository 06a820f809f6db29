"""Access changed or ended, in the same second: roles taken, departures reported, access revoked (row A5)."""

from datetime import date, timedelta
from uuid import UUID

from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.models import Account, Designation, Employment, Invitation, SignIn
from portal.people.moves import move_named
from portal.people.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.people.services.administrators import administrators, settle_administrators
from portal.people.services.moving import lock_person, make_move
from portal.people.services.sign_in import end
from portal.policy.departures import reported
from portal.policy.roles import Permission

LAST_ADMINISTRATOR = (
    "The organization has no administrator any more. The access desk has been told, and will ask who names"
    " people now."
)


def change_roles(*, employment: UUID, version: int, roles: tuple[str, ...], reason: str) -> Answer:
    """Take roles away, which counts at the person's next request; roles are only added by the access desk."""
    row = _taken(employment, version, desk_only=False)
    if not isinstance(row, Employment):
        return row
    if not set(roles) < set(row.roles):
        return NotAllowed("Roles are only taken away here. To add one, name the person for it.")
    if not reason.strip():
        return NotAllowed("Say why the roles change.")
    with as_system():
        before, row.roles = row.roles, sorted(roles)
        row.version += 1
        row.save(update_fields=["roles", "version"])
        note(
            "roles-changed",
            subject_kind="employment",
            subject=row.pk,
            detail={"before": before, "after": row.roles},
        )
        if not roles:
            _close_ways_in(row.account_id)
        nobody = settle_administrators(row.organisation_id)
    return _done(row, nobody)


def report_departure(*, employment: UUID, version: int, last_day_worked: date, reason: str) -> Answer:
    """A person leaves: access ends now, or after a last day still to come. By the organisation, or by the desk."""
    row = _taken(employment, version, desk_only=False)
    if not isinstance(row, Employment):
        return row
    unit = current()
    if last_day_worked < row.started_on:
        return NotAllowed(f"The last day worked cannot be before the first, {row.started_on:%m/%d/%Y}.")
    if not reason.strip():
        return NotAllowed("Say why the person leaves.")
    with as_system():
        ends_now = last_day_worked <= unit.on
        # Who leaves today is out today; the day itself stands in `last_day_worked`.
        after = last_day_worked + timedelta(days=1)
        row.ended_on = min(after, unit.on) if ends_now else after
        row.last_day_worked, row.ended_why = last_day_worked, reason.strip()
        row.departure_reported_at, row.departure_reported_by = unit.at, unit.actor.account
        row.version += 1
        row.save()
        said = reported(last_day_worked, unit.at)
        note(
            "departure-reported",
            subject_kind="employment",
            subject=row.pk,
            detail={"hours": said.hours, "late": said.late, "access_ends_on": row.ended_on.isoformat()},
        )
        if ends_now:
            _close_ways_in(row.account_id)
        _end_designations(row.account_id, row.organisation_id)
        nobody = settle_administrators(row.organisation_id)
    return _done(row, nobody)


def revoke(*, employment: UUID, version: int, reason: str) -> Answer:
    """The access desk ends a person's access at once; the employment stays, and access has to be asked for anew."""
    row = _taken(employment, version, desk_only=True)
    if not isinstance(row, Employment):
        return row
    if not reason.strip():
        return NotAllowed("Say why the access ends.")
    with as_system():
        end_access(row.account_id, why="revoked", reason=reason.strip())
        nobody = settle_administrators(row.organisation_id)
    return _done(row, nobody)


def administrators_of(organisation: UUID) -> set[UUID]:
    """Who may name people there now; for the page that warns before the last one goes."""
    with as_system():
        return set(administrators(organisation))


def end_access(account: UUID, *, why: str, reason: str = "") -> bool:
    """Take every role of a locked person, end the sign-in and the invitations; True where there was access.

    As the system; the caller holds the lock of the account.
    """
    ended = False
    for row in lock_person(account):
        if row.ended_on is not None and row.ended_on <= current().on:
            continue
        if row.roles:
            before, row.roles = row.roles, []
            row.ended_why = reason
            row.version += 1
            row.save(update_fields=["roles", "ended_why", "version"])
            note(
                "access-ended",
                subject_kind="employment",
                subject=row.pk,
                detail={"before": before, "why": why},
            )
            ended = True
    _close_ways_in(account)
    return ended


def _taken(
    employment: UUID, version: int, *, desk_only: bool
) -> Employment | Changed | NotAllowed | NotFound:
    """The running employment, locked with its account, if it is the actor's to change."""
    actor = current().actor
    desk = actor.may(Permission.WORK_ACCESS_DESK)
    if not desk and (desk_only or not actor.may(Permission.DESIGNATE_PEOPLE)):
        return NotFound()
    rows = Employment.objects.filter(pk=employment)
    if not desk:
        rows = rows.filter(organisation=actor.organisation)
    account = rows.values_list("account", flat=True).first()
    if account is None:
        return NotFound()
    if desk_only and account == actor.account:
        return NotAllowed("This is your own access. A colleague has to do it.")
    with as_system():
        row = next(one for one in lock_person(account) if one.pk == employment)
    if row.version != version:
        return Changed(_who(row), row.departure_reported_at, "left" if row.ended_on else "changed")
    if row.ended_on is not None and row.ended_on <= current().on:
        return NotAllowed("This person has left already.")
    return row


def _who(row: Employment) -> str:
    by = row.departure_reported_by
    with as_system():
        return Account.objects.filter(pk=by).values_list("name", flat=True).first() or "" if by else ""


def _close_ways_in(account: UUID) -> None:
    """End the living sign-in and withdraw the open invitations: the next request is refused at the door."""
    end(account=account, why=SignIn.Ended.REVOKED)
    open_ones = Invitation.objects.filter(account=account, used_at=None, withdrawn_at=None)
    if open_ones.update(withdrawn_at=current().moment.real):
        note("invitation-withdrawn", subject_kind="account", subject=account)


def _end_designations(account: UUID, organisation: UUID) -> None:
    rows = Designation.objects.select_for_update(of=("self",)).filter(
        account=account, organisation=organisation, state__in=Designation.OPEN
    )
    for row in rows.order_by("pk"):
        row.decided_why = "The person has left."
        make_move(row, move_named("end-with-employment"))


def _done(row: Employment, nobody: bool) -> Done:
    return Done(row.pk, says=(LAST_ADMINISTRATOR,) if nobody else ())
