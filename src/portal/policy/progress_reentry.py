"""Going back in use after a failed progress review, and asking for the decision to be reviewed (TPR-05, TPR-09)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.policy.core import (
    Check,
    Decision,
    Facts,
    Month,
    State,
    Test,
    check,
    decide,
    failed,
    held,
    unknown,
)
from portal.policy.dates import months_after
from portal.policy.progress import measured
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_measure import measure
from portal.policy.progress_requirements import level_of, levels_of, requirement
from portal.policy.tables.parameters import PROGRESS, ProgressSettings
from portal.policy.ticket_use import effect, effective_on, held_on, in_effect
from portal.policy.use_facts import Failure, UseFacts

RULE = "progress-reentry"
APPEAL_RULE = "progress-appeal"
VERSION = "2025-12"
LATE = "Asked for after day 30: the failed review stays in effect until Social Security decides."

FAILED_REVIEW = Test(
    "failed-review-of-this-period-is-in-effect",
    "TPR-09",
    "20 CFR 411.210(b)",
    "A failed review of this period is in effect on the day of the request.",
    "Only a Ticket out of use after a failed review is put back in use this way.",
    states=(State.HELD, State.FAILED),
)
REQUESTED = Test(
    "reentry-is-asked-for-in-writing",
    "TPR-09",
    "20 CFR 411.210(b)",
    "The Ticketholder asks for it in writing.",
    "Write to the Ticket Program Manager and send what shows the work or study.",
)
NOW_MET = Test(
    "missed-requirement-is-now-met",
    "TPR-09",
    "20 CFR 411.180, 411.210(b)",
    "The 12 months before the request reach what the failed period asked for.",
    "Ask again when the missing months of work or the study are done.",
)
IN_TIME = Test(
    "review-of-the-decision-asked-for-by-day-30",
    "TPR-05",
    "20 CFR 411.200(d), 411.205",
    "The review of the decision was asked for no later than 30 days after the fail notice was sent.",
    "It can still be asked for. The failed review stays in effect until Social Security decides.",
    states=(State.HELD, State.FAILED),
)
TESTS = (FAILED_REVIEW, REQUESTED, NOW_MET, IN_TIME)


class Reentry(NamedTuple):
    """What follows from a re-entry: the notice, and its dates. `next_period_from` is the month its clock starts in."""

    notice: str
    effective_on: date
    free_until: date
    next_period_from: Month


def may_reenter(facts: ProgressFacts, *, settings: ProgressSettings = PROGRESS) -> Decision:
    """May the Ticket be put back in use, the failed period being `facts.period`? 20 CFR 411.210(b)."""
    return decide(RULE, VERSION, _checks(facts, settings))


def window(requested_on: date, *, settings: ProgressSettings = PROGRESS) -> tuple[Month, ...]:
    """The months whose work and study count: the twelve before the month of the request."""
    month = Month.of(requested_on)
    return tuple(map(Month, range(month - settings.progress_reentry_months, month)))


def reentry(use: UseFacts, requested_on: date, *, settings: ProgressSettings = PROGRESS) -> Reentry:
    """The dates of a re-entry granted on a request of this day."""
    return Reentry(
        "I-1" if held_on(use, requested_on) else "I-2",
        requested_on,
        months_after(requested_on, settings.progress_reentry_months),
        Month.of(requested_on).plus(1),
    )


def appeal(failure: Failure, asked_on: date, *, settings: ProgressSettings = PROGRESS) -> Decision:
    """Does asking for a review of the decision on this day hold off its effect? 20 CFR 411.205."""
    last = effective_on(failure, settings=settings)
    said: Facts = (("notice_sent_on", failure.notice_on), ("asked_on", asked_on), ("last_day", last))
    in_time = check(IN_TIME, asked_on <= last, said)
    return decide(APPEAL_RULE, VERSION, [in_time], notes=() if asked_on <= last else (LATE,))


def _checks(facts: ProgressFacts, settings: ProgressSettings) -> Iterator[Check]:
    asked = facts.reentry
    day = facts.decided_on if asked is None else asked.requested_on
    yield _failed_review(facts, day, settings)
    if asked is None or asked.written is None:
        yield unknown(REQUESTED, "the written request")
    else:
        yield check(REQUESTED, asked.written, (("requested_on", asked.requested_on),))
    yield _now_met(facts, day, settings)


def _failed_review(facts: ProgressFacts, day: date, settings: ProgressSettings) -> Check:
    of_period = [one for one in facts.use.failures if one.period == facts.period]
    for one in of_period:
        days = effect(one, settings=settings)
        if days is not None and in_effect(one, day, settings=settings):
            said: Facts = (("period", one.period), ("in_effect_from", days[0]), ("asked_on", day))
            return held(FAILED_REVIEW, said)
    sent = max((one.notice_on for one in of_period), default=None)
    return failed(FAILED_REVIEW, (("period", facts.period), ("notice_sent_on", sent), ("asked_on", day)))


def _now_met(facts: ProgressFacts, day: date, settings: ProgressSettings) -> Check:
    needed = requirement(facts.period)
    months = window(day, settings=settings)
    found = measure(facts, needed, months, silent_may_count=False, settings=settings)
    level = level_of(needed, months[-1], facts.blind, settings=settings)
    levels = levels_of(needed, months, facts.blind, settings=settings)
    days: Facts = (("first_month", months[0]), ("last_month", months[-1]), ("levels", levels))
    said = (*days, *measured(needed, found))
    if found.met:
        return held(NOW_MET, said, level)
    if found.may_be_met:
        return unknown(NOW_MET, found.work.needs, said, level)
    return failed(NOW_MET, said, level)
