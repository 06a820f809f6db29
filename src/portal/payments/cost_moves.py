"""The moves of a claim of costs: one table, from which guards, choices and tests follow (PAY-22; row E9)."""

from enum import StrEnum

from portal.kernel.moves import Move, Moves, move
from portal.payments.models import CostClaim
from portal.policy.roles import GRANTS, Permission

State = CostClaim.State
OUTSIDE = "not on record"
STATE_WORDS: dict[str, str] = {
    OUTSIDE: "not on record",
    **{state.value: str(state.label) for state in State},
}


class By(StrEnum):
    """Who makes a move."""

    ANALYST = "analyst"


_ANSWERED = (State.PAID, State.DENIED, State.WITHDRAWN)
MOVES: tuple[Move, ...] = (
    move("enter", "Enter the claim", [OUTSIDE], State.CLAIMED, By.ANALYST),
    move("pay", "Social Security paid it", [State.CLAIMED], State.PAID, By.ANALYST),
    move("deny", "Social Security denied it", [State.CLAIMED], State.DENIED, By.ANALYST),
    move("withdraw", "The agency withdrew it", [State.CLAIMED], State.WITHDRAWN, By.ANALYST),
    # A wrong answer, a repaid reimbursement, a denial that was reviewed.
    move(
        "open-again", "The answer no longer holds: it is claimed again", _ANSWERED, State.CLAIMED, By.ANALYST
    ),
)
TABLE = Moves(
    "claim of costs", STATE_WORDS, OUTSIDE, {By.ANALYST: GRANTS[Permission.WORK_PAYMENT_QUEUE]}, MOVES
)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open
