"""The analysts' queue as its pages show it: who has what, what is free, what waits in a diary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.fields.json import KT

from portal.kernel.duties import DutyLine, line
from portal.kernel.models import Duty
from portal.kernel.paging import Page, read
from portal.kernel.unit import current
from portal.kernel.worklist import Worklist, duties
from portal.payments.duties import ANALYST_QUEUE
from portal.payments.models import Determination
from portal.payments.rows import RequestRow, of_ids


class Which(StrEnum):
    """Parts of the queue. Those put off until a later date stand in `PUT_OFF`, `OVERDUE` and `ALL` only."""

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
    """A part of the queue with its number of requests."""

    which: Which
    words: str
    requests: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A request in a queue. `days_open` is its age since it was submitted; `days_late` 0 when it is not."""

    duty: DutyLine
    request: RequestRow
    outcome: str
    reason: str
    denial: str
    amount: int | None
    days_open: int
    days_late: int
    mine: bool
    put_off: bool


class _Said(NamedTuple):
    """The last determination, in short."""

    outcome: str
    reason: str
    denial: str
    amount: int | None


_UNSAID = _Said("", "", "", None)


class Load(NamedTuple):
    """What one analyst has; the row of nobody holds what is free."""

    account: UUID | None
    name: str
    open: int
    overdue: int
    put_off: int
    earliest: date | None


def desk(which: Which, *, holder: UUID | None = None, page: int = 1, size: int = 25) -> Page[DeskRow]:
    """A part of the queue by due date; with `holder` only what that colleague has."""
    rows = _part(which)
    if holder is not None:
        rows = rows.filter(claimed_by=holder)
    return read(rows, page, size).map(desk_rows)


def tabs() -> list[Tab]:
    """Every part of the queue with its count, in one query."""
    counts = duties(ANALYST_QUEUE, current()).aggregate(
        **{which.name: Count("id", filter=_condition(which)) for which in Which}
    )
    return [Tab(which, WHICH_WORDS[which], counts[which.name]) for which in Which]


def next_free() -> DutyLine | None:
    """The free request that is due first, locked: two people who ask at once get two. For a writing unit."""
    row = _part(Which.FREE).select_for_update(skip_locked=True).first()
    return None if row is None else line(row)


def loads() -> list[Load]:
    """What each colleague has, and what nobody has (first), in one query."""
    later = Q(diary_until__gt=current().on)
    rows = (
        duties(ANALYST_QUEUE, current())
        .order_by()
        .values("claimed_by", "claimed_by_name")
        .annotate(
            open=Count("id", filter=~later),
            put_off=Count("id", filter=later),
            overdue=Count("id", filter=_condition(Which.OVERDUE)),
            earliest=Min("due_on"),
        )
    )
    found = [
        Load(r["claimed_by"], r["claimed_by_name"], r["open"], r["overdue"], r["put_off"], r["earliest"])
        for r in rows
    ]
    return sorted(found, key=lambda load: (load.account is not None, load.name))


def queue_rows(worklist: Worklist, *, page: int, size: int = 25) -> Page[DeskRow]:
    """A whole worklist of payment requests by due date."""
    return read(duties(worklist, current()), page, size).map(desk_rows)


def desk_rows(rows: Sequence[Duty]) -> list[DeskRow]:
    """Duties with their requests and what was last determined of each; the names shown are looks."""
    unit = current()
    wanted = [row.subject for row in rows]
    requests = {one.id: one for one in of_ids(wanted)}
    said = _last_said(wanted)
    return [
        DeskRow(
            duty=line(row),
            request=requests[row.subject],
            **said.get(row.subject, _UNSAID)._asdict(),
            days_open=(unit.on - requests[row.subject].submitted_on).days,
            days_late=max(0, (unit.on - row.due_on).days),
            mine=row.claimed_by is not None and row.claimed_by == unit.actor.account,
            put_off=row.diary_until is not None and row.diary_until > unit.on,
        )
        for row in rows
        if row.subject in requests
    ]


def _last_said(requests: list[UUID]) -> dict[UUID, _Said]:
    """What was said of each request in its last determination."""
    rows = (
        Determination.objects.filter(request__in=requests)
        .order_by("request", "-at", "-id")
        .distinct("request")
        .values_list("request", "outcome", KT("shown__primary__says"), KT("shown__denial"), "amount_cents")
    )
    return {
        request: _Said(outcome, says or "", code or "", cents) for request, outcome, says, code, cents in rows
    }


def _part(which: Which) -> QuerySet[Duty]:
    return duties(ANALYST_QUEUE, current()).filter(_condition(which))


def _condition(which: Which) -> Q:
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
