"""What an amount earned each month means for a Ticketholder's Ticket, by the tables that decide (mission row K2).

It tells of the Ticket: the levels, the progress review, the steps a provider is paid for. It tells of no benefit amount.
"""

from typing import NamedTuple

from portal.policy.case import title_of
from portal.policy.core import Cents, Figure, Month
from portal.policy.counts import OUTCOME_LIMITS, PHASE_2_LIMITS
from portal.policy.look_back import WINDOWS
from portal.policy.progress import review
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_periods import count
from portal.policy.progress_requirements import level_of
from portal.policy.records import MonthSpan
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL


class Against(NamedTuple):
    """An amount against a level in whole cents: at or above it? Both None where the year's figure is not loaded."""

    level: Cents | None
    reached: bool | None


class ForReview(NamedTuple):
    """What the progress review of the running period asks for: `months` at `each`, of which `done` are on record.

    `no_cash` counts only months without a cash benefit; `study` says whether school or training can help.
    """

    number: int
    months: int
    done: int
    each: Against
    no_cash: bool
    study: bool


class Step(NamedTuple):
    """A step of Phase 1: so many months at or above the trial work level within so many."""

    months: int
    window: int


class IfIEarn(NamedTuple):
    """`review` is None while no period runs; `later` and `without_cash` are the limits of Phase 2 and of outcomes."""

    month: Month
    trial: Against
    substantial: Against
    review: ForReview | None
    steps: tuple[Step, ...]
    later: int
    without_cash: int


def if_i_earn(facts: ProgressFacts, cents: int, title: str) -> IfIEarn:
    """What `cents` a month would mean by the figures of the month of the decision.

    `title` is the benefit: T2, T16 or concurrent. Raises KeyError for another.
    """
    month = Month.of(facts.decided_on)
    substantial = (SGA_BLIND if _covers(facts.blind, month) else SGA_NON_BLIND).on(month)
    return IfIEarn(
        month,
        _against(cents, TRIAL_WORK_LEVEL.on(month)),
        _against(cents, substantial),
        _for_review(facts, cents, month),
        tuple(Step(months, window) for months, window in WINDOWS.values()),
        PHASE_2_LIMITS[title],
        OUTCOME_LIMITS[title],
    )


def benefit_on_record(facts: ProgressFacts) -> str | None:
    """The benefit on record in the month of the decision: T2, T16, concurrent; None where there is none."""
    return title_of(facts.benefits, Month.of(facts.decided_on))


def _for_review(facts: ProgressFacts, cents: int, month: Month) -> ForReview | None:
    number = _running(facts, month)
    if number is None:
        return None
    running = review(facts._replace(period=number))
    needed = running.requirement
    return ForReview(
        number,
        needed.months,
        len(running.measure.work.reached),
        _against(cents, level_of(needed, month, facts.blind)),
        needed.no_cash,
        needed.study is not None or bool(needed.completions),
    )


def _running(facts: ProgressFacts, month: Month) -> int | None:
    """The number of the period that this month counts in; in the month of the first assignment, the first."""
    months = count(facts.use, month).months
    if not months:
        return 1 if facts.use.holdings else None
    return months[-1].period


def _against(cents: int, figure: Figure | None) -> Against:
    return Against(None, None) if figure is None else Against(Cents(figure.cents), cents >= figure.cents)


def _covers(spans: tuple[MonthSpan, ...], month: Month) -> bool:
    return any(one.from_ <= month and (one.until is None or month < one.until) for one in spans)
