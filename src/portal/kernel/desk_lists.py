"""A desk's queue in parts: what is free, one's own, put off, overdue; and what each colleague has (row L13)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from portal.kernel.desks import Desk
from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, duties

# So many at the head of a queue are tried before it is called empty: colleagues may just be taking them.
_TRIED = 20


class Which(StrEnum):
    """Parts of a queue. Those put off until a later date stand in `PUT_OFF`, `OVERDUE` and `ALL` only."""

    FREE = "free"
    MINE = "mine"
    PUT_OFF = "put-off"
    OVERDUE = "overdue"
    ALL = "all"


WHICH_WORDS = {
    Which.FREE: "Free",
    Which.MINE: "Mine",
    Which.PUT_OFF: "Put off",
    Which.OVERDUE: "Overdue",
    Which.ALL: "All",
}


class Tab(NamedTuple):
    """A part of the queue with its number of duties."""

    which: Which
    words: str
    pieces: int


class Next(NamedTuple):
    """The duty to take next, and what it is about."""

    duty: DutyLine
    subject: UUID


class Load(NamedTuple):
    """What one colleague has; the row of nobody holds what is free."""

    account: UUID | None
    name: str
    open: int
    overdue: int
    put_off: int
    earliest: date | None


def part(worklist: Worklist, which: Which, holder: UUID | None = None) -> QuerySet[Duty]:
    """A part of the queue by due date; with `holder` only what that colleague has."""
    rows = duties(worklist, current()).filter(condition(which))
    return rows if holder is None else rows.filter(claimed_by=holder)


def tabs(worklist: Worklist) -> list[Tab]:
    """Every part of the queue with its count, in one query."""
    counts = duties(worklist, current()).aggregate(
        **{which.name: Count("id", filter=condition(which)) for which in Which}
    )
    return [Tab(which, WHICH_WORDS[which], counts[which.name]) for which in Which]


def next_free(desk: Desk) -> Next | None:
    """The free duty that is due first and the actor may have, locked: two who ask at once get two."""
    free, account = part(desk.worklist, Which.FREE), current().actor.account
    for duty, subject in free.values_list("pk", "subject")[:_TRIED]:
        if account is not None and desk.barred(subject, account):
            continue
        desk.lock(subject)
        row = free.select_for_update(skip_locked=True).filter(pk=duty).first()
        if row is not None:
            return Next(line(row), subject)
    return None


def duty_on(worklist: Worklist, subject: UUID) -> DutyLine | None:
    """The open duty of this queue on a subject; None once it is settled."""
    row = duties(worklist, current()).filter(subject=subject).first()
    return None if row is None else line(row)


def loads(worklist: Worklist) -> list[Load]:
    """What each colleague has, and what nobody has (first), in one query."""
    later = Q(diary_until__gt=current().on)
    rows = (
        duties(worklist, current())
        .order_by()
        .values("claimed_by", "claimed_by_name")
        .annotate(
            open=Count("id", filter=~later),
            put_off=Count("id", filter=later),
            overdue=Count("id", filter=condition(Which.OVERDUE)),
            earliest=Min("due_on"),
        )
    )
    found = [
        Load(r["claimed_by"], r["claimed_by_name"], r["open"], r["overdue"], r["put_off"], r["earliest"])
        for r in rows
    ]
    return sorted(found, key=lambda load: (load.account is not None, load.name))


def condition(which: Which) -> Q:
    """Which duties of a queue are in this part of it, for the person who asks today."""
    unit = current()
    later = Q(diary_until__gt=unit.on)
    match which:
        case Which.FREE:
            return Q(claimed_by=None) & ~later
        case Which.MINE:
            return Q(claimed_by=unit.actor.account) & ~later
        case Which.PUT_OFF:
            return later
        case Which.OVERDUE:
            return Q(due_on__lt=unit.on)
        case Which.ALL:
            return Q()
