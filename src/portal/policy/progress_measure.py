"""How far work and study go toward a requirement, in exact fractions (TPR-02, TPR-03, TPR-04)."""

from fractions import Fraction
from typing import NamedTuple

from portal.policy.core import Earned, Month
from portal.policy.months import monthly_earnings
from portal.policy.progress_facts import Completed, Completion, ProgressFacts, Term
from portal.policy.progress_requirements import Requirement, level_of
from portal.policy.records import Benefit
from portal.policy.tables.figures import not_loaded
from portal.policy.tables.parameters import PROGRESS, ProgressSettings

SOURCES_DIFFER = "which earnings of {} are right"
NO_BENEFITS = "whether a cash benefit was paid for {}"
WHOLE = Fraction(1)


class Work(NamedTuple):
    """Months that reach the level; `perhaps` those of which it is not known, and what is missing for the first of them.

    `silent` are months of which no earnings are on record, and that could count if there were any.
    """

    reached: tuple[Month, ...]
    perhaps: tuple[Month, ...]
    silent: tuple[Month, ...]
    needs: str


class Measure(NamedTuple):
    """Shares of the requirement: of work, of study, and of the greatest of the ways that count. 1 is all of it."""

    work: Work
    work_share: Fraction
    study_share: Fraction | None
    completed: Completion | None
    together: Fraction
    at_most: Fraction
    target: Fraction

    @property
    def met(self) -> bool:
        return self.together >= self.target

    @property
    def may_be_met(self) -> bool:
        """Were every month reached of which it is not known."""
        return self.at_most >= self.target


def measure(
    facts: ProgressFacts,
    needed: Requirement,
    months: tuple[Month, ...],
    *,
    silent_may_count: bool,
    settings: ProgressSettings = PROGRESS,
) -> Measure:
    """What was done in `months`. `silent_may_count`: a month without earnings on record may still prove worked."""
    work = work_in(facts, needed, months, settings=settings)
    study = study_in(facts.terms, needed, frozenset(months), settings=settings)
    completed = completed_in(facts.completed, needed, frozenset(months))
    unknown = len(work.perhaps) + (len(work.silent) if silent_may_count else 0)
    share = Fraction(len(work.reached), needed.months)
    most = Fraction(len(work.reached) + unknown, needed.months)
    return Measure(
        work,
        min(WHOLE, share),
        study,
        completed,
        _together(needed, share, study, completed),
        _together(needed, most, study, completed),
        WHOLE - Fraction(settings.progress_variance_percent, 100),
    )


def _together(
    needed: Requirement, work: Fraction, study: Fraction | None, completed: Completion | None
) -> Fraction:
    """The greatest of the ways; work and study are added where the period lets them be (TPR-03)."""
    if completed is not None:
        return WHOLE
    studied = study or Fraction()
    return min(WHOLE, work + studied if needed.combines else max(work, studied))


def work_in(
    facts: ProgressFacts,
    needed: Requirement,
    months: tuple[Month, ...],
    *,
    settings: ProgressSettings = PROGRESS,
) -> Work:
    """The months of work at the level, each month by its own year's figure."""
    reached, perhaps, silent = [], [], []
    needs = ""
    earned = monthly_earnings(facts.earnings)
    for month in months:
        if month not in earned.high:
            if not (needed.no_cash and cash_in(facts.benefits, month)):
                silent.append(month)
            continue
        state, missing = _month_of_work(facts, needed, earned.earned(month), settings)
        if state:
            reached.append(month)
        elif state is None:
            perhaps.append(month)
            needs = needs or missing
    return Work(tuple(reached), tuple(perhaps), tuple(silent), needs)


def _month_of_work(
    facts: ProgressFacts,
    needed: Requirement,
    earned: Earned,
    settings: ProgressSettings,
) -> tuple[bool | None, str]:
    """Whether the month counts; where that is not known, what is missing."""
    month = earned.month
    level = level_of(needed, month, facts.blind, settings=settings)
    cash = cash_in(facts.benefits, month) if needed.no_cash else False
    if cash:
        return False, ""
    if level is None:
        return None, not_loaded(month)
    if earned.high < level.cents:
        return False, ""
    if earned.low < level.cents:
        return None, SOURCES_DIFFER.format(month)
    return (None, NO_BENEFITS.format(month)) if cash is None else (True, "")


def cash_in(benefits: tuple[Benefit, ...], month: Month) -> bool | None:
    """Was a federal cash benefit paid for the month? None where nothing about the month is on record."""
    rows = [one for one in benefits if one.from_ <= month and (one.until is None or month < one.until)]
    return any(one.status == "paid" for one in rows) if rows else None


def study_in(
    terms: tuple[Term, ...],
    needed: Requirement,
    months: frozenset[Month],
    *,
    settings: ProgressSettings = PROGRESS,
) -> Fraction | None:
    """The share of the study asked for, over all terms that ended in the months; None where study does not help.

    The hours asked for lose their fraction under a confirmed tolerance only (TPR-04).
    """
    if needed.study is None:
        return None
    share = Fraction(0)
    for one in terms:
        if Month.of(one.ended_on) in months:
            hours = needed.study * one.full_time_year
            share += one.credits / (Fraction(int(hours)) if settings.progress_variance_percent else hours)
    return min(WHOLE, share)


def completed_in(
    completed: tuple[Completed, ...], needed: Requirement, months: frozenset[Month]
) -> Completion | None:
    """What was completed in the months that meets the requirement by itself."""
    fitting = (one.what for one in completed if Month.of(one.on) in months and one.what in needed.completions)
    return next(fitting, None)
