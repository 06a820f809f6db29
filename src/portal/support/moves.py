"""The moves of a paper: one table, from which guards, buttons, diagram and tests follow (row L3)."""

from enum import StrEnum

from portal.kernel.moves import Move, Moves, move
from portal.policy.roles import GRANTS, Permission
from portal.support.models import PaperItem

State = PaperItem.State
OUTSIDE = "outside"
STATE_WORDS: dict[str, str] = {
    OUTSIDE: "not here yet",
    **{state.value: str(state.label) for state in State},
}
OPEN = (State.RECEIVED, State.INDEXED)


class By(StrEnum):
    """Who makes a move."""

    ROOM = "mail room"


MOVES: tuple[Move, ...] = (
    move("receive", "Record", [OUTSIDE], State.RECEIVED, By.ROOM),
    # Indexed again where it was put to the wrong case; one that was kept may find its case later.
    move("index", "Put to a case", [State.RECEIVED, State.INDEXED, State.KEPT], State.INDEXED, By.ROOM),
    move("enter", "Enter", [State.INDEXED], State.ENTERED, By.ROOM),
    move("send-back", "Send back", OPEN, State.SENT_BACK, By.ROOM),
    move("keep", "Keep with a reason", OPEN, State.KEPT, By.ROOM),
)
TABLE = Moves("paper", STATE_WORDS, OUTSIDE, {By.ROOM: GRANTS[Permission.WORK_MAIL_ROOM]}, MOVES)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open
