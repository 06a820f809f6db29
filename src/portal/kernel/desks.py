"""Taking work from a queue, laying it down, handing it over, putting it off until a date: one mechanism (row L13).

A room declares its desk; its pages and services call what stands here. Each names the version of the duty it saw.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.kernel import duties
from portal.kernel.duties import Claimed, Taken
from portal.kernel.models import Duty
from portal.kernel.trail import note
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist
from portal.policy.roles import Permission

ASK_FOR_IT = "{} has this. Ask for it to be handed over."
NOT_YOURS = "Only who has claimed this, or a supervisor, can do that. Claim it first."
CANNOT = "That person cannot do this work."
TAKE_IT = "Take this first: then nobody else decides on it at the same time."
LATER = "Give a date after today."
SAY_WHY = "Say what you wait for."


def _nothing(subject: UUID) -> None:
    """What most desks do besides."""


def _nobody(subject: UUID, account: UUID) -> str:
    """Whom most desks keep away from a piece of work."""
    return ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A queue that people share. `supervise`: who may move anybody's work; nobody where it is None.

    `lock` takes the subject of a duty before the duty itself, as the room's other services do; `given` is what else
    happens, in the same unit, to a subject that somebody has now. `barred` says in a sentence why a person may not have
    a subject, whatever its roles; "" where it may.
    """

    worklist: Worklist
    work: Permission
    supervise: Permission | None = None
    lock: Callable[[UUID], None] = _nothing
    given: Callable[[UUID], None] = _nothing
    barred: Callable[[UUID, UUID], str] = _nobody


@dataclass(frozen=True, slots=True)
class Barred:
    """Why the actor may not, in a sentence; nothing was changed."""

    sentence: str


# None: no such duty at this desk, or none for the actor.
type Answer = Claimed | Taken | Barred | None


def take(desk: Desk, *, duty: UUID, version: int) -> Answer:
    """Take a duty that nobody has."""
    row = _locked(desk, duty) if current().actor.may(desk.work) else None
    if row is None:
        return None
    actor = current().actor
    if row.claimed_by not in (None, actor.account):
        return _barred(row, ASK_FOR_IT.format(row.claimed_by_name))
    return _give(desk, row, version, actor.account, actor.name)


def lay_down(desk: Desk, *, duty: UUID, version: int) -> Answer:
    """Lay down a duty of one's own; a supervisor may lay down anybody's."""
    row = _mine(desk, duty)
    if not isinstance(row, Duty):
        return row
    return duties.give(duty=duty, version=version, account=None, name="")


def hand_over(desk: Desk, *, duty: UUID, version: int, to_account: UUID, able: Mapping[UUID, str]) -> Answer:
    """Give a duty to a colleague: one's own, or a supervisor anybody's. `able`: who may do it, by account."""
    row = _mine(desk, duty)
    if not isinstance(row, Duty):
        return row
    if to_account not in able:
        return _barred(row, CANNOT)
    return _give(desk, row, version, to_account, able[to_account])


def put_off(desk: Desk, *, duty: UUID, version: int, until: date, reason: str) -> Answer:
    """Hide a duty of one's own until a date, with the reason; its due date stays."""
    row = _mine(desk, duty)
    if not isinstance(row, Duty):
        return row
    if until <= current().on:
        return _barred(row, LATER)
    if not reason.strip():
        return _barred(row, SAY_WHY)
    return duties.put_off(duty=duty, version=version, until=until, reason=reason.strip())


def holds(desk: Desk, subject: UUID) -> str | None:
    """Why the actor may not decide on a subject that it has not taken, in a sentence; None when it has."""
    row = _on(desk, subject)
    if row is None or row.claimed_by is None:
        return TAKE_IT
    return _with_another(row)


def in_others_hands(desk: Desk, subject: UUID) -> str | None:
    """The same for a subject that may also be nobody's: why not, where a colleague has it."""
    row = _on(desk, subject)
    return None if row is None or row.claimed_by is None else _with_another(row)


def _on(desk: Desk, subject: UUID) -> Duty | None:
    rows = Duty.objects.select_for_update().filter(kind__in=desk.worklist.kinds, closed_at=None)
    return rows.filter(subject=subject).first()


def _with_another(row: Duty) -> str | None:
    mine = row.claimed_by == current().actor.account
    return None if mine else ASK_FOR_IT.format(row.claimed_by_name)


def _give(desk: Desk, row: Duty, version: int, account: UUID | None, name: str) -> Claimed | Taken | Barred:
    if account is not None and (why := desk.barred(row.subject, account)):
        return _barred(row, why)
    answer = duties.give(duty=row.pk, version=version, account=account, name=name)
    if isinstance(answer, Claimed):
        desk.given(row.subject)
    return answer


def _locked(desk: Desk, duty: UUID) -> Duty | None:
    rows = Duty.objects.filter(pk=duty, kind__in=desk.worklist.kinds)
    subject = rows.values_list("subject", flat=True).first()
    if subject is None:
        return None
    desk.lock(subject)
    # Locked before it is judged whose it is: what was read a moment ago may be somebody else's by now.
    return rows.select_for_update().first()


def _mine(desk: Desk, duty: UUID) -> Duty | Barred | None:
    """The duty, locked, where the actor may move it."""
    actor = current().actor
    supervises = desk.supervise is not None and actor.may(desk.supervise)
    row = _locked(desk, duty) if supervises or actor.may(desk.work) else None
    if row is None or supervises or row.claimed_by == actor.account:
        return row
    return _barred(row, NOT_YOURS)


def _barred(row: Duty, sentence: str) -> Barred:
    note("duty-move-refused", subject_kind="duty", subject=row.pk, people=[row.person] if row.person else [])
    return Barred(sentence)
