"""Checks of a plan's goals (Part Two, Section 3; mission row D4): figures of the year, progression, training."""

from collections.abc import Iterator
from datetime import date

from portal.policy.core import Cents, Check, Month, Outcome, Test, check, failed, held, unknown
from portal.policy.dates import months_after
from portal.policy.plan_facts import Goal
from portal.policy.plan_parts import NOT_FILLED, filled
from portal.policy.tables.figures import SGA_BLIND, SGA_NON_BLIND, TRIAL_WORK_LEVEL, not_loaded
from portal.policy.tables.parameters import CaseworkSettings

_GUIDE = "EN Guide, Employment Goals; 20 CFR 411.465(a)(1)"
SHORT_CLEAR = Test(
    "short-term-goal-clear-and-measurable",
    "IW-30",
    _GUIDE,
    "The short-term goal says the work, the hours, full or part time, the monthly earnings and the date.",
    "Fill in what is missing, so that it can be seen when the goal is reached.",
)
LONG_CLEAR = Test(
    "long-term-goal-clear-and-measurable",
    "IW-32",
    _GUIDE,
    "The long-term goal says the work, the hours, full or part time, the monthly earnings and the date.",
    "Fill in what is missing, so that it can be seen when the goal is reached.",
)
SHORT_HORIZON = Test(
    "short-term-goal-within-18-months",
    "IW-30",
    _GUIDE,
    "The short-term goal is reached within the first 18 months.",
    "Set an earlier date, or make it the long-term goal.",
)
LONG_HORIZON = Test(
    "long-term-goal-in-three-to-five-years",
    "IW-32",
    _GUIDE,
    "The long-term goal is reached in three to five years.",
    "Set a date three to five years ahead, or let a reviewer weigh the date.",
    on_fail=Outcome.REFER,
)
LONG_SGA = Test(
    "long-term-earnings-at-or-above-sga",
    "IW-32",
    _GUIDE,
    "The monthly earnings of the long-term goal are at or above substantial gainful activity.",
    "Raise the goal to the year's amount or more. The Ticket program is meant for self-support.",
)
SHORT_STEP = Test(
    "short-term-earnings-only-as-a-step",
    "IW-30",
    _GUIDE,
    "Short-term earnings below substantial gainful activity are a step: at the trial work level or in training, "
    "with a long-term goal above them.",
    "Raise the short-term earnings to the trial work level, or name the training that comes first.",
)
PART_TIME = Test(
    "part-time-leads-on",
    "IW-33",
    _GUIDE,
    "Part-time work in the short term leads to full-time work, or to more hours, in the long term.",
    "Show in the long-term goal how the part-time work leads to self-support.",
)
PROGRESSION = Test(
    "long-term-earnings-above-short-term",
    "IW-33",
    _GUIDE,
    "The monthly earnings of the long-term goal are above those of the short-term goal.",
    "Show the progression, or explain in the synopsis why there is none.",
    on_fail=Outcome.REFER,
)
TRAINING = Test(
    "training-named-with-enrolment-and-completion",
    "IW-31",
    _GUIDE,
    "Each training in a goal has its programme, full- or part-time enrolment, and a completion date.",
    "Name the skills training, education or certification, the enrolment and the expected date.",
)
TESTS = (
    SHORT_CLEAR,
    LONG_CLEAR,
    SHORT_HORIZON,
    LONG_HORIZON,
    LONG_SGA,
    SHORT_STEP,
    PART_TIME,
    PROGRESSION,
    TRAINING,
)
_NO_GOAL = NOT_FILLED + "the goal's monthly earnings"


def goal_checks(
    short: Goal | None, long: Goal | None, blind: bool | None, starts_on: date, settings: CaseworkSettings
) -> Iterator[Check]:
    """All checks of both goals, with the figures of the year of `starts_on` (the assignment date, or today)."""
    yield _clear(SHORT_CLEAR, short)
    yield _clear(LONG_CLEAR, long)
    yield _short_horizon(short, starts_on, settings)
    yield _long_horizon(long, starts_on, settings)
    month = Month.of(starts_on)
    yield _long_sga(long, blind, month)
    yield _short_step(short, long, blind, month)
    yield _part_time(short, long)
    yield _progression(short, long)
    for goal in (short, long):
        if goal is not None and goal.training is not None:
            yield _training(goal)


def _clear(test: Test, goal: Goal | None) -> Check:
    if goal is None:
        return unknown(test, NOT_FILLED + "the goal")
    parts = (
        ("the goal in words", filled(goal.says)),
        ("the job", filled(goal.job)),
        ("the hours a week", goal.hours_a_week is not None),
        ("full or part time", goal.full_time is not None),
        ("the monthly earnings", goal.monthly_cents is not None),
        ("the date", goal.target_on is not None),
    )
    missing = [name for name, there in parts if not there]
    if missing:
        return unknown(test, NOT_FILLED + ", ".join(missing))
    hours = goal.hours_a_week or 0
    works = hours > 0 or goal.training is not None
    return check(test, works, (("hours_a_week", hours),))


def _short_horizon(goal: Goal | None, starts_on: date, settings: CaseworkSettings) -> Check:
    if goal is None or goal.target_on is None:
        return unknown(SHORT_HORIZON, NOT_FILLED + "the date of the short-term goal")
    last = months_after(starts_on, settings.short_term_months)
    return check(
        SHORT_HORIZON,
        starts_on <= goal.target_on <= last,
        (("target_on", goal.target_on), ("last_day", last)),
    )


def _long_horizon(goal: Goal | None, starts_on: date, settings: CaseworkSettings) -> Check:
    if goal is None or goal.target_on is None:
        return unknown(LONG_HORIZON, NOT_FILLED + "the date of the long-term goal")
    first = months_after(starts_on, settings.long_term_least_months)
    last = months_after(starts_on, settings.long_term_most_months)
    said = (("target_on", goal.target_on), ("first_day", first), ("last_day", last))
    return check(LONG_HORIZON, first <= goal.target_on <= last, said)


def _long_sga(goal: Goal | None, blind: bool | None, month: Month) -> Check:
    if goal is None or goal.monthly_cents is None:
        return unknown(LONG_SGA, _NO_GOAL)
    if blind is None:
        return unknown(LONG_SGA, "whether the Ticketholder is blind on Social Security's record")
    figure = (SGA_BLIND if blind else SGA_NON_BLIND).on(month)
    if figure is None:
        return unknown(LONG_SGA, not_loaded(month))
    earns = goal.monthly_cents
    return check(LONG_SGA, earns >= figure.cents, (("monthly_earnings", Cents(earns)),), figure)


def _short_step(short: Goal | None, long: Goal | None, blind: bool | None, month: Month) -> Check:
    if short is None or short.monthly_cents is None or long is None or long.monthly_cents is None:
        return unknown(SHORT_STEP, _NO_GOAL)
    if blind is None:
        return unknown(SHORT_STEP, "whether the Ticketholder is blind on Social Security's record")
    earns = short.monthly_cents
    said = (("short_term", Cents(earns)), ("long_term", Cents(long.monthly_cents)))
    substantial = (SGA_BLIND if blind else SGA_NON_BLIND).on(month)
    if substantial is None:
        return unknown(SHORT_STEP, not_loaded(month), said)
    if earns >= substantial.cents:
        return held(SHORT_STEP, said, substantial)
    if long.monthly_cents <= earns:
        return failed(SHORT_STEP, said, substantial)
    if short.training is not None:
        return held(SHORT_STEP, said, substantial)
    level = TRIAL_WORK_LEVEL.on(month)
    if level is None:
        return unknown(SHORT_STEP, not_loaded(month), said)
    return check(SHORT_STEP, earns >= level.cents, said, level)


def _part_time(short: Goal | None, long: Goal | None) -> Check:
    if short is None or short.full_time is None:
        return unknown(PART_TIME, NOT_FILLED + "full or part time in the short-term goal")
    if short.full_time:
        return held(PART_TIME, (("short_term_full_time", True),))
    if long is None or long.full_time is None:
        return unknown(PART_TIME, NOT_FILLED + "full or part time in the long-term goal")
    if long.full_time:
        return held(PART_TIME, (("short_term_full_time", False), ("long_term_full_time", True)))
    if short.hours_a_week is None or long.hours_a_week is None:
        return unknown(PART_TIME, NOT_FILLED + "the hours a week")
    said = (("short_term_hours", short.hours_a_week), ("long_term_hours", long.hours_a_week))
    return check(PART_TIME, long.hours_a_week > short.hours_a_week, said)


def _progression(short: Goal | None, long: Goal | None) -> Check:
    if short is None or short.monthly_cents is None or long is None or long.monthly_cents is None:
        return unknown(PROGRESSION, _NO_GOAL)
    said = (("short_term", Cents(short.monthly_cents)), ("long_term", Cents(long.monthly_cents)))
    return check(PROGRESSION, long.monthly_cents > short.monthly_cents, said)


def _training(goal: Goal) -> Check:
    training = goal.training
    if training is None or not (filled(training.programme) and training.enrolment and training.completes_on):
        return unknown(TRAINING, NOT_FILLED + "programme, enrolment or completion date of the training")
    said = (
        ("programme", training.programme),
        ("enrolment", training.enrolment),
        ("completes_on", training.completes_on),
    )
    in_time = goal.target_on is None or training.completes_on <= goal.target_on
    return check(TRAINING, training.enrolment in ("full-time", "part-time") and in_time, said)
