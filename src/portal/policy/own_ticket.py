"""What a Ticketholder is told of the own Ticket: where it stands, and what protects from a medical review (H1)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.dates import DAY
from portal.policy.ticket_states import Assigned, TicketState, Use, extension_until, protected


class Standing(StrEnum):
    """Where a Ticket stands, as far as its Ticketholder needs to tell one from the other."""

    WITH_PROVIDER = "with-provider"
    WITH_AGENCY = "with-agency"
    ON_HOLD = "on-hold"
    REVIEW_NOT_MET = "review-not-met"
    BETWEEN = "between"
    FREE = "free"
    ENDED = "ended"


class OwnTicket(NamedTuple):
    """`through` is the last protected day, where protection ends by itself; None while it has no such day."""

    standing: Standing
    protected: bool
    through: date | None


_HELD = {Use.INACTIVE: Standing.ON_HOLD, Use.FAILED_PROGRESS: Standing.REVIEW_NOT_MET}


def own_ticket(state: TicketState, unassigned_on: date | None, on: date) -> OwnTicket:
    """Where the Ticket stands on a day. 20 CFR 411.165, 411.171; the 90-day extension is counted here (LM-01).

    `unassigned_on` is the day the last provider's assignment ended. An extension that is over protects no longer,
    also where nobody has entered its end yet.
    """
    if state.terminated:
        return OwnTicket(Standing.ENDED, False, None)
    if state.assigned is not Assigned.NONE:
        at_work = Standing.WITH_AGENCY if state.assigned is Assigned.CR else Standing.WITH_PROVIDER
        return OwnTicket(_HELD.get(state.use, at_work), protected(state), None)
    if not protected(state) or unassigned_on is None:
        return OwnTicket(Standing.FREE, False, None)
    through = extension_until(unassigned_on) - DAY
    return (
        OwnTicket(Standing.BETWEEN, True, through) if on <= through else OwnTicket(Standing.FREE, False, None)
    )
