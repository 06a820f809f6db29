"""What the contact phase rests on, from the facts of payments: milestones and months at the level (J11; C-07, C-08)."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from portal.policy.case import Case
from portal.policy.contact_phase import Milestone
from portal.policy.core import Month
from portal.policy.look_back import available
from portal.policy.milestones import attainment
from portal.policy.records import PaymentFacts, Request
from portal.policy.tables.figures import TRIAL_WORK_LEVEL
from portal.policy.tables.parameters import IN_FORCE, PolicySettings
from portal.policy.vr_closure import excluding_closure


class ContactBasis(NamedTuple):
    """The four milestones of Phase 1, the months at or above the trial work level, and the provider's last payment."""

    milestones: tuple[Milestone, ...]
    level_months: tuple[Month, ...]
    last_paid_on: date | None


def contact_basis(
    facts: PaymentFacts, provider: str, on: date, *, settings: PolicySettings = IN_FORCE
) -> ContactBasis:
    """As known on `on`, for the provider that holds the Ticket. A milestone that was paid was attained."""
    request = Request(provider, "P1M1", Month.of(on), on, "provider", "evidentiary", True)
    case = Case(replace(facts, decided_on=on, request=request), settings)
    paid = {one.kind: one.month for one in facts.payments}
    closed = excluding_closure(case, on) is not None
    milestones = tuple(
        Milestone(kind, there, attainment(case, kind).month or paid.get(kind))
        for kind, there in available(case, closed).items()
    )
    return ContactBasis(
        milestones,
        _level_months(case),
        max((one.paid_on for one in facts.payments if one.provider == provider), default=None),
    )


def _level_months(case: Case) -> tuple[Month, ...]:
    """Months whose earnings are surely at or above the level of their year."""
    levels = TRIAL_WORK_LEVEL.by_month
    low = case.earnings.low
    return tuple(sorted(month for month in low if month in levels and low[month] >= levels[month]))
