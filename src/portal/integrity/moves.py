"""The moves of a plan under review: one table, from which guards, buttons, diagram and tests follow (row F1).

A plan that was returned is corrected by sending a new version in: that is a review of its own.
"""

from enum import StrEnum

from portal.integrity.models import PlanReview
from portal.kernel.moves import Move, Moves, move
from portal.policy.roles import GRANTS, Permission

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
    ROOM = "mail room"


MOVES: tuple[Move, ...] = (
    move("send", "Send in", [SIGNED], State.RECEIVED, By.PROVIDER),
    # One that came in on paper is entered by the mail room, and goes in as it came.
    move("take-in", "Take in from paper", [SIGNED], State.RECEIVED, By.ROOM),
    move("begin", "Begin the review", [State.RECEIVED], State.IN_REVIEW, By.REVIEWER),
    move("find-compliant", "Find compliant", [State.IN_REVIEW], State.COMPLIANT, By.REVIEWER),
    move("return", "Return with findings", [State.IN_REVIEW], State.RETURNED, By.REVIEWER),
    move("withdraw", "Withdraw", OPEN, State.WITHDRAWN, By.PROVIDER),
)
TABLE = Moves(
    "plan",
    STATE_WORDS,
    SIGNED,
    {
        By.PROVIDER: GRANTS[Permission.WORK_CASEWORK],
        By.REVIEWER: GRANTS[Permission.WORK_PLAN_REVIEWS],
        By.ROOM: GRANTS[Permission.WORK_MAIL_ROOM],
    },
    MOVES,
)
move_named, may_move = TABLE.named, TABLE.may
