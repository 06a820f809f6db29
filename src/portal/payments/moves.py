"""The moves of a payment request: one table, from which guards, buttons, diagram and tests follow.

`draft` is the form before it is submitted; a request's row begins with `submitted`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.actor import Actor, Wall
from portal.payments.models import PaymentRequest
from portal.policy.roles import GRANTS, Permission, Role

State = PaymentRequest.State
DRAFT = "draft"
STATE_WORDS: dict[str, str] = {DRAFT: "draft", **{state.value: str(state.label) for state in State}}
UNDECIDED = (State.SUBMITTED, State.WITH_ANALYST, State.WAITING_FOR_INFORMATION, State.WAITING_FOR_SSA)
ENDED = (State.DENIED, State.WITHDRAWN, State.REVERSED)


class By(StrEnum):
    """Who makes a move: the rules themselves, or a person whose roles carry a permission."""

    SYSTEM = "system"
    PROVIDER = "provider"
    ANALYST = "analyst"
    LEAD = "lead"
    SSA = "social security"


_ROLES: dict[By, frozenset[Role]] = {
    By.SYSTEM: frozenset(),
    By.PROVIDER: GRANTS[Permission.REQUEST_PAYMENT],
    By.ANALYST: GRANTS[Permission.WORK_PAYMENT_QUEUE],
    By.LEAD: GRANTS[Permission.SUPERVISE_PAYMENT_QUEUE],
    By.SSA: frozenset({Role.SSA_PAYMENT_AUTHORISER}),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `second_person`: not by who made the last move of a person."""

    name: str
    words: str
    from_states: frozenset[str]
    to: str
    by: By
    second_person: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return _ROLES[self.by]


def _move(
    name: str, words: str, before: tuple[str, ...], to: str, by: By, *, second_person: bool = False
) -> Move:
    return Move(name, words, frozenset(str(state) for state in before), str(to), by, second_person)


MOVES: tuple[Move, ...] = (
    _move("submit", "Submit", (DRAFT,), State.SUBMITTED, By.PROVIDER),
    _move("approve-by-rules", "Approve by the rules", (State.SUBMITTED,), State.APPROVED, By.SYSTEM),
    _move("deny-duplicate", "Deny as a duplicate", (State.SUBMITTED,), State.DENIED, By.SYSTEM),
    _move("give-to-analyst", "Give to an analyst", (State.SUBMITTED,), State.WITH_ANALYST, By.SYSTEM),
    _move(
        "ask-for-information",
        "Ask for information",
        (State.SUBMITTED,),
        State.WAITING_FOR_INFORMATION,
        By.SYSTEM,
    ),
    _move("answer", "Answer and send back", (State.WAITING_FOR_INFORMATION,), State.SUBMITTED, By.PROVIDER),
    _move("judge-again", "Judge again", (State.WAITING_FOR_INFORMATION,), State.SUBMITTED, By.SYSTEM),
    _move("approve", "Approve", (State.WITH_ANALYST,), State.APPROVED, By.ANALYST),
    _move("deny", "Deny", (State.WITH_ANALYST,), State.DENIED, By.ANALYST),
    _move(
        "return", "Return for information", (State.WITH_ANALYST,), State.WAITING_FOR_INFORMATION, By.ANALYST
    ),
    _move(
        "refer-to-ssa", "Refer to Social Security", (State.WITH_ANALYST,), State.WAITING_FOR_SSA, By.ANALYST
    ),
    _move("send-back", "Send back to the analyst", (State.WAITING_FOR_SSA,), State.WITH_ANALYST, By.SSA),
    _move("withdraw", "Withdraw", UNDECIDED, State.WITHDRAWN, By.PROVIDER),
    _move(
        "release", "Release for payment", (State.APPROVED,), State.RELEASED, By.ANALYST, second_person=True
    ),
    _move("confirm-payment", "Confirm payment", (State.RELEASED,), State.PAID, By.SYSTEM),
    _move(
        "reverse",
        "Reverse",
        (State.APPROVED, State.RELEASED, State.PAID),
        State.REVERSED,
        By.LEAD,
        second_person=True,
    ),
)
_BY_NAME = {move.name: move for move in MOVES}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is not open: the check that failed, and a sentence."""

    check: str
    sentence: str


def move_named(name: str) -> Move:
    """The row of this name. Raises KeyError for a name that is in no row."""
    return _BY_NAME[name]


def may_move(state: str, move: Move, actor: Actor, last_actor: str | None = None) -> Refusal | None:
    """Why `actor` may not make `move` from `state` now; None when it may.

    `last_actor` is the label of who made the last move of a person (four eyes).
    """
    if state not in move.from_states:
        now = STATE_WORDS.get(state, state)
        return Refusal("state", f"This request is {now}. “{move.words}” is not possible from there.")
    if move.by is By.SYSTEM:
        if actor.wall is not Wall.WORKER:
            return Refusal("role", f"“{move.words}” is done by the system only.")
        return None
    if actor.roles.isdisjoint(move.roles):
        return Refusal("role", f"Your role does not include “{move.words}”.")
    if move.second_person and last_actor in (None, actor.label):
        return Refusal("second-person", f"“{move.words}” needs a second person: the last step was yours.")
    return None


def open_moves(state: str, actor: Actor, last_actor: str | None = None) -> list[Move]:
    """The moves open to this person: the buttons of the page."""
    return [
        move
        for move in MOVES
        if move.by is not By.SYSTEM and may_move(state, move, actor, last_actor) is None
    ]


def mermaid() -> Iterator[str]:
    """The diagram's lines, for the guide."""
    yield "stateDiagram-v2"
    for state, words in STATE_WORDS.items():
        yield f"    {_name(state)} : {words}"
    yield f"    [*] --> {DRAFT}"
    for move in MOVES:
        eyes = ", second person" if move.second_person else ""
        for state in sorted(move.from_states):
            yield f"    {_name(state)} --> {_name(move.to)} : {move.words} ({move.by}{eyes})"


def _name(state: str) -> str:
    return state.replace("-", "_")
