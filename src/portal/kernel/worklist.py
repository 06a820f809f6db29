"""Worklists: queries over open duties, declared in their rooms, listed on the home page of those who may."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from portal.kernel.actor import Actor, Wall
from portal.kernel.models import Duty
from portal.kernel.unit import Unit, current
from portal.policy.roles import Permission


@dataclass(frozen=True, slots=True)
class Worklist:
    """What a room declares: who may see it, which duties it holds, what its page says.

    `own`: staff who hold it, too, see those of their own organisation only, as a provider always does.
    `ahead`: only what is due in so many days or sooner (None: whatever is open).
    """

    slug: str
    title: str
    permission: Permission
    kinds: tuple[str, ...]
    empty: str
    own: Permission | None = None
    ahead: int | None = None

    def of_own(self, actor: Actor) -> bool:
        """Does this reader see the own organisation's duties only?"""
        return actor.wall is Wall.ORGANISATION or (self.own is not None and actor.may(self.own))

    def until(self, on: date) -> date:
        """The last due date that is on the list on a day."""
        return date.max if self.ahead is None else on + timedelta(days=self.ahead)


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """A worklist on the home page: open duties, those past their date, those put off until a later date."""

    slug: str
    title: str
    count: int
    overdue: int
    put_off: int
    mine: int
    empty: str


_declared: dict[str, Worklist] = {}


def declare(worklist: Worklist) -> Worklist:
    """Enter a room's worklist; a slug stands for one."""
    if _declared.setdefault(worklist.slug, worklist) != worklist:
        raise ValueError(f"worklist {worklist.slug} is declared twice")
    return worklist


def duties(worklist: Worklist, unit: Unit) -> QuerySet[Duty]:
    """Open duties of the worklist that the actor's wall shows, by due date."""
    found = Duty.objects.filter(kind__in=worklist.kinds, closed_at=None)
    if worklist.of_own(unit.actor):
        found = found.filter(organisation=unit.actor.organisation)
    if worklist.ahead is not None:
        found = found.filter(due_on__lte=worklist.until(unit.on))
    return found.order_by("due_on", "id")


class _Counts(NamedTuple):
    open: int
    overdue: int
    put_off: int
    mine: int


# A kind of duty on a list is one range of the index of duties, counted by itself: what is due later is not read.
_COUNTED = """
select w.slug, sum(d.waiting)::int, sum(d.overdue)::int, sum(d.put_off)::int, sum(d.mine)::int
from unnest(%(slugs)s::text[], %(kinds)s::text[], %(until)s::date[], %(own)s::bool[]) as w (slug, kind, until, own),
    lateral (
        select count(*) filter (where diary_until is null or diary_until <= %(on)s) as waiting,
            count(*) filter (where due_on < %(on)s) as overdue,
            count(*) filter (where diary_until > %(on)s) as put_off,
            count(*) filter (where claimed_by = %(account)s) as mine
        from kernel_duty
        where kind = w.kind and closed_at is null and due_on <= w.until
            and (not w.own or organisation = %(organisation)s)
    ) d
group by w.slug
"""


def lines() -> list[WorklistLine]:
    """The actor's worklists with their counts, in one query."""
    unit = current()
    mine = [worklist for worklist in _declared.values() if unit.actor.may(worklist.permission)]
    counts = _counts(mine, unit)
    none = _Counts(0, 0, 0, 0)
    return [
        WorklistLine(worklist.slug, worklist.title, *counts.get(worklist.slug, none), worklist.empty)
        for worklist in mine
    ]


def _counts(worklists: list[Worklist], unit: Unit) -> dict[str, _Counts]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, _asked(worklists, unit))
        return {slug: _Counts(*counts) for slug, *counts in cursor.fetchall()}


def _asked(worklists: list[Worklist], unit: Unit) -> dict[str, Any]:
    parts = [(one, kind) for one in worklists for kind in one.kinds]
    return {
        "on": unit.on,
        "account": unit.actor.account,
        "organisation": unit.actor.organisation,
        "slugs": [one.slug for one, _ in parts],
        "kinds": [kind for _, kind in parts],
        "until": [one.until(unit.on) for one, _ in parts],
        "own": [one.of_own(unit.actor) for one, _ in parts],
    }
