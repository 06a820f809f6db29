"""What services of this room answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.policy.core import Decision
from portal.policy.ticket_states import TicketState


@dataclass(frozen=True, slots=True)
class Moved:
    """The Ticket has moved; `step` is the row of its history."""

    step: UUID
    state: TicketState


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it cannot move, in a sentence; the decision holds every check."""

    sentence: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Assigned:
    """The Ticket is assigned. `late` says that the entry moved the payment base date."""

    assignment: UUID
    person_number: str
    assigned_on: date
    payment_base_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class NotAssigned:
    """Why the Ticket was not assigned, in a sentence; the decisions as the provider may see them, where made."""

    sentence: str
    decisions: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Unassigned:
    """The Ticket is out of assignment from `effective_on`. `extended_until` is the first day after the extension."""

    number: str
    effective_on: date
    extended_until: date | None


@dataclass(frozen=True, slots=True)
class NotUnassigned:
    """Why it is not, in a sentence."""

    sentence: str
    decision: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The Ticket has terminated; `assignment` is the one that ended with it, on `effective_on`."""

    effective_on: date
    assignment: UUID | None


@dataclass(frozen=True, slots=True)
class VrCaseOpened:
    """A cost-reimbursement case is open from `opened_on`; a change to assignment is possible through `change_until`."""

    number: str
    opened_on: date
    change_until: date


@dataclass(frozen=True, slots=True)
class VrCaseClosed:
    """The case is closed from `closed_on`, or open again where that is None; and what follows from it."""

    number: str
    closed_on: date | None
    extended_until: date | None = None
    phase_1_open_from: date | None = None


@dataclass(frozen=True, slots=True)
class NotDone:
    """Why nothing was done with a State VR agency's form or case, in a sentence; the decisions as it may see them."""

    sentence: str
    decisions: tuple[dict[str, Any], ...] = ()
