"""The moves of a progress review: one table, from which guards, buttons, diagram and tests follow (row C7).

What the rules find by themselves the system does; that progress was not made, a person decides.
"""

from enum import StrEnum

from portal.kernel.moves import SYSTEM, Move, Moves, move
from portal.policy.roles import GRANTS, Permission
from portal.progress.models import ProgressReview

State = ProgressReview.State
DUE = "due"
STATE_WORDS: dict[str, str] = {DUE: "due", **{state.value: str(state.label) for state in State}}
WAITING = (State.ASKED_HOLDER, State.ASKED_PROVIDER, State.ASKED_AGAIN)
OPEN = (*WAITING, State.TO_DECIDE)
NOT_MADE = (State.FAILED, State.UPHELD)


class By(StrEnum):
    """Who makes a move. Who asks is the Ticketholder, or who enters the Ticketholder's letter."""

    REVIEWER = "reviewer"
    ASKER = "Ticketholder"
    SSA = "Social Security"


MOVES: tuple[Move, ...] = (
    move("pass-by-records", "In timely progress by the records", [DUE], State.PASSED, SYSTEM),
    move("ask-holder", "Ask the Ticketholder", [DUE], State.ASKED_HOLDER, SYSTEM),
    move("ask-provider", "Ask the provider", [State.ASKED_HOLDER], State.ASKED_PROVIDER, SYSTEM),
    move("ask-again", "Ask the Ticketholder again", [State.ASKED_HOLDER], State.ASKED_AGAIN, SYSTEM),
    move("bring", "Bring it to a reviewer", WAITING, State.TO_DECIDE, SYSTEM),
    move("pass", "In timely progress", OPEN, State.PASSED, SYSTEM),
    move("fail", "Not in timely progress", [State.TO_DECIDE], State.FAILED, By.REVIEWER),
    move("appeal", "Ask for a review of the decision", [State.FAILED], State.APPEALED, By.ASKER),
    move("uphold", "Uphold the decision", [State.APPEALED], State.UPHELD, By.SSA, second_person=True),
    move("overturn", "Overturn the decision", [State.APPEALED], State.OVERTURNED, By.SSA, second_person=True),
    move("ask-reentry", "Ask to be back in use", NOT_MADE, State.REENTRY_ASKED, By.ASKER),
    move("reinstate", "Put back in use", [State.REENTRY_ASKED], State.BACK, By.REVIEWER),
    move("refuse-reentry", "Not yet back in use", [State.REENTRY_ASKED], State.FAILED, By.REVIEWER),
    move("stop", "Stop the review", OPEN, State.STOPPED, SYSTEM),
)
TABLE = Moves(
    "review",
    STATE_WORDS,
    DUE,
    {
        By.REVIEWER: GRANTS[Permission.WORK_PROGRESS_REVIEWS],
        By.ASKER: GRANTS[Permission.ANSWER_OWN_REVIEW] | GRANTS[Permission.ENTER_TICKET_REQUESTS],
        By.SSA: GRANTS[Permission.DECIDE_PROGRESS_APPEALS],
    },
    MOVES,
)
move_named, may_move, open_moves = TABLE.named, TABLE.may, TABLE.open
