"""A request with what follows from the facts around it, worked out once and read by every check."""

from copy import copy
from datetime import date, timedelta
from typing import NamedTuple, Self

from portal.policy.core import Facts, Month
from portal.policy.levels import Levels, months_by_level
from portal.policy.months import MonthlyEarnings, monthly_earnings
from portal.policy.records import WORKED_OFF, Assignment, Benefit, PaymentFacts, Request
from portal.policy.tables.parameters import PolicySettings

COST_REIMBURSEMENT = "cost-reimbursement"
NO_REQUEST = "these facts hold no request to decide"


class Attainment(NamedTuple):
    """When a milestone was reached. `month` for sure; `perhaps` the first month in which it may have been.

    `counted` are the months it rests on, `half_level` that it is the half-level form, `needs` what stands between
    `perhaps` and `month`.
    """

    month: Month | None
    perhaps: Month | None
    counted: tuple[Month, ...] = ()
    half_level: bool = False
    needs: str = ""


class Phase1Milestone(NamedTuple):
    """A Phase 1 milestone: whether it is available on the Ticket (None: not known), and when it was attained."""

    kind: str
    available: bool | None
    attained: Attainment


class Case:
    """What the checks read.

    `month` is the month judged: the month of attainment where that is known and not after the claimed month (see
    `milestones.py`, `reconciliation.py`), else the claimed month. `assignment` is the provider's assignment that
    governs it, and `base` the month after which it can be paid. `first_month` is the month of the Ticket's first
    assignment, `requested` the month of the request. `in_month` and `kind_and_month` are facts many checks rest on.
    """

    __slots__ = (
        "_levels",
        "assigned",
        "assignment",
        "attainment",
        "base",
        "benefits",
        "earnings",
        "facts",
        "first",
        "first_month",
        "in_month",
        "kind",
        "kind_and_month",
        "month",
        "outcome_from",
        "phase_1",
        "provider",
        "request",
        "requested",
        "settings",
        "title",
        "window_from",
    )

    def __init__(self, facts: PaymentFacts, settings: PolicySettings) -> None:
        request = facts.request
        if request is None:
            raise ValueError(NO_REQUEST)
        self.facts = facts
        self.settings = settings
        self.request: Request = request
        self.provider = request.provider
        self.kind = request.asks
        self.month: Month = request.claim_month
        self.attainment: Attainment | None = None
        self.benefits: tuple[Benefit, ...] = facts.beneficiary.benefits
        self.earnings: MonthlyEarnings = monthly_earnings(facts.earnings)
        self.assigned = [one for one in facts.assignments if one.system != COST_REIMBURSEMENT]
        self.assigned.sort(key=assignment_order)
        self.first: Assignment | None = self.assigned[0] if self.assigned else None
        self.first_month: Month | None = None if self.first is None else self.first.assigned_in
        self.requested = Month.of(request.submitted_on)
        self.window_from = self._first_payable_month()
        self.outcome_from = outcome_period_start(self.benefits, self.first)
        self.phase_1: tuple[Phase1Milestone, ...] | None = None
        self._levels: Levels | None = None
        self.assignment: Assignment | None = None
        self.base: Month | None = None
        self.title: str | None = None
        self.in_month: Facts = ()
        self.kind_and_month: Facts = ()

    def asking(self, request: Request) -> Self:
        """The same Ticket with another request of the same provider, made on the same day of the same job.

        What was worked out of the Ticket serves it too.
        """
        other = copy(self)
        other.request, other.kind, other.month = request, request.asks, request.claim_month
        other.attainment = None
        return other

    def _first_payable_month(self) -> Month | None:
        if self.first is None:
            return None
        base = base_day(self.first, self.settings)
        return None if base is None else Month(base.year * 12 + base.month)

    def levels(self) -> Levels:
        """The months at or above the trial work level; worked out at the first call."""
        if self._levels is None:
            earnings = self.earnings
            self._levels = months_by_level(earnings.low, earnings.high, self.first_month, self.window_from)
        return self._levels

    def judge(self, month: Month) -> None:
        """Fix the month judged, with the assignment and the class of benefits that belong to it."""
        self.month = month
        self.in_month = (("month", month),)
        self.kind_and_month = (("kind", self.kind), ("month", month))
        self.title = title_of(self.benefits, month)
        for one in reversed(self.assigned):
            if one.provider == self.provider:
                base = base_day(one, self.settings)
                self.assignment = one
                self.base = None if base is None else Month.of(base)
                if self.base is not None and self.base < month:
                    return


def assignment_order(assignment: Assignment) -> tuple[date, date]:
    return (assignment.assigned_on, assignment.entered_on or date.max)


def base_day(assignment: Assignment, settings: PolicySettings) -> date | None:
    """The day from whose month on payment is reckoned (PAY-15); None where the day of entry is not on record.

    The day of the later signature, or the day of entry where that is more than 14 days later.
    """
    signed, entered = assignment.assigned_on, assignment.entered_on
    if entered is None:
        return None
    return entered if (entered - signed).days > settings.late_entry_days else signed


def title_of(benefits: tuple[Benefit, ...], month: int) -> str | None:
    """T2, T16 or concurrent in this month; None where no entitlement is on record (PAY-06)."""
    title: str | None = None
    for row in benefits:
        if row.from_ <= month and (row.until is None or month < row.until) and row.status != "ended-other":
            title = row.title if title is None or title == row.title else "concurrent"
    return title


def zero_for_work(benefits: tuple[Benefit, ...], month: int) -> bool | None:
    """No federal cash benefit is payable for this month because of work; None where nothing is on record."""
    found = None
    for row in benefits:
        if row.from_ <= month and (row.until is None or month < row.until) and row.status != "ended-other":
            if row.status not in WORKED_OFF:
                return False
            found = True
    return found


def outcome_period_start(benefits: tuple[Benefit, ...], first: Assignment | None) -> Month | None:
    """The first month that ends after the first assignment and has no cash benefit because of work (PAY-12)."""
    if first is None or not [row for row in benefits if row.status in WORKED_OFF]:
        return None
    earliest = Month.of(first.assigned_on + timedelta(days=1))
    edges = [edge for row in benefits for edge in (row.from_, row.until) if edge is not None]
    for edge in sorted([earliest, *[edge for edge in edges if edge > earliest]]):
        if zero_for_work(benefits, edge):
            return edge
    return None


def held_on(assignment: Assignment, day: date) -> bool:
    return assignment.assigned_on <= day and (assignment.ended_on is None or day < assignment.ended_on)


def holder_on(case: Case, day: date) -> str | None:
    """The provider that holds the Ticket on this day."""
    return next((one.provider for one in reversed(case.assigned) if held_on(one, day)), None)
