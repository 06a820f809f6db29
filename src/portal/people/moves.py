"""The moves of a designation: one table, from which guards, buttons, diagram and tests follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.actor import Actor, Wall
from portal.people.models import Designation
from portal.policy.roles import GRANTS, Permission, Role

State, Purpose = Designation.State, Designation.Purpose
NEW = "new"
STATE_WORDS: dict[str, str] = {NEW: "new", **{state.value: str(state.label) for state in State}}
WITH_ACCESS = frozenset({Purpose.PORTAL_USER, Purpose.OTHER_ROLES, Purpose.OPEN_AGAIN})
EVERY_PURPOSE = frozenset(Purpose)


class By(StrEnum):
    """Who makes a move: the rules themselves, or a person whose roles carry a permission."""

    SYSTEM = "system"
    ADMINISTRATOR = "administrator"
    DESK = "access desk"


_ROLES: dict[By, frozenset[Role]] = {
    By.SYSTEM: frozenset(),
    By.ADMINISTRATOR: GRANTS[Permission.DESIGNATE_PEOPLE],
    By.DESK: GRANTS[Permission.WORK_ACCESS_DESK],
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `second_person`: for a staff role, not by who named the person or verified the employment.

    `purposes` are those of designations that the move is for.
    """

    name: str
    words: str
    from_states: frozenset[str]
    to: str
    by: By
    second_person: bool = False
    purposes: frozenset[str] = EVERY_PURPOSE

    @property
    def roles(self) -> frozenset[Role]:
        return _ROLES[self.by]


def _move(
    name: str, words: str, before: tuple[str, ...], to: str, by: By, purposes: frozenset[str] = EVERY_PURPOSE
) -> Move:
    return Move(name, words, frozenset(str(state) for state in before), str(to), by, purposes=purposes)


MOVES: tuple[Move, ...] = (
    _move("designate", "Name the person", (NEW,), State.DESIGNATED, By.ADMINISTRATOR),
    _move("find-verified", "Employment is verified already", (State.DESIGNATED,), State.VERIFIED, By.SYSTEM),
    _move("verify-employment", "Verify employment", (State.DESIGNATED,), State.VERIFIED, By.DESK),
    _move(
        "find-cleared", "Clearance is on record or not needed", (State.VERIFIED,), State.CLEARED, By.SYSTEM
    ),
    _move("ask-for-clearance", "Ask for a clearance", (State.VERIFIED,), State.VERIFIED, By.DESK),
    _move("record-clearance", "Record the clearance", (State.VERIFIED,), State.CLEARED, By.DESK),
    Move(
        "grant",
        "Open access",
        frozenset({str(State.CLEARED)}),
        str(State.GRANTED),
        By.DESK,
        second_person=True,
        purposes=frozenset(WITH_ACCESS),
    ),
    _move(
        "record-without-access",
        "Record without access",
        (State.CLEARED,),
        State.RECORDED,
        By.DESK,
        frozenset({Purpose.NO_ACCOUNT}),
    ),
    _move("refuse", "Refuse", Designation.OPEN, State.REFUSED, By.DESK),
    _move("withdraw", "Withdraw", Designation.OPEN, State.WITHDRAWN, By.ADMINISTRATOR),
    _move("end-with-employment", "The person has left", Designation.OPEN, State.WITHDRAWN, By.SYSTEM),
)
_BY_NAME = {move.name: move for move in MOVES}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is not open: the check that failed, and a sentence."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has had to do with a designation, as the trail names them. `staff`: it is for a staff role."""

    staff: bool
    person: str | None
    named_by: str | None
    verified_by: str | None


NOBODY = Hands(staff=False, person=None, named_by=None, verified_by=None)


def move_named(name: str) -> Move:
    """The row of this name. Raises KeyError for a name that is in no row."""
    return _BY_NAME[name]


def may_move(state: str, move: Move, actor: Actor, purpose: str, hands: Hands = NOBODY) -> Refusal | None:
    """Why `actor` may not make `move` from `state` now; None when it may."""
    if state not in move.from_states:
        now = STATE_WORDS.get(state, state)
        return Refusal("state", f"This designation is now: {now}. “{move.words}” is not possible from there.")
    if purpose not in move.purposes:
        return Refusal("purpose", f"“{move.words}” is not for what was asked here.")
    if move.by is By.SYSTEM:
        if actor.wall is not Wall.WORKER:
            return Refusal("role", f"“{move.words}” is done by the system only.")
        return None
    if actor.roles.isdisjoint(move.roles):
        return Refusal("role", f"Your role does not include “{move.words}”.")
    if move.by is By.DESK and actor.label == hands.person:
        return Refusal("oneself", f"“{move.words}” is about you. A colleague has to do it.")
    if move.second_person and hands.staff and actor.label in (hands.named_by, hands.verified_by):
        return Refusal(
            "second-person",
            f"“{move.words}” for a staff role needs a second person: you named the person or verified"
            " the employment.",
        )
    return None


def open_moves(state: str, actor: Actor, purpose: str, hands: Hands = NOBODY) -> list[Move]:
    """The moves open to this person: the buttons of the page."""
    return [
        move
        for move in MOVES
        if move.by is not By.SYSTEM and may_move(state, move, actor, purpose, hands) is None
    ]


def mermaid() -> Iterator[str]:
    """The diagram's lines, for the guide."""
    yield "stateDiagram-v2"
    for state, words in STATE_WORDS.items():
        yield f"    {state} : {words}"
    yield f"    [*] --> {NEW}"
    for move in MOVES:
        eyes = ", second person for staff roles" if move.second_person else ""
        for state in sorted(move.from_states):
            yield f"    {state} --> {move.to} : {move.words} ({move.by}{eyes})"
