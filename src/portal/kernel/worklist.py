"""Worklists: queries over open duties, declared in their rooms, listed on the home page of those who may."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from portal.kernel.actor import Actor, Wall
from portal.kernel.models import Duty
from portal.kernel.unit import Unit, current
from portal.policy.roles import Permission


@dataclass(frozen=True, slots=True)
class Worklist:
    """What a room declares: who may see it, which duties it holds, what its page says.

    `own`: staff who hold it, too, see those of their own organisation only, as a provider always does.
    """

    slug: str
    title: str
    permission: Permission
    kinds: tuple[str, ...]
    empty: str
    own: Permission | None = None

    def of_own(self, actor: Actor) -> bool:
        """Does this reader see the own organisation's duties only?"""
        return actor.wall is Wall.ORGANISATION or (self.own is not None and actor.may(self.own))


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
    return found.order_by("due_on", "id")


def lines() -> list[WorklistLine]:
    """The actor's worklists with their counts, in one query."""
    unit = current()
    mine = [worklist for worklist in _declared.values() if unit.actor.may(worklist.permission)]
    kinds = {kind for worklist in mine for kind in worklist.kinds}
    own = {kind for worklist in mine if worklist.of_own(unit.actor) for kind in worklist.kinds}
    counts: dict[str, dict[str, Any]] = {
        row["kind"]: {**row}
        for row in Duty.objects.filter(kind__in=kinds, closed_at=None)
        .exclude(~Q(organisation=unit.actor.organisation), kind__in=own)
        .values("kind")
        .annotate(
            open=Count("id", filter=~Q(diary_until__gt=unit.on)),
            put_off=Count("id", filter=Q(diary_until__gt=unit.on)),
            overdue=Count("id", filter=Q(due_on__lt=unit.on)),
            mine=Count("id", filter=Q(claimed_by=unit.actor.account)),
        )
    }

    def total(worklist: Worklist, column: str) -> int:
        return sum(int(counts[kind][column]) for kind in worklist.kinds if kind in counts)

    return [
        WorklistLine(
            worklist.slug,
            worklist.title,
            total(worklist, "open"),
            total(worklist, "overdue"),
            total(worklist, "put_off"),
            total(worklist, "mine"),
            worklist.empty,
        )
        for worklist in mine
    ]
