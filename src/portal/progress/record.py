"""How a Ticket's progress and protection stand, for who answers questions about them (rows C7, G5, H1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.kernel.unit import current
from portal.policy.core import Month
from portal.policy.progress import Review, review
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_periods import Calendar, CountedMonth, count
from portal.policy.protection import Protected, Standing, periods_of_protection, standing
from portal.progress.facts import progress_facts


@dataclass(frozen=True, slots=True)
class ProgressRecord:
    """Today's protection with every stretch of it; each period with its review by the records; months left out."""

    today: Standing
    protected: Sequence[Protected]
    reviews: Sequence[Review]
    left_out: Sequence[CountedMonth]
    known: bool


def progress_record(ticket: UUID) -> ProgressRecord:
    """The record as of today. One query."""
    on = current().on
    facts = progress_facts(ticket, on=on)
    calendar = count(facts.use, Month.of(on))
    return ProgressRecord(
        standing(facts.use, on),
        periods_of_protection(facts.use),
        [review(facts._replace(period=number)) for number in _numbers(facts, calendar)],
        [one for one in calendar.months if one.period is None],
        calendar.known,
    )


def _numbers(facts: ProgressFacts, calendar: Calendar) -> list[int]:
    """Every period that has begun; the first where the Ticket was assigned and no month is counted yet."""
    begun = [one.number for one in calendar.periods]
    return begun or ([1] if facts.use.holdings else [])
