"""Who of the access desk works on what (row L13)."""

from uuid import UUID

from portal.kernel import duties
from portal.kernel.duties import Claimed
from portal.kernel.models import Duty
from portal.kernel.unit import current
from portal.people.duties import KINDS
from portal.people.models import Designation
from portal.people.moves import STATE_WORDS
from portal.people.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.policy.roles import Permission


def claim(*, duty: UUID, version: int) -> Answer:
    """Take a duty that nobody has."""
    return _give(duty, version, to_me=True)


def lay_down(*, duty: UUID, version: int) -> Answer:
    """Lay down a duty of one's own."""
    return _give(duty, version, to_me=False)


def _give(duty: UUID, version: int, *, to_me: bool) -> Answer:
    actor = current().actor
    if not actor.may(Permission.WORK_ACCESS_DESK):
        return NotFound()
    # Locked before it is judged whose it is: what was read a moment ago may be somebody else's by now.
    row = Duty.objects.select_for_update().filter(pk=duty, kind__in=KINDS).first()
    if row is None:
        return NotFound()
    if row.claimed_by not in (None, actor.account):
        return NotAllowed(f"{row.claimed_by_name} has this. Talk to each other before you decide it.")
    account, name = (actor.account, actor.name) if to_me else (None, "")
    result = duties.give(duty=duty, version=version, account=account, name=name)
    found = Designation.objects.get(pk=row.subject)
    if isinstance(result, Claimed):
        return Done(found.pk, found.number, found.state)
    return Changed(result.by_name, None, STATE_WORDS[found.state])
