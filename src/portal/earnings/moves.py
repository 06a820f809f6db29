"""The moves of an earnings inquiry: one table, from which guards, buttons, diagram and tests follow (row C4)."""

from enum import StrEnum

from portal.earnings.models import Inquiry
from portal.kernel.moves import Move, Moves, move
from portal.policy.roles import GRANTS, Permission

State = Inquiry.State
DRAFT = "draft"
STATE_WORDS: dict[str, str] = {DRAFT: "draft", **{state.value: str(state.label) for state in State}}


class By(StrEnum):
    """Who makes a move."""

    PROVIDER = "provider"
    ANALYST = "analyst"


MOVES: tuple[Move, ...] = (
    move("submit", "Submit", [DRAFT], State.SUBMITTED, By.PROVIDER),
    # Each row is written down first; the provider reads nothing until all of them are sent.
    move("answer-row", "Answer", [State.SUBMITTED], State.SUBMITTED, By.ANALYST),
    move("send-answer", "Send the answer", [State.SUBMITTED], State.ANSWERED, By.ANALYST),
)
TABLE = Moves(
    "inquiry",
    STATE_WORDS,
    DRAFT,
    {By.PROVIDER: GRANTS[Permission.ASK_EARNINGS], By.ANALYST: GRANTS[Permission.ANSWER_INQUIRIES]},
    MOVES,
)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open
