"""The moves of a plan under review: one table, from which guards, buttons, diagram and tests follow (row F1)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from portal.integrity.models import PlanReview
from portal.kernel.actor import Actor
from portal.policy.roles import GRANTS, Permission, Role

State = PlanReview.State
SIGNED = "signed"
STATE_WORDS: dict[str, str] = {
    SIGNED: "signed, not sent in",
    **{state.value: str(state.label) for state in State},
}
OPEN = (State.RECEIVED, State.IN_REVIEW)


class By(StrEnum):
    """Who makes a move."""

    PROVIDER = "provider"
    REVIEWER = "reviewer"


_PERMISSIONS = {By.PROVIDER: Permission.WORK_CASEWORK, By.REVIEWER: Permission.WORK_PLAN_REVIEWS}


class Move(NamedTuple):
    """One row. A plan that was returned is corrected by sending a new version in: that is a review of its own."""

    name: str
    words: str
    from_states: frozenset[str]
    to: str
    by: By

    @property
    def roles(self) -> frozenset[Role]:
        return GRANTS[_PERMISSIONS[self.by]]


def _move(name: str, words: str, before: tuple[str, ...], to: str, by: By) -> Move:
    return Move(name, words, frozenset(str(state) for state in before), str(to), by)


MOVES: tuple[Move, ...] = (
    _move("send", "Send in", (SIGNED,), State.RECEIVED, By.PROVIDER),
    _move("begin", "Begin the review", (State.RECEIVED,), State.IN_REVIEW, By.REVIEWER),
    _move("find-compliant", "Find compliant", (State.IN_REVIEW,), State.COMPLIANT, By.REVIEWER),
    _move("return", "Return with findings", (State.IN_REVIEW,), State.RETURNED, By.REVIEWER),
    _move("withdraw", "Withdraw", OPEN, State.WITHDRAWN, By.PROVIDER),
)
_BY_NAME = {move.name: move for move in MOVES}


def move_named(name: str) -> Move:
    """The row of this name. Raises KeyError for a name that is in no row."""
    return _BY_NAME[name]


def may_move(state: str, move: Move, actor: Actor) -> str | None:
    """Why `actor` may not make `move` from `state` now, in a sentence; None when it may."""
    if state not in move.from_states:
        return f"This plan is {STATE_WORDS[state]}. “{move.words}” is not possible from there."
    if actor.roles.isdisjoint(move.roles):
        return f"Your role does not include “{move.words}”."
    return None


def mermaid() -> Iterator[str]:
    """The diagram's lines, for the guide."""
    yield "stateDiagram-v2"
    for state, words in STATE_WORDS.items():
        yield f"    {_name(state)} : {words}"
    yield f"    [*] --> {SIGNED}"
    for move in MOVES:
        for state in sorted(move.from_states):
            yield f"    {_name(state)} --> {_name(move.to)} : {move.words} ({move.by})"


def _name(state: str) -> str:
    return state.replace("-", "_")
