"""May a Ticket move from its state, and if not, why not? Guards for the table in `ticket_moves.py` (§3.4)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.policy.core import Check, Decision, Month, State, Test, check, decide, held, unknown
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings
from portal.policy.ticket_moves import By, Condition, Move
from portal.policy.ticket_states import Assigned, TicketState, ssa_wording

RULE = "ticket-move"
VERSION = "2025-12"


class MoveFacts(NamedTuple):
    """What a move is judged on. None is "not on record".

    `acts_for_holder` says that the provider that moves holds the Ticket or the case; nobody else is asked for it.
    `extension` says whether the reason of an unassignment earns the 90-day extension (see `unassignment.py`).
    """

    by: By
    on: date
    acts_for_holder: bool | None = None
    ipe_signed_on: date | None = None
    extension: bool | None = None
    unassigned_on: date | None = None


STATE = Test(
    "state-allows-the-move",
    "TT-01 to TT-15",
    "20 CFR 411.140 to 411.226; POMS DI 55025.001",
    "The Ticket is in a state from which this is possible.",
    "See the Ticket's history for its state on the day.",
    states=(State.HELD, State.FAILED),
)
WHO = Test(
    "made-by-who-may-make-it",
    "TT-01 to TT-15",
    "20 CFR 411.140, 411.145; EN Guide, Ticket Unassignment",
    "It is done by who may do it.",
    "Ask who may do it. Program Integrity can enter a signed request.",
    states=(State.HELD, State.FAILED),
)
YOURS = Test(
    "ticket-or-case-is-yours",
    "TT-04 to TT-06",
    "20 CFR 411.145; EN Guide, Ticket Unassignment",
    "The Ticket is assigned to your organization, or the case is your agency's.",
    "Only who holds the Ticket or the case can end it.",
)
WINDOW = Test(
    "within-90-days-of-the-signed-plan",
    "TT-03",
    "Form SSA-1365; change of payment option within 90 days of the signed IPE",
    "The change is made within 90 days of the signed IPE.",
    "The case stays under cost reimbursement.",
)
REASON = Test(
    "reason-decides-the-extension",
    "TT-05, TT-06",
    "20 CFR 411.220",
    "The reason of the unassignment leads to this state.",
    "Choose the reason that is true. It decides whether the 90-day extension follows.",
)
OVER = Test(
    "extension-is-over",
    "TT-08",
    "20 CFR 411.220(b)",
    "The 90 days of the extension have passed.",
    "Wait until the extension has ended.",
)
TESTS = (STATE, WHO, YOURS, WINDOW, REASON, OVER)


def may_move(
    state: TicketState, move: Move, facts: MoveFacts, *, settings: CaseworkSettings = CASEWORK
) -> Decision:
    """May this move be made from `state`? Every condition of its row is checked."""
    return decide(RULE, VERSION, _checks(state, move, facts, settings))


def _checks(state: TicketState, move: Move, facts: MoveFacts, settings: CaseworkSettings) -> Iterator[Check]:
    yield check(
        STATE,
        move.leads_to(state) is not None,
        (("move", move.name), ("assigned", state.assigned.value), ("use", state.use.value)),
    )
    yield check(WHO, facts.by in move.by, (("by", facts.by.value),))
    for condition in move.conditions:
        yield _condition(condition, facts, settings)


def _condition(condition: Condition, facts: MoveFacts, settings: CaseworkSettings) -> Check:
    match condition:
        case Condition.HOLDER_OF_RECORD:
            if facts.by not in (By.EN, By.AGENCY):
                return held(YOURS, (("by", facts.by.value),))
            own = facts.acts_for_holder
            return unknown(YOURS, "who holds the Ticket") if own is None else check(YOURS, own)
        case Condition.CHANGE_WINDOW:
            signed = facts.ipe_signed_on
            if signed is None:
                return unknown(WINDOW, "the day the IPE was signed")
            last = signed + timedelta(days=settings.change_window_days)
            return check(WINDOW, facts.on <= last, (("ipe_signed_on", signed), ("last_day", last)))
        case Condition.EXTENSION_OVER:
            began = facts.unassigned_on
            if began is None:
                return unknown(OVER, "the day the extension began")
            last = began + timedelta(days=settings.extension_days)
            return check(OVER, facts.on > last, (("last_day", last),), true_from=last + timedelta(days=1))
        case _:
            if facts.extension is None:
                return unknown(REASON, "the reason of the unassignment")
            wanted = condition is Condition.EXTENSION_REASON
            return check(REASON, facts.extension is wanted, (("earns_extension", facts.extension),))


def effective_on(move: Move, requested_on: date) -> date:
    """When a move takes effect: inactive and active again on the first of the next month, others on the day."""
    if move.name in ("make-inactive", "make-active"):
        return Month.of(requested_on).plus(1).first
    return requested_on


def why_not(state: TicketState, move: Move) -> str | None:
    """Why the move is not possible from this state, in a sentence; None where it is possible."""
    if move.leads_to(state) is not None:
        return None
    now = ssa_wording(state, assignable=None)
    if state.terminated:
        return f"The Ticket has terminated. “{move.words}” is not possible: only a new Ticket can follow."
    if state.assigned is Assigned.CR and move.name in ("assign", "assign-to-agency"):
        return "A cost-reimbursement case is open. The Ticket can be assigned when the agency closes it."
    if state.assigned is not Assigned.NONE and move.name in ("assign", "assign-to-agency", "open-case"):
        return (
            "The Ticket is assigned. It has to be taken out of assignment first, which may be the same day."
        )
    if move.name == "close-case":
        return f"No cost-reimbursement case is open. The Ticket is now: {now}."
    if move.name.startswith("unassign") and state.assigned is Assigned.NONE:
        return f"The Ticket is not assigned. It is now: {now}."
    return f"The Ticket is now: {now}. “{move.words}” is not possible from there."
