"""Taking hold of a designation and moving it: in scope, locked, unchanged since the page was made, allowed.

Locks are taken in one order everywhere: account, employment, designation.
"""

from uuid import UUID

from portal.kernel.actor import SYSTEM
from portal.kernel.duties import settle
from portal.kernel.trail import note
from portal.kernel.unit import as_system, current
from portal.people.duties import KINDS, duties_for
from portal.people.models import Account, Designation, Employment
from portal.people.moves import STATE_WORDS, Hands, Move, may_move, move_named
from portal.people.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.designation import FOUR_EYES
from portal.policy.roles import Permission


def take(designation: UUID, version: int, move: str) -> Designation | Changed | NotAllowed | NotFound:
    """The designation, locked with the account it is about, or why the actor may not make this move.

    An administrator's are those of the own organisation; the desk's are all. Refusals are noted.
    """
    actor = current().actor
    rows = Designation.objects.all()
    if not actor.may(Permission.WORK_ACCESS_DESK):
        rows = rows.filter(organisation=actor.organisation)
    found = rows.filter(pk=designation).values_list("account", flat=True).first()
    if not rows.filter(pk=designation).exists():
        return NotFound()
    with as_system():
        if found is not None:
            lock_person(found)
        row = (
            Designation.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .get(pk=designation)
        )
    if row.version != version:
        return refuse(
            row, move, Changed(row.decided_by_name, row.decided_at, STATE_WORDS[row.state]), "version"
        )
    wanted = move_named(move)
    refused = may_move(row.state, wanted, actor, row.purpose, hands_of(row))
    if refused is not None:
        return refuse(row, move, NotAllowed(refused.sentence), refused.check)
    return row


def lock_person(account: UUID) -> list[Employment]:
    """Lock an account and its employments, which come back; as the system."""
    Account.objects.select_for_update().get(pk=account)
    return list(
        Employment.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(account=account)
        .order_by("started_on", "pk")
    )


def make_move(row: Designation, move: Move, detail: dict[str, object] | None = None) -> Designation:
    """Move a locked designation along a row of the table; the caller has judged that it may. As the system."""
    unit = current()
    before, row.state = row.state, move.to
    row.version += 1
    if row.state not in Designation.OPEN:
        row.decided_by, row.decided_by_name, row.decided_at = unit.actor.account, unit.actor.name, unit.at
    row.save()
    settle(row.pk, KINDS, duties_for(row, unit.on))
    note(
        f"designation-{move.name}",
        subject_kind="designation",
        subject=row.pk,
        detail={"from": before, "to": move.to, "version": row.version, **(detail or {})},
    )
    return row


def find_on(row: Designation, name: str) -> None:
    """Make a move of the system's on what is on record, if the table has it from this state."""
    move = move_named(name)
    if may_move(row.state, move, SYSTEM, row.purpose) is None:
        make_move(row, move)


def refuse[Value: Answer](row: Designation, move: str, value: Value, check: str) -> Value:
    """Note a refused move and hand back its value."""
    note(
        "designation-move-refused",
        subject_kind="designation",
        subject=row.pk,
        detail={"move": move, "check": check, "state": row.state},
    )
    return value


def done(row: Designation, *says: str) -> Done:
    """The answer after a move."""
    return Done(row.pk, row.number, row.state, says)


def hands_of(row: Designation) -> Hands:
    """Who has had to do with this designation; needs its organisation loaded."""
    return Hands(
        staff=row.organisation.kind in FOUR_EYES,
        person=str(row.account_id) if row.account_id else None,
        named_by=str(row.designated_by),
        verified_by=str(row.verified_by) if row.verified_by else None,
    )
