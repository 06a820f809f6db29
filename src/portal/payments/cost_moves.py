"""The moves of a claim of costs: one table, from which guards, choices and tests follow (PAY-22; row E9)."""

from enum import StrEnum

from portal.kernel.moves import Move, Moves, move
from portal.payments.models import CostClaim
from portal.policy.roles import GRANTS, Permission, Role

State = CostClaim.State
OUTSIDE = "not on record"
STATE_WORDS: dict[str, str] = {
    OUTSIDE: "not on record",
    **{state.value: str(state.label) for state in State},
}


class By(StrEnum):
    """Who makes a move."""

    ANALYST = "analyst"
    AGENCY = "agency"


_ANSWERED = (State.PAID, State.DENIED, State.WITHDRAWN)
MOVES: tuple[Move, ...] = (
    move("enter", "Enter the claim", [OUTSIDE], State.CLAIMED, By.ANALYST),
    move("claim", "Claim costs", [OUTSIDE], State.CLAIMED, By.AGENCY),
    move("pay", "Social Security paid it", [State.CLAIMED], State.PAID, By.ANALYST),
    move("deny", "Social Security denied it", [State.CLAIMED], State.DENIED, By.ANALYST),
    move("withdraw", "The agency withdrew it", [State.CLAIMED], State.WITHDRAWN, By.ANALYST),
    move("take-back", "Withdraw the claim", [State.CLAIMED], State.WITHDRAWN, By.AGENCY),
    # A wrong answer, a repaid reimbursement, a denial that was reviewed.
    move(
        "open-again", "The answer no longer holds: it is claimed again", _ANSWERED, State.CLAIMED, By.ANALYST
    ),
)
_PARTIES: dict[str, frozenset[Role]] = {
    By.ANALYST: GRANTS[Permission.WORK_PAYMENT_QUEUE],
    By.AGENCY: GRANTS[Permission.CLAIM_COSTS],
}
TABLE = Moves("claim of costs", STATE_WORDS, OUTSIDE, _PARTIES, MOVES)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open
