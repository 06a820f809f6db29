"""How a Ticket's progress and protection stand, for who answers questions about them (rows C7, G5, H1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from portal.kernel.models import StoredDecision
from portal.kernel.unit import current
from portal.policy.core import Month
from portal.policy.progress import Review, review
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_periods import Calendar, CountedMonth, count
from portal.policy.progress_reentry import may_reenter
from portal.policy.progress_what_if import ProgressChanges, progress_what_if
from portal.policy.protection import Protected, Standing, periods_of_protection, standing
from portal.policy.what_if import Altered, Impossible
from portal.progress.facts import progress_facts
from portal.progress.models import ProgressReview
from portal.progress.moves import OPEN


@dataclass(frozen=True, slots=True)
class ProgressRecord:
    """The day's protection with every stretch of it; each period with its review by the records; months left out."""

    today: Standing
    protected: Sequence[Protected]
    reviews: Sequence[Review]
    left_out: Sequence[CountedMonth]
    known: bool


class Supposed(NamedTuple):
    """A Ticket's progress by what is on record, and with facts changed: what was altered, and what cannot be."""

    stands: ProgressRecord
    would: ProgressRecord
    altered: tuple[Altered, ...]
    impossible: tuple[Impossible, ...]


class Judged(NamedTuple):
    """A review's decision as JSON, what it answers, and how the Ticket protects today."""

    question: str
    answer: dict[str, Any] | None
    today: Standing


def judged(row: ProgressReview) -> Judged:
    """What the rules say of a review now; of one that was decided, what was kept with the decision. Two queries."""
    on = current().on
    facts = progress_facts(row.ticket_id, on=on, period=row.period)
    today = standing(facts.use, on)
    if row.state in OPEN:
        return Judged("Was timely progress made?", review(facts).decision.to_json(), today)
    if row.state == ProgressReview.State.REENTRY_ASKED:
        return Judged("Can the Ticket be put back in use?", may_reenter(facts).to_json(), today)
    kept = StoredDecision.objects.filter(subject=row.pk).order_by("-decided_at").first()
    return Judged("The decision", kept.answer if kept else None, today)


def progress_record(ticket: UUID, on: date) -> ProgressRecord:
    """The record as of a day, by what is known now. One query."""
    return _record(progress_facts(ticket, on=on))


def suppose(ticket: UUID, on: date, changes: ProgressChanges) -> Supposed:
    """The same, beside what would be said with facts changed: nothing is written (row I4). One query."""
    facts = progress_facts(ticket, on=on)
    found = progress_what_if(facts, changes)
    return Supposed(_record(facts), _record(found.facts), found.altered, found.impossible)


def _record(facts: ProgressFacts) -> ProgressRecord:
    on = facts.decided_on
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
