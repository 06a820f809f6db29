"""What happened to a Ticket, as a case worker knows it: who held it, pauses, failed reviews, its end.

All intervals are half-open: `until` is the first day not covered, None while open.
"""

from datetime import date
from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.ticket_states import Assigned


class Holding(NamedTuple):
    """A Ticket assigned to a provider, or a State VR agency's case under cost reimbursement.

    `since` is the later signature of the plan. `reason` says why it was unassigned (`unassignment.REASONS`); None is
    not on record. A case that is closed needs none.
    """

    kind: Assigned
    since: date
    until: date | None = None
    reason: str | None = None


class Inactivity(NamedTuple):
    """The Ticketholder asked for the Ticket to be inactive, and later for it to be active again."""

    requested_on: date
    active_requested_on: date | None = None


class Failure(NamedTuple):
    """A failed progress review of the period of this number, from the fail notice on.

    `appealed_on` is the day a review of the decision was asked for, `decided_on` the day SSA decided it,
    `reentered_on` the day the Ticket was put back in use.
    """

    period: int
    notice_on: date
    appealed_on: date | None = None
    decided_on: date | None = None
    favorable: bool | None = None
    reentered_on: date | None = None


class UseFacts(NamedTuple):
    """A Ticket's whole history. `terminated_in` is the month it ended for another reason than death."""

    holdings: tuple[Holding, ...] = ()
    inactivities: tuple[Inactivity, ...] = ()
    failures: tuple[Failure, ...] = ()
    terminated_in: Month | None = None
    died_on: date | None = None
