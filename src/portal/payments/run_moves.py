"""The moves of a payment run: one table, from which guards, buttons, diagram and tests follow (rows E5, E10)."""

from enum import StrEnum

from portal.kernel.moves import SYSTEM, Move, Moves, move
from portal.payments.models import Deposit, PaymentRun
from portal.policy.roles import GRANTS, Permission

State = PaymentRun.State
OWED = "owed"
STATE_WORDS: dict[str, str] = {
    OWED: "granted, in no run",
    **{state.value: str(state.label) for state in State},
}
# One run at a time is being made.
BEING_MADE = (State.OPEN, State.PROPOSED)


class By(StrEnum):
    """Who makes a move."""

    SYSTEM = SYSTEM
    ANALYST = "analyst"


MOVES: tuple[Move, ...] = (
    move("gather", "Gather what is owed", [OWED], State.OPEN, By.ANALYST),
    move("gather-again", "Gather again", [State.OPEN], State.OPEN, By.ANALYST),
    move("propose", "Propose for release", [State.OPEN], State.PROPOSED, By.ANALYST),
    move("send-back", "Open it again", [State.PROPOSED], State.OPEN, By.ANALYST),
    move("cancel", "Cancel the run", BEING_MADE, State.CANCELLED, By.ANALYST),
    move("release", "Release the money", [State.PROPOSED], State.RELEASED, By.ANALYST, second_person=True),
    move("send", "Send the file", [State.RELEASED], State.SENT, By.SYSTEM),
    move("acknowledge", "Close: every deposit is answered", [State.SENT], State.ACKNOWLEDGED, By.SYSTEM),
)
TABLE = Moves("payment run", STATE_WORDS, OWED, {By.ANALYST: GRANTS[Permission.WORK_PAYMENT_QUEUE]}, MOVES)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open


def was_sent(run: PaymentRun, deposit: Deposit) -> bool:
    """Does the file of the run pay something by this deposit of it, and has the Treasury that file?"""
    return run.state in (State.SENT, State.ACKNOWLEDGED) and bool(deposit.net_cents)
