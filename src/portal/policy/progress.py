"""A timely progress review: is the period over, was the progress made, was everybody asked? (TPR-02 to TPR-08)"""

from typing import NamedTuple

from portal.policy.core import (
    Check,
    Decision,
    EarnedMonths,
    Facts,
    Month,
    Outcome,
    Test,
    check,
    failed,
    held,
    unknown,
)
from portal.policy.core import decide as draw
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_measure import Measure, measure
from portal.policy.progress_notices import Step, Wait, asked_enough, next_step
from portal.policy.progress_periods import Period, count
from portal.policy.progress_requirements import Requirement, level_of, levels_of, requirement
from portal.policy.tables.parameters import CASEWORK, PROGRESS, CaseworkSettings, ProgressSettings

RULE = "progress-review"
VERSION = "2025-12"

PERIOD_OVER = Test(
    "progress-period-is-over",
    "TPR-01",
    "20 CFR 411.166, 411.200(a), 411.225(b), (c)",
    "All months of the period have passed. Months without the Ticket in use do not count.",
    "Nothing has to be done yet. The review follows the last month of the period.",
    on_fail=Outcome.ASK,
)
PROGRESS_MADE = Test(
    "progress-made-in-the-period",
    "TPR-02, TPR-03, TPR-04",
    "20 CFR 411.180, 411.166(h); form SSA-1375",
    "Work, study, something completed, or work and study together reach what the period asks for.",
    "Send what shows the work or study of the period. A reply counts until the fail notice is sent.",
)
ASKED = Test(
    "ticketholder-and-provider-were-asked",
    "TPR-05, TPR-06",
    "20 CFR 411.200(b), (c)",
    "The records show the progress, or the notices that ask for it were sent and their time has passed.",
    "Send the next notice, or wait for the answer. Nobody fails without having been asked.",
    on_fail=Outcome.ASK,
)
TESTS = (PERIOD_OVER, PROGRESS_MADE, ASKED)
NEEDS_REST = "the rest of the period"
NEEDS_REPLY = "an answer to the notices of this review"
NEEDS_USE = "whether the 90-day extension followed, so that the months can be counted"


class Review(NamedTuple):
    """A review as it stands: its decision and what it rests on. `step`: None while the period runs or progress shows."""

    decision: Decision
    period: Period
    requirement: Requirement
    measure: Measure
    step: Step | None


def decide(
    facts: ProgressFacts, *, settings: ProgressSettings = PROGRESS, casework: CaseworkSettings = CASEWORK
) -> Decision:
    """Was timely progress made in the period reviewed? 20 CFR 411.180, 411.200.

    Granted: in timely progress, and no letter is sent. Refused: the fail notice can be sent. Asked: what is missing.
    """
    return review(facts, settings=settings, casework=casework).decision


def review(
    facts: ProgressFacts, *, settings: ProgressSettings = PROGRESS, casework: CaseworkSettings = CASEWORK
) -> Review:
    """The same with all it rests on. Raises ValueError where the number of the period is below 1."""
    needed = requirement(facts.period)
    calendar = count(facts.use, Month.of(facts.decided_on), settings=settings, casework=casework)
    period = calendar.period(facts.period)
    due = period.review_from
    over = due is not None and due <= facts.decided_on
    step = None if due is None or not over else next_step(facts, due, settings=settings)
    waits = step is None or not asked_enough(step)
    found = measure(facts, needed, period.months, silent_may_count=waits, settings=settings)
    checks = (
        _period_over(facts, period, over, calendar.known, casework),
        _progress_made(facts, period, needed, found, over, step, settings),
        _asked(found, step),
    )
    step = None if found.met else step
    return Review(draw(RULE, VERSION, checks), period, needed, found, step)


def _period_over(
    facts: ProgressFacts, period: Period, over: bool, known: bool, casework: CaseworkSettings
) -> Check:
    said: Facts = (
        ("period", period.number),
        ("months_counted", len(period.months)),
        ("months_needed", casework.progress_period_months),
        ("first_month", period.months[0] if period.months else None),
        ("last_month", period.months[-1] if period.months else None),
    )
    if over:
        return held(PERIOD_OVER, said)
    if not known:
        return unknown(PERIOD_OVER, NEEDS_USE, said)
    return failed(PERIOD_OVER, said, true_from=_earliest_end(facts, period, casework))


def _earliest_end(facts: ProgressFacts, period: Period, casework: CaseworkSettings) -> Month | None:
    """The month from which it can be reviewed, should every month from now on count; None before it has begun."""
    if not period.months:
        return None
    left = casework.progress_period_months - len(period.months)
    return Month.of(facts.decided_on).plus(left + 1)


def _progress_made(
    facts: ProgressFacts,
    period: Period,
    needed: Requirement,
    found: Measure,
    over: bool,
    step: Step | None,
    settings: ProgressSettings,
) -> Check:
    last = period.months[-1] if period.months else Month.of(facts.decided_on)
    level = level_of(needed, last, facts.blind, settings=settings)
    said = (
        *measured(needed, found),
        ("levels", levels_of(needed, period.months, facts.blind, settings=settings)),
    )
    if found.met:
        return held(PROGRESS_MADE, said, level)
    if not over:
        return unknown(PROGRESS_MADE, NEEDS_REST, said, level)
    if found.work.perhaps and found.may_be_met:
        return unknown(PROGRESS_MADE, found.work.needs, said, level)
    if step is not None and not asked_enough(step):
        return unknown(PROGRESS_MADE, NEEDS_REPLY, said, level)
    return failed(PROGRESS_MADE, said, level)


def measured(needed: Requirement, found: Measure) -> Facts:
    """How far it went, way by way, as facts of a check."""
    return (
        ("months_at_the_level", EarnedMonths(found.work.reached)),
        ("months_asked_for", needed.months),
        ("without_cash_benefit", needed.no_cash),
        ("share_of_work", found.work_share),
        ("study_asked_for", needed.study),
        ("share_of_study", found.study_share),
        ("completed", found.completed),
        ("work_and_study_are_added", needed.combines),
        ("share_reached", found.together),
        ("share_asked_for", found.target),
    )


def _asked(found: Measure, step: Step | None) -> Check:
    if found.met:
        return held(ASKED, (("asked", "not needed"),))
    if step is None:
        return failed(ASKED, (("next_notice", None), ("because", "the period is not over")))
    said: Facts = (("next_notice", step.send), ("from", step.from_on), ("last_day_to_reply", step.last_day))
    if step.waits_for is Wait.AGENCY:
        return unknown(ASKED, step.waits_for.value, said)
    return check(ASKED, asked_enough(step), said)
