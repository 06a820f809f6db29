"""The roll-out: which organisations work in this portal, and from when (mission row A6).

Rows are only added. On each day the latest row that has begun counts, of those of one day the one set last; so a
plan that is changed lays new rows over those still to come.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from portal.kernel.outbox import enqueue_many
from portal.kernel.sets import insert_rows
from portal.kernel.trail.writing import Entry, note_many
from portal.kernel.unit import as_system, current
from portal.providers.models import Enrolment, Provider
from portal.providers.results import NotAllowed, NotFound
from portal.providers.services.keeping import CHANGED, may_keep

State = Enrolment.State
TELL, INVITE = "providers.tell_of_roll_out", "providers.invite"


class Asked(NamedTuple):
    """A provider and how many roll-out rows it had when the page was made."""

    provider: UUID
    seen: int


class Moved(NamedTuple):
    """The providers that now move as asked, those changed by somebody else meanwhile, those that stood so already."""

    moved: list[UUID]
    changed: list[UUID]
    same: list[UUID]


def set_enrolment(*, asked: Sequence[Asked], state: str, from_on: date) -> Moved | NotAllowed | NotFound:
    """Let organisations be in `state` from a day on, today or later. Their people are told by mail.

    A constant number of queries, however many they are.
    """
    unit = current()
    if not may_keep():
        return NotFound()
    if state not in State:
        return NotAllowed("Choose one of the states.", "state")
    if from_on < unit.on:
        return NotAllowed(f"Enter today, {unit.on:%m/%d/%Y}, or a later date.", "from_on")
    with as_system():
        rows_of = _locked([one.provider for one in asked])
        answer = Moved([], [], [])
        fresh: list[Enrolment] = []
        for one in asked:
            rows = rows_of.get(one.provider)
            if rows is None:
                return NotFound()
            if len(rows) != one.seen:
                answer.changed.append(one.provider)
            elif (laid := _plan(one.provider, rows, state, from_on)) is None:
                answer.same.append(one.provider)
            else:
                fresh += laid
                answer.moved.append(one.provider)
        _write(fresh, answer.moved, state, from_on)
    return answer


def _locked(providers: Sequence[UUID]) -> dict[UUID, list[Enrolment]]:
    """The roll-out rows of each provider, oldest first; the providers are locked, in one order for everybody."""
    locked = Provider.objects.select_for_update().filter(pk__in=providers).order_by("pk")
    found: dict[UUID, list[Enrolment]] = {pk: [] for pk in locked.values_list("pk", flat=True)}
    for row in Enrolment.objects.filter(provider__in=found).order_by("from_on", "set_at", "id"):
        found[row.provider_id].append(row)
    return found


def _plan(provider: UUID, rows: list[Enrolment], state: str, from_on: date) -> list[Enrolment] | None:
    """The rows that make the plan; None where it stands so already."""
    unit = current()
    begun = [row for row in rows if row.from_on <= unit.on]
    now = begun[-1].state if begun else State.NOT_ENROLLED
    days = {row.from_on for row in rows if row.from_on > unit.on} | {unit.on, from_on}
    wanted = {day: state if day >= from_on else now for day in days}
    moves_on = from_on if now == State.NOT_ENROLLED and state != State.NOT_ENROLLED else None
    stands = {row.from_on: row for row in rows}
    last = begun[-1] if begun else None
    if last and all(_says(stands.get(day, last), told, day, moves_on) for day, told in wanted.items()):
        return None
    return [
        Enrolment(
            provider_id=provider,
            state=told,
            from_on=day,
            moves_on=moves_on if told == State.NOT_ENROLLED else None,
            set_by=unit.actor.account,
            set_at=unit.at,
        )
        for day, told in sorted(wanted.items())
    ]


def _says(row: Enrolment, state: str, day: date, moves_on: date | None) -> bool:
    told = moves_on if state == State.NOT_ENROLLED else None
    return row.state == state and (row.moves_on == told or state != State.NOT_ENROLLED)


def _write(fresh: list[Enrolment], moved: list[UUID], state: str, from_on: date) -> None:
    insert_rows(fresh)
    note_many(
        Entry(
            kind=CHANGED,
            subject_kind="provider",
            subject=provider,
            people=(),
            detail={
                "part": "roll-out",
                "row": str(provider),
                "changes": {"state": [None, state], "from_on": [None, from_on.isoformat()]},
            },
        )
        for provider in moved
    )
    last = {row.provider_id: row.pk for row in fresh}
    enqueue_many(TELL, last.values())
    if state != State.NOT_ENROLLED and from_on <= current().on:
        enqueue_many(INVITE, moved)
