"""Which contact rule applies: the phase follows the milestones by itself (C-07, C-08; mission rows D10, J11)."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.policy.core import Month
from portal.policy.tables.parameters import CASEWORK, CaseworkSettings

PHASE_1 = ("P1M1", "P1M2", "P1M3", "P1M4")


class Phase(StrEnum):
    INITIAL = "initial"
    ONGOING = "ongoing"


class Milestone(NamedTuple):
    """A Phase 1 milestone on this Ticket: whether it is available (None: not known), and the month of attainment."""

    kind: str
    available: bool | None
    attained_in: Month | None


class PhaseFacts(NamedTuple):
    """What the phase rests on, as known now.

    `milestones` are the four of Phase 1; empty for a provider under the outcome system. `level_months` are the months
    at or above the trial work level since the assignment; the assignment month itself is left out here.
    """

    assigned_on: date
    milestones: tuple[Milestone, ...]
    level_months: tuple[Month, ...]


def ongoing_from(facts: PhaseFacts, *, settings: CaseworkSettings = CASEWORK) -> date | None:
    """The first day of the ongoing phase: the first of the month after Phase 1 ended. None while it has not.

    Phase 1 ends with the last available milestone attained. Where none is available, or under the outcome system,
    it ends with the ninth month at or above the trial work level since the assignment: our reading (C-07).
    """
    month = _phase_1_ended_in(facts, settings)
    return None if month is None else month.plus(1).first


def phase_on(facts: PhaseFacts, day: date, *, settings: CaseworkSettings = CASEWORK) -> Phase:
    """The phase on a day."""
    starts = ongoing_from(facts, settings=settings)
    return Phase.ONGOING if starts is not None and starts <= day else Phase.INITIAL


def _phase_1_ended_in(facts: PhaseFacts, settings: CaseworkSettings) -> Month | None:
    # A milestone of which it is not known whether it is available keeps the initial phase, the stricter one.
    open_ones = [one for one in facts.milestones if one.available is not False]
    if open_ones:
        last = max(open_ones, key=lambda one: PHASE_1.index(one.kind))
        return last.attained_in
    assigned_in = Month.of(facts.assigned_on)
    months = sorted({month for month in facts.level_months if month > assigned_in})
    count = settings.phase_ends_after_level_months
    return months[count - 1] if len(months) >= count else None
