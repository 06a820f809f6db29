"""The moves a Ticket made in a life, by the law's own table; its two states today are where they end."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.nation.cast import Cast
from portal.nation.lives import COST_REIMBURSEMENT, TERMINATED_AFTER, Held, Life
from portal.policy.ticket_moves import move_named
from portal.policy.ticket_states import UNASSIGNED, TicketState, Use, extension_until
from portal.policy.unassignment import REASONS

# Why Tickets were given back, in turn (assumption); the first two earn the extension.
_REASONS = ("none-given", "moved", "lost-contact", "goals-given-up")
# A Ticket is not in use this long before today, where it is held and not in use.
_NOT_IN_USE_SINCE = timedelta(days=120)


class Step(NamedTuple):
    """One move: `held` is the hold it begins or ends."""

    move: str
    before: TicketState
    after: TicketState
    effective_on: date
    entered_on: date
    held: Held | None


def reason_of(life: Life, held: Held) -> str:
    """Why this hold ended."""
    return _REASONS[(life.held.index(held) + life.person.born.day) % len(_REASONS)]


def history(life: Life, cast: Cast, today: date) -> list[Step]:
    """Every move in the order of its day. Sets the life's states to those it ends in."""
    steps: list[Step] = []
    state = UNASSIGNED
    for name, effective_on, entered_on, held in _moves(life, cast, today):
        after = move_named(name).leads_to(state)
        if after is None:
            raise ValueError(f"{name} is not possible from {state}")
        steps.append(Step(name, state, after, effective_on, entered_on, held))
        state = after
    life.assignment_state, life.use_state = state.assigned.value, state.use.value
    return steps


def _moves(life: Life, cast: Cast, today: date) -> Iterator[tuple[str, date, date, Held | None]]:
    held_in_order = sorted(life.held, key=lambda one: one.assigned_on)
    ended = _terminated_on(life, today)
    for place, held in enumerate(held_in_order):
        agency = cast.standings[held.organisation].kind == "SVRA"
        costs = held.system == COST_REIMBURSEMENT
        begins = "open-case" if costs else ("assign-to-agency" if agency else "assign")
        yield begins, held.assigned_on, held.entered_on, held
        if held.ended_on is None:
            yield from _not_in_use(life, held, today)
            continue
        extended = costs or REASONS[reason_of(life, held)].extension
        given_back = "unassign-with-extension" if extended else "unassign-without-extension"
        yield "close-case" if costs else given_back, held.ended_on, held.ended_on, held
        following = held_in_order[place + 1].assigned_on if place + 1 < len(held_in_order) else None
        over = extension_until(held.ended_on)
        gone = min(day for day in (following, ended, today + timedelta(days=1)) if day is not None)
        if extended and over < gone:
            yield "extension-ends", over, over, None
    if ended is not None:
        yield "terminate", ended, ended, None


def _not_in_use(life: Life, held: Held, today: date) -> Iterator[tuple[str, date, date, Held | None]]:
    """What put a held Ticket out of use lately."""
    moves = {Use.INACTIVE.value: "make-inactive", Use.FAILED_PROGRESS.value: "fail-progress-review"}
    if life.use_state in moves:
        day = max(held.assigned_on, today - _NOT_IN_USE_SINCE)
        yield moves[life.use_state], day, day, held


def _terminated_on(life: Life, today: date) -> date | None:
    if not life.terminations:
        return None
    month, _ = life.terminations[0]
    left = [held.ended_on for held in life.held if held.ended_on is not None]
    return min(max([month.first + TERMINATED_AFTER, *left]), today)
