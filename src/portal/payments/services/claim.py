"""Who works on what: claiming, handing over, laying down, putting off until a date (row L13)."""

from datetime import date
from uuid import UUID

from portal.kernel import duties
from portal.kernel.duties import Claimed, Taken
from portal.kernel.models import Duty
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.payments.duties import DECIDE
from portal.payments.models import PaymentRequest
from portal.payments.moves import STATE_WORDS
from portal.payments.results import Answer, Changed, Done, NotAllowed, NotFound
from portal.people.models import Account, Employment
from portal.policy.roles import GRANTS, Permission


def claim(*, duty: UUID, version: int) -> Answer:
    """Take a duty that nobody has."""
    row = _in_scope(duty)
    if row is None:
        return NotFound()
    actor = current().actor
    if row.claimed_by not in (None, actor.account):
        return _refused(row, f"{row.claimed_by_name} has this. Ask for it to be handed over.")
    return _answer(row, duties.give(duty=duty, version=version, account=actor.account, name=actor.name))


def unclaim(*, duty: UUID, version: int) -> Answer:
    """Lay down a duty of one's own; a supervisor may lay down anybody's."""
    row = _in_scope(duty)
    if row is None:
        return NotFound()
    if (why := _not_mine(row)) is not None:
        return _refused(row, why)
    return _answer(row, duties.give(duty=duty, version=version, account=None, name=""))


def hand_over(*, duty: UUID, version: int, to_account: UUID) -> Answer:
    """Give a duty to a colleague who may do it: one's own, or a supervisor anybody's."""
    row = _in_scope(duty)
    if row is None:
        return NotFound()
    if (why := _not_mine(row)) is not None:
        return _refused(row, why)
    colleague = colleagues().get(to_account)
    if colleague is None:
        return _refused(row, "That person cannot decide payment requests.")
    return _answer(row, duties.give(duty=duty, version=version, account=to_account, name=colleague))


def put_off(*, duty: UUID, version: int, until: date, reason: str) -> Answer:
    """Hide a duty of one's own until a date, with the reason; its due date stays."""
    row = _in_scope(duty)
    if row is None:
        return NotFound()
    if (why := _not_mine(row)) is not None:
        return _refused(row, why)
    if until <= current().on:
        return _refused(row, "Give a date after today.")
    if not reason.strip():
        return _refused(row, "Say what you wait for.")
    return _answer(row, duties.put_off(duty=duty, version=version, until=until, reason=reason.strip()))


def colleagues() -> dict[UUID, str]:
    """Who may be given a duty: name by account."""
    unit = current()
    able = {str(role) for role in GRANTS[Permission.WORK_PAYMENT_QUEUE]}
    employed = Employment.objects.filter(
        organisation=unit.actor.organisation,
        ended_on=None,
        verified_on__lte=unit.on,
        roles__overlap=sorted(able),
    ).values("account")
    return dict(
        Account.objects.filter(pk__in=employed, is_active=True).order_by("name").values_list("pk", "name")
    )


def _in_scope(duty: UUID) -> Duty | None:
    if not current().actor.may(Permission.WORK_PAYMENT_QUEUE):
        return None
    # Locked before it is judged whose it is: what was read a moment ago may be somebody else's by now.
    return Duty.objects.select_for_update().filter(pk=duty, kind=DECIDE).first()


def _not_mine(row: Duty) -> str | None:
    actor = current().actor
    if actor.may(Permission.SUPERVISE_PAYMENT_QUEUE) or row.claimed_by == actor.account:
        return None
    return "Only who has claimed this, or a supervisor, can do that. Claim it first."


def _refused(row: Duty, sentence: str) -> NotAllowed:
    note("duty-move-refused", subject_kind="duty", subject=row.pk, people=[row.person] if row.person else [])
    return NotAllowed(sentence)


def _answer(row: Duty, result: Claimed | Taken) -> Answer:
    request = PaymentRequest.objects.get(pk=row.subject)
    if isinstance(result, Claimed):
        return Done(request.pk, request.number, request.state)
    return Changed(result.by_name, None, STATE_WORDS[request.state])
