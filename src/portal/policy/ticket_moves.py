"""The moves of a Ticket: one table, from which guards, sentences, diagram and tests follow (§3.4).

A failed progress review is the Ticket's, not the provider's: it stays in effect when the Ticket is taken out of
assignment and when it is assigned again, until it is put back in use (CDR-05, which has the higher authority, before
the plain words of TT-12 and RA-06; notice I-2 knows a re-entry of a Ticket that nobody holds).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from portal.policy.ticket_states import (
    EXTENDED,
    STATES,
    TERMINATED,
    UNASSIGNED,
    UNASSIGNED_FAILED,
    Assigned,
    TicketState,
    Use,
    ssa_wording,
)


class By(StrEnum):
    """Who makes a move. Program Integrity also enters what a Ticketholder or a provider asks for on paper."""

    EN = "Employment Network"
    AGENCY = "State VR agency"
    INTEGRITY = "Program Integrity"
    HOLDER = "Ticketholder"
    SSA = "Social Security"
    SYSTEM = "the system"


class Condition(StrEnum):
    """What else a move rests on."""

    HOLDER_OF_RECORD = "a provider its own only"
    CHANGE_WINDOW = "within 90 days of the signed IPE"
    EXTENSION_REASON = "for a reason that earns the extension"
    OTHER_REASON = "for another reason"
    EXTENSION_OVER = "after the 90 days"


class Move(NamedTuple):
    """One row: the states it leads from, each with the state it leads to, who makes it, and on what conditions."""

    name: str
    rule: str
    words: str
    steps: tuple[tuple[TicketState, TicketState], ...]
    by: frozenset[By]
    conditions: tuple[Condition, ...] = ()

    def leads_to(self, state: TicketState) -> TicketState | None:
        return dict(self.steps).get(state)


_PROVIDERS = (Assigned.EN, Assigned.VREN)
_HOLDERS = (*_PROVIDERS, Assigned.CR)
_IN_USE = {who: TicketState(who, Use.IN_USE) for who in _HOLDERS}
_FAILED = {who: TicketState(who, Use.FAILED_PROGRESS) for who in _HOLDERS}
_EITHER = (UNASSIGNED, EXTENDED)


def _use(before: Use, after: Use) -> tuple[tuple[TicketState, TicketState], ...]:
    return tuple((TicketState(who, before), TicketState(who, after)) for who in _HOLDERS)


def _to(after: TicketState, *before: TicketState) -> tuple[tuple[TicketState, TicketState], ...]:
    return tuple((one, after) for one in before)


def _taken(who: Assigned) -> tuple[tuple[TicketState, TicketState], ...]:
    return (*_to(_IN_USE[who], *_EITHER), *_to(_FAILED[who], UNASSIGNED_FAILED))


def _row(
    name: str,
    rule: str,
    words: str,
    steps: tuple[tuple[TicketState, TicketState], ...],
    by: tuple[By, ...],
    *conditions: Condition,
) -> Move:
    return Move(name, rule, words, steps, frozenset(by), conditions)


_ENDS = (By.EN, By.AGENCY, By.HOLDER, By.INTEGRITY)
_OWN = Condition.HOLDER_OF_RECORD
MOVES: tuple[Move, ...] = (
    _row(
        "assign",
        "TT-01, TT-07, TT-12",
        "Assign",
        _taken(Assigned.EN),
        (By.EN, By.INTEGRITY),
    ),
    _row(
        "assign-to-agency",
        "TT-01, TT-07, TT-12",
        "Assign to a State VR agency",
        _taken(Assigned.VREN),
        (By.AGENCY, By.INTEGRITY),
    ),
    _row(
        "open-case",
        "TT-02, TT-07",
        "Open a cost-reimbursement case",
        _taken(Assigned.CR),
        (By.AGENCY,),
    ),
    _row(
        "change-to-assignment",
        "TT-03",
        "Change from cost reimbursement to assignment",
        (
            *_to(_IN_USE[Assigned.VREN], _IN_USE[Assigned.CR]),
            *_to(_FAILED[Assigned.VREN], _FAILED[Assigned.CR]),
        ),
        (By.AGENCY,),
        _OWN,
        Condition.CHANGE_WINDOW,
    ),
    _row(
        "close-case",
        "TT-04",
        "Close the cost-reimbursement case",
        (
            *_to(EXTENDED, _IN_USE[Assigned.CR]),
            *_to(UNASSIGNED, TicketState(Assigned.CR, Use.INACTIVE)),
            *_to(UNASSIGNED_FAILED, _FAILED[Assigned.CR]),
        ),
        (By.AGENCY,),
        _OWN,
    ),
    _row(
        "correct-closing",
        "TT-04",
        "Correct the closing of the cost-reimbursement case",
        _to(EXTENDED, *_EITHER),
        (By.AGENCY,),
        _OWN,
    ),
    _row(
        "reopen-case",
        "TT-04",
        "Take back the closing of the cost-reimbursement case",
        _to(_IN_USE[Assigned.CR], *_EITHER),
        (By.AGENCY,),
        _OWN,
    ),
    _row(
        "unassign-with-extension",
        "TT-05",
        "Unassign, with the 90-day extension",
        _to(EXTENDED, *(_IN_USE[who] for who in _PROVIDERS)),
        _ENDS,
        _OWN,
        Condition.EXTENSION_REASON,
    ),
    _row(
        "unassign-without-extension",
        "TT-06",
        "Unassign, without extension",
        _to(UNASSIGNED, *(_IN_USE[who] for who in _PROVIDERS)),
        _ENDS,
        _OWN,
        Condition.OTHER_REASON,
    ),
    _row(
        "unassign-while-not-in-use",
        "TT-06",
        "Unassign while not in use",
        (
            *_to(UNASSIGNED, *(TicketState(who, Use.INACTIVE) for who in _PROVIDERS)),
            *_to(UNASSIGNED_FAILED, *(_FAILED[who] for who in _PROVIDERS)),
        ),
        _ENDS,
        _OWN,
    ),
    _row(
        "extension-ends",
        "TT-08",
        "End the extension",
        _to(UNASSIGNED, EXTENDED),
        (By.SYSTEM,),
        Condition.EXTENSION_OVER,
    ),
    _row(
        "make-inactive",
        "TT-09",
        "Make inactive",
        _use(Use.IN_USE, Use.INACTIVE),
        (By.HOLDER, By.INTEGRITY),
    ),
    _row(
        "make-active",
        "TT-09",
        "Make active again",
        _use(Use.INACTIVE, Use.IN_USE),
        (By.HOLDER, By.INTEGRITY),
    ),
    _row(
        "fail-progress-review",
        "TT-10",
        "Record a failed progress review",
        (
            *_use(Use.IN_USE, Use.FAILED_PROGRESS),
            *_use(Use.INACTIVE, Use.FAILED_PROGRESS),
            *_to(UNASSIGNED_FAILED, *_EITHER),
        ),
        (By.INTEGRITY, By.SSA),
    ),
    _row(
        "reinstate",
        "TT-11",
        "Put back in use",
        (*_use(Use.FAILED_PROGRESS, Use.IN_USE), (UNASSIGNED_FAILED, UNASSIGNED)),
        (By.INTEGRITY, By.SSA),
    ),
    _row(
        "terminate",
        "TT-13",
        "Terminate the Ticket",
        _to(TERMINATED, *(one for one in STATES if not one.terminated)),
        (By.SSA,),
    ),
    _row("new-ticket", "TT-14", "Give a new Ticket", _to(UNASSIGNED, TERMINATED), (By.SSA,)),
)
_BY_NAME = {move.name: move for move in MOVES}


def move_named(name: str) -> Move:
    """The row of this name. Raises KeyError for a name that is in no row."""
    return _BY_NAME[name]


def mermaid() -> Iterator[str]:
    """The diagram's lines, for the guide."""
    yield "stateDiagram-v2"
    for state in STATES:
        yield f"    {_name(state)} : {ssa_wording(state, assignable=None)} ({state.assigned})"
    yield f"    [*] --> {_name(UNASSIGNED)}"
    for move in MOVES:
        who = ", ".join(sorted(move.by))
        only = "".join(f", {condition}" for condition in move.conditions)
        for before, after in move.steps:
            yield f"    {_name(before)} --> {_name(after)} : {move.words} ({who}{only})"
    yield f"    {_name(TERMINATED)} --> [*]"


def _name(state: TicketState) -> str:
    if state.terminated:
        return "terminated"
    return f"{state.assigned}_{state.use}".replace("-", "_").lower()
