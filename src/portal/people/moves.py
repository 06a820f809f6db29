"""The moves of a designation: one table, from which guards, buttons, diagram and tests follow."""

from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.actor import Actor
from portal.kernel.moves import SYSTEM, Move, Moves, Refusal, move
from portal.people.models import Designation
from portal.policy.roles import GRANTS, Permission

State, Purpose = Designation.State, Designation.Purpose
NEW = "new"
STATE_WORDS: dict[str, str] = {NEW: "new", **{state.value: str(state.label) for state in State}}
WITH_ACCESS = frozenset({Purpose.PORTAL_USER, Purpose.OTHER_ROLES, Purpose.OPEN_AGAIN})
EVERY_PURPOSE = frozenset(Purpose)


class By(StrEnum):
    """Who makes a move: the rules themselves, or a person whose roles carry a permission."""

    SYSTEM = SYSTEM
    ADMINISTRATOR = "administrator"
    DESK = "access desk"


MOVES: tuple[Move, ...] = (
    move("designate", "Name the person", [NEW], State.DESIGNATED, By.ADMINISTRATOR),
    move("find-verified", "Employment is verified already", [State.DESIGNATED], State.VERIFIED, By.SYSTEM),
    move("verify-employment", "Verify employment", [State.DESIGNATED], State.VERIFIED, By.DESK),
    move("find-cleared", "Clearance is on record or not needed", [State.VERIFIED], State.CLEARED, By.SYSTEM),
    move("ask-for-clearance", "Ask for a clearance", [State.VERIFIED], State.VERIFIED, By.DESK),
    move("record-clearance", "Record the clearance", [State.VERIFIED], State.CLEARED, By.DESK),
    # For a staff role, not by who named the person or verified the employment.
    move("grant", "Open access", [State.CLEARED], State.GRANTED, By.DESK, second_person=True),
    move("record-without-access", "Record without access", [State.CLEARED], State.RECORDED, By.DESK),
    move("refuse", "Refuse", Designation.OPEN, State.REFUSED, By.DESK),
    move("withdraw", "Withdraw", Designation.OPEN, State.WITHDRAWN, By.ADMINISTRATOR),
    move("end-with-employment", "The person has left", Designation.OPEN, State.WITHDRAWN, By.SYSTEM),
)
# What a move is for, where it is not for designations of every purpose.
PURPOSES: dict[str, frozenset[str]] = {
    "grant": frozenset(WITH_ACCESS),
    "record-without-access": frozenset({Purpose.NO_ACCOUNT}),
}
TABLE = Moves(
    "designation",
    STATE_WORDS,
    NEW,
    {
        By.ADMINISTRATOR: GRANTS[Permission.DESIGNATE_PEOPLE],
        By.DESK: GRANTS[Permission.WORK_ACCESS_DESK],
    },
    MOVES,
)
move_named = TABLE.named


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has had to do with a designation, as the trail names them. `staff`: it is for a staff role."""

    staff: bool
    person: str | None
    named_by: str | None
    verified_by: str | None


NOBODY = Hands(staff=False, person=None, named_by=None, verified_by=None)


def may_move(state: str, move: Move, actor: Actor, purpose: str, hands: Hands = NOBODY) -> Refusal | None:
    """Why `actor` may not make `move` from `state` now; None when it may."""
    refused = TABLE.refusal(state, move, actor)
    if refused is not None:
        return refused
    if purpose not in PURPOSES.get(move.name, EVERY_PURPOSE):
        return Refusal("purpose", f"“{move.words}” is not for what was asked here.")
    if move.by == By.DESK and actor.label == hands.person:
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
        row for row in MOVES if row.by != By.SYSTEM and may_move(state, row, actor, purpose, hands) is None
    ]
