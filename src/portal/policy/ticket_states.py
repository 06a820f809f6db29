"""The states of a Ticket: who holds it and how it is used are two columns; SSA's wording follows (§3.1)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.policy.dates import DAY
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings


class Assigned(StrEnum):
    """Who holds the Ticket. Under cost reimbursement it is not assigned, and yet blocked."""

    NONE = "none"
    EN = "EN"
    VREN = "VREN"
    CR = "cost-reimbursement"


class Use(StrEnum):
    IN_USE = "in-use"
    EXTENDED = "extended"
    INACTIVE = "inactive"
    FAILED_PROGRESS = "failed-progress"
    NOT_IN_USE = "not-in-use"


class TicketState(NamedTuple):
    """The two columns, and whether the Ticket has terminated: then they say none and not in use."""

    assigned: Assigned
    use: Use
    terminated: bool = False


UNASSIGNED = TicketState(Assigned.NONE, Use.NOT_IN_USE)
EXTENDED = TicketState(Assigned.NONE, Use.EXTENDED)
UNASSIGNED_FAILED = TicketState(Assigned.NONE, Use.FAILED_PROGRESS)
"""Not assigned, not in use, and a failed progress review is in effect: assigned again, it is not in use (CDR-05)."""
TERMINATED = TicketState(Assigned.NONE, Use.NOT_IN_USE, True)
HELD_USES = (Use.IN_USE, Use.INACTIVE, Use.FAILED_PROGRESS)
STATES: tuple[TicketState, ...] = (
    UNASSIGNED,
    EXTENDED,
    UNASSIGNED_FAILED,
    *(TicketState(who, use) for who in (Assigned.EN, Assigned.VREN, Assigned.CR) for use in HELD_USES),
    TERMINATED,
)
"""Every state there is. An unassigned Ticket is never inactive; a held one is never extended."""

_ASSIGNED_WORDS = {
    Use.IN_USE: "Assigned In Use",
    Use.INACTIVE: "Assigned Not In Use – Inactive",  # noqa: RUF001 (as SSA writes it)
    Use.FAILED_PROGRESS: "Assigned Not In Use – FTPR",  # noqa: RUF001
}
_AGENCY_WORDS = {
    Use.IN_USE: "In Use SVR",
    Use.INACTIVE: "Not In Use SVR – Inactive",  # noqa: RUF001
    Use.FAILED_PROGRESS: "Not In-Use SVR – FTPR",  # noqa: RUF001
}


def ssa_wording(
    state: TicketState, *, has_ticket: bool = True, assignable: bool | None = True, used_before: bool = False
) -> str:
    """SSA's wording of a state (TS-01 to TS-12).

    For an unassigned Ticket it depends on whether it can be assigned now (None: not known) and was used before.
    """
    if not has_ticket:
        return "Not eligible, no Ticket"
    if state.terminated:
        return "Terminated"
    if state.assigned is Assigned.CR:
        return _AGENCY_WORDS[state.use]
    if state.assigned is not Assigned.NONE:
        return _ASSIGNED_WORDS[state.use]
    if state.use is Use.EXTENDED:
        return "Not Assigned In Use Extended"
    if used_before or state.use is Use.FAILED_PROGRESS:
        return "Not Assigned, Not In Use"
    if assignable is None:
        return "Eligible, not assigned"
    return "Eligible, not assigned (assignable)" if assignable else "Eligible, not assignable now"


def protected(state: TicketState) -> bool:
    """Is the Ticket in use, so that no medical review is begun? 20 CFR 411.165; POMS DI 55025.001."""
    return not state.terminated and state.use in (Use.IN_USE, Use.EXTENDED)


def extension_until(unassigned_on: date, *, settings: CaseworkSettings = CASEWORK) -> date:
    """The first day after the 90-day extension (LM-01): unassigned on 1 March, extended through 30 May."""
    return unassigned_on + timedelta(days=settings.extension_days + 1)


def unprotected_days(
    unassigned_on: date, reassigned_on: date | None, *, settings: CaseworkSettings = CASEWORK
) -> tuple[date, date | None] | None:
    """The first and last day without protection between an extension and the next assignment; None where none is.

    The last day is None while the Ticket is not assigned again.
    """
    first = extension_until(unassigned_on, settings=settings)
    if reassigned_on is None:
        return first, None
    return (first, reassigned_on - DAY) if first < reassigned_on else None
