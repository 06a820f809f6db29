"""The follow-up clock of a case as a picture, and the same dates as a table. The law gave the dates; no rule is here."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.casework.contacts import Contacts
from portal.policy.contact import Standing
from portal.policy.contact_phase import Phase, phase_on
from portal.policy.tables.parameters import CASEWORK
from portal.web.ui import formats
from portal.web.ui.components import Column, Table

_WIDTH, _SIDE, _LINE = 400, 12, 44
_COLOURS = {"held": "#2e8540", "attempt": "#8d5700", "due": "#005ea2", "limit": "#b50909", "today": "#1b1b1b"}


class Mark(NamedTuple):
    """A day on the line: what it is, its number in the table, and its look."""

    says: str
    on: date
    look: str


class DrawnMark(NamedTuple):
    """A mark with its place, in units of the drawing."""

    number: int
    x: int
    y: int
    colour: str


class Clock(NamedTuple):
    """All the template needs."""

    width: int
    line: int
    marks: list[DrawnMark]
    today_x: int
    today_anchor: str
    says: str
    table: Table


def clock(found: Contacts, now: Standing, on: date) -> Clock:
    """Draw the line from the first day that counts now to the last one."""
    marks = sorted(_marks(found, now), key=lambda mark: mark.on)
    days = [mark.on for mark in marks] + [on]
    first, span = min(days), max((max(days) - min(days)).days, 14)
    room = _WIDTH - 2 * _SIDE

    def x(day: date) -> int:
        return _SIDE + (day - first).days * room // span

    drawn = [
        DrawnMark(number, x(mark.on), _LINE, _COLOURS[mark.look])
        for number, mark in enumerate(marks, start=1)
    ]
    rows = [[number, mark.says, mark.on, _away(mark.on, on)] for number, mark in enumerate(marks, start=1)]
    columns = [
        Column("On the line", numeric=True),
        Column("What", header=True),
        Column("Day"),
        Column("From today"),
    ]
    return Clock(
        _WIDTH,
        _LINE,
        _apart(drawn),
        x(on),
        _anchor(x(on)),
        says(now, on),
        Table("The clock's dates", columns, rows),
    )


def says(now: Standing, on: date) -> str:
    """Where the clock stands, in a sentence or two."""
    running = now.clock
    if running is None:
        return f"The next contact is due {formats.day(now.due_on)}, {_away(now.due_on, on)}."
    by = f"Unassign the Ticket by {formats.day(running.unassign_by)}, {_away(running.unassign_by, on)}"
    if running.no_contact_wished:
        return f"The Ticketholder wishes no more contact. {by}."
    missing = CASEWORK.attempts_needed - running.attempts
    tried = f"{running.attempts} of {CASEWORK.attempts_needed} attempts made without an answer."
    if missing > 0:
        more = f"{missing} more by {formats.day(running.attempts_by)}."
        return f"{tried} Make {more} {by}, unless the Ticketholder answers."
    return f"{tried} {by}, unless the Ticketholder answers."


def phase_words(found: Contacts, on: date) -> str:
    """Which rule of contact applies, and why."""
    if phase_on(found.facts.phase, on) is Phase.INITIAL:
        return "Initial phase: a two-way contact each month, until Phase 1 is finished"
    return "Ongoing support: a two-way contact each quarter, since Phase 1 is finished"


def _marks(found: Contacts, now: Standing) -> Iterator[Mark]:
    if now.last_two_way_on is not None:
        yield Mark("Last two-way contact", now.last_two_way_on, "held")
    else:
        yield Mark("Ticket assigned", found.facts.phase.assigned_on, "held")
    if now.due_on is not None:
        yield Mark("Next contact due", now.due_on, "due")
    if (running := now.clock) is None:
        return
    if running.no_contact_wished:
        yield Mark("No more contact wished", running.started_on, "attempt")
    else:
        yield Mark("First attempt without an answer", running.started_on, "attempt")
        yield Mark("Last day for three attempts", running.attempts_by, "attempt")
    yield Mark("Last day to unassign the Ticket", running.unassign_by, "limit")


def _apart(marks: list[DrawnMark]) -> list[DrawnMark]:
    """Marks that would cover each other stand one above the other."""
    placed: list[DrawnMark] = []
    for mark in marks:
        near = placed[-1] if placed and mark.x - placed[-1].x < 22 else None
        placed.append(mark._replace(y=near.y - 22) if near else mark)
    return placed


def _anchor(x: int) -> str:
    """Which side of a word stands there, so that none of it is cut off at an edge."""
    return "start" if x < 2 * _SIDE else "end" if x > _WIDTH - 2 * _SIDE else "middle"


def _away(day: date | None, on: date) -> str:
    if day is None or day == on:
        return "today"
    days = abs((day - on).days)
    words = f"{days} day{'' if days == 1 else 's'}"
    return f"in {words}" if day > on else f"{words} ago"
