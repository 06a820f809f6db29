"""The moves of a payment request: one table, from which guards, buttons, diagram and tests follow.

`draft` is the form before it is submitted; a request's row begins with `submitted`.
"""

from collections.abc import Iterable
from enum import StrEnum

from portal.kernel.moves import SYSTEM, Move, Moves, move
from portal.payments.models import PaymentRequest
from portal.policy.roles import GRANTS, Permission, Role

State = PaymentRequest.State
DRAFT = "draft"
STATE_WORDS: dict[str, str] = {DRAFT: "draft", **{state.value: str(state.label) for state in State}}
UNDECIDED = (
    State.SUBMITTED,
    State.WITH_ANALYST,
    State.WAITING_FOR_INFORMATION,
    State.WAITING_FOR_SSA,
    State.RECONSIDERATION,
)
ENDED = (State.DENIED, State.WITHDRAWN, State.REVERSED)


class By(StrEnum):
    """Who makes a move: the rules themselves, or a person of one of these roles."""

    SYSTEM = SYSTEM
    PROVIDER = "provider"
    ANALYST = "analyst"
    LEAD = "lead"
    SSA = "social security"


_PARTIES: dict[str, frozenset[Role]] = {
    By.PROVIDER: GRANTS[Permission.REQUEST_PAYMENT],
    By.ANALYST: GRANTS[Permission.WORK_PAYMENT_QUEUE],
    By.LEAD: GRANTS[Permission.SUPERVISE_PAYMENT_QUEUE],
    By.SSA: GRANTS[Permission.WORK_SSA_QUEUE],
}
_WAITS, _ANALYST = State.WAITING_FOR_INFORMATION, State.WITH_ANALYST
_AGAIN, _SSA = State.RECONSIDERATION, State.WAITING_FOR_SSA

MOVES: tuple[Move, ...] = (
    move("submit", "Submit", [DRAFT], State.SUBMITTED, By.PROVIDER),
    move("claim-by-sweep", "Claim by the sweep", [DRAFT], State.SUBMITTED, By.SYSTEM),
    move("approve-by-rules", "Approve by the rules", [State.SUBMITTED], State.APPROVED, By.SYSTEM),
    move("deny-duplicate", "Deny as a duplicate", [State.SUBMITTED], State.DENIED, By.SYSTEM),
    move("give-to-analyst", "Give to an analyst", [State.SUBMITTED], _ANALYST, By.SYSTEM),
    move("ask-for-information", "Ask for information", [State.SUBMITTED], _WAITS, By.SYSTEM),
    move("answer", "Answer and send back", [_WAITS], State.SUBMITTED, By.PROVIDER),
    move("judge-again", "Judge again", [_WAITS], State.SUBMITTED, By.SYSTEM),
    move("approve", "Approve", [_ANALYST], State.APPROVED, By.ANALYST),
    move("deny", "Deny", [_ANALYST], State.DENIED, By.ANALYST),
    move("return", "Return for information", [_ANALYST], _WAITS, By.ANALYST),
    move("refer-to-ssa", "Refer to Social Security", [_ANALYST], _SSA, By.ANALYST),
    move("approve-at-ssa", "Approve", [_SSA], State.APPROVED, By.SSA, second_person=True),
    move("deny-at-ssa", "Deny", [_SSA], State.DENIED, By.SSA, second_person=True),
    move("send-back", "Send back to the analyst", [_SSA], _ANALYST, By.SSA),
    move("ask-reconsideration", "Ask for reconsideration", [State.DENIED], _AGAIN, By.PROVIDER),
    move("approve-after-all", "Approve after all", [_AGAIN], State.APPROVED, By.ANALYST, second_person=True),
    move("uphold", "Uphold the denial", [_AGAIN], State.DENIED, By.ANALYST, second_person=True),
    move("open-again", "Open again", [State.DENIED], _ANALYST, By.ANALYST),
    # Found by the rules, decided by an analyst (PAY-19): no money leaves by it. What is corrected is released anew.
    move("take-back", "Take back", [State.APPROVED, State.PAID], State.REVERSED, By.ANALYST),
    move("correct", "Correct the payment", [State.APPROVED, State.PAID], State.APPROVED, By.ANALYST),
    move("withdraw", "Withdraw", UNDECIDED, State.WITHDRAWN, By.PROVIDER),
    move("release", "Release for payment", [State.APPROVED], State.RELEASED, By.ANALYST, second_person=True),
    move("confirm-payment", "Confirm payment", [State.RELEASED], State.PAID, By.SYSTEM),
    # The bank did not take it, or gave it back later: it is owed again, for a later run.
    move("payment-came-back", "Payment came back", [State.RELEASED, State.PAID], State.APPROVED, By.SYSTEM),
    move(
        "reverse",
        "Reverse",
        [State.APPROVED, State.RELEASED, State.PAID],
        State.REVERSED,
        By.LEAD,
        second_person=True,
    ),
)
TABLE = Moves("request", STATE_WORDS, DRAFT, _PARTIES, MOVES)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open


def rests_on(state: str, steps: Iterable[tuple[str, str]]) -> str | None:
    """Whose work a move from this state rests on, so that a second person makes it.

    `steps`: the state each led to and by whom, the latest last. A reconsideration rests on the denial, be it the
    system's; every other move on the last step of a person.
    """
    if state == State.RECONSIDERATION:
        made = [by for to, by in steps if to == State.DENIED]
    else:
        made = [by for _, by in steps if by != SYSTEM]
    return made[-1] if made else None
