"""A Ticket's state on any day, from its moves in whatever order they were entered (§3.1, 3.4; row I4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.ticket_moves import move_named
from portal.policy.ticket_states import EXTENDED, UNASSIGNED, Assigned, TicketState, extension_until

_CORRECTIONS = ("correct-closing", "reopen-case")
_CLOSINGS = ("close-case", "correct-closing", "extension-ends")
_UNASSIGNING = ("unassign-while-not-in-use", "unassign-without-extension")


class Change(NamedTuple):
    """One move of the history: entered as the `entered`-th, it led to `state` by what was on record then.

    It takes effect on `effective_on`, which may lie before what was entered earlier, or in the future.
    """

    effective_on: date
    entered: int
    move: str
    state: TicketState


class _Reached(NamedTuple):
    """A state with its first day. `extended_on` is the day the last extension began, None once somebody holds it."""

    since: date
    state: TicketState
    extended_on: date | None


def state_on(history: Iterable[Change], day: date) -> TicketState | None:
    """The state on a day as it is known now; None before the first move.

    An extension that is over is over by the law, also where nobody has entered its end.
    """
    now = _reached_by(history, day)
    if now and now.state == EXTENDED and now.extended_on and extension_until(now.extended_on) <= day:
        return UNASSIGNED
    return now.state if now else None


def state_by_moves(history: Iterable[Change], day: date) -> TicketState | None:
    """The state on a day by the moves alone: an extension lasts until its end is entered."""
    now = _reached_by(history, day)
    return now.state if now else None


def moved_from(history: Iterable[Change], move: str, day: date) -> TicketState | None:
    """The state from which a move of this day is made: what puts a closing right is made from where that led."""
    return state_by_moves(history, date.max if move in _CORRECTIONS else day)


def extended_on(history: Iterable[Change]) -> date | None:
    """The day on which the extension began that the Ticket is in by its moves; None where it is in none."""
    now = _reached_by(history, date.max)
    return now.extended_on if now and now.state == EXTENDED else None


def state_after(history: Iterable[Change]) -> TicketState | None:
    """The state that every move entered so far leads to, those of the future too; None without a move."""
    return state_by_moves(history, date.max)


def _reached_by(history: Iterable[Change], day: date) -> _Reached | None:
    reached = [one for one in _replayed(history) if one.since <= day]
    return reached[-1] if reached else None


def _replayed(history: Iterable[Change]) -> Iterator[_Reached]:
    """The states in the order of their days.

    A move that was entered before another one of an earlier day did not know of it: it is made again from where the
    Ticket then was. If the table has no way from there, it was overtaken, as the end of an extension is by a case
    that was opened in it.
    """
    now: _Reached | None = None
    known = 0
    for one in sorted(_never_corrected(history), key=lambda one: (one.effective_on, one.entered)):
        after: TicketState | None = one.state
        if now is None or one.entered > known:
            known = one.entered
        else:
            after = _made_again(one.move, now.state)
        if after is not None:
            now = _reached(one, after, now)
            yield now


def _made_again(name: str, state: TicketState) -> TicketState | None:
    """Where the move leads from another state than it was entered for; an unassignment takes the row for it."""
    names = (name, *_UNASSIGNING) if name.startswith("unassign") else (name,)
    return next(filter(None, (move_named(one).leads_to(state) for one in names)), None)


def _never_corrected(history: Iterable[Change]) -> list[Change]:
    """The moves without the closings that were put right later, and the ends of what had followed from them."""
    kept: list[Change] = []
    for one in sorted(history, key=lambda one: one.entered):
        while one.move in _CORRECTIONS and kept and kept[-1].move in _CLOSINGS:
            kept.pop()
        kept.append(one)
    return kept


def _reached(change: Change, after: TicketState, before: _Reached | None) -> _Reached:
    """Put back in use within the 90 days, a Ticket that nobody holds is in its extension again (CDR-05)."""
    day, began = change.effective_on, before.extended_on if before else None
    if change.move == "reinstate" and after == UNASSIGNED and began and day < extension_until(began):
        return _Reached(day, EXTENDED, began)
    if after == EXTENDED:
        return _Reached(day, after, day)
    return _Reached(day, after, began if after.assigned is Assigned.NONE else None)
