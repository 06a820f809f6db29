"""The earnings tests: what was earned, from what, and whether the sources agree (PAY-07, 08, 11, 12)."""

from portal.policy.case import Attainment, Case, Phase1Milestone
from portal.policy.core import (
    Check,
    Earned,
    EarnedMonths,
    Facts,
    Figure,
    Month,
    Outcome,
    Test,
    check,
    failed,
    held,
    unknown,
)
from portal.policy.levels import LOOK_BACK_MONTHS
from portal.policy.look_back import WINDOWS, available
from portal.policy.milestones import attainment, sga
from portal.policy.records import PHASE_1_KINDS
from portal.policy.tables.figures import HALF_TRIAL_WORK_LEVEL, TRIAL_WORK_LEVEL, Series
from portal.policy.tables.figures import not_loaded as rate_not_loaded
from portal.policy.vr_closure import excluding_closure

REAL_JOB = Test(
    "earnings-from-a-real-job",
    "PAY-07",
    "20 CFR 411.535; yourtickettowork.ssa.gov, Phase 1 milestones",
    "The Ticketholder had a real job in the month. Paid training alone is not a job.",
    "Request the milestone for a month with wages or self-employment.",
    "DEN-16",
)
FROM_WORK = Test(
    "earnings-are-from-work",
    "EVD-08",
    "20 CFR 411.535, 411.575",
    "The income that counts is from work, not a pension or another payment.",
    "Send evidence of earnings from work for the month.",
    "DEN-08",
)
SOURCES_AGREE = Test(
    "sources-of-earnings-agree",
    "EVD-07",
    "POMS DI 55030.020",
    "Where sources give different earnings for a month, the difference does not change the answer.",
    "An analyst finds out which earnings are right. You need not do anything.",
    on_fail=Outcome.REFER,
)
LEVEL_MONTH = Test(
    "earned-trial-work-level",
    "PAY-07",
    "20 CFR 411.535(a), 411.545(c)",
    "One calendar month's gross earnings are at or above the trial work level of that month.",
    "Request the milestone for the first month with enough gross earnings, or send better evidence.",
    "DEN-04",
)
LEVEL_MONTHS = Test(
    "earned-trial-work-level-often-enough",
    "PAY-07",
    "20 CFR 411.535(a), 411.545(c)",
    "Gross earnings are at or above the trial work level in enough months of the window.",
    "Request the milestone when enough months are reached.",
    "DEN-09",
)
SGA = Test(
    "earned-substantial-gainful-activity",
    "PAY-11",
    "20 CFR 411.500(f)(2), 411.575",
    "Gross earnings are at or above substantial gainful activity (the blind amount for a blind person).",
    "Send pay slips or an employer's statement that show higher gross earnings for the month.",
    "DEN-03",
)
PHASE_1_DONE = Test(
    "phase-1-finished",
    "PAY-11",
    "20 CFR 411.500(f), 411.540; reading settled by the program",
    "Every Phase 1 milestone that is available on the Ticket was attained by that month.",
    "Request the month when Phase 1 is finished.",
    "DEN-09",
)
OWN_MONTH = Test(
    "month-not-used-by-phase-1",
    "PAY-11",
    "20 CFR 411.500(f), 411.540; reading settled by the program",
    "The month did not complete Phase 1. One month never serves both phases.",
    "Request a later month.",
    "DEN-09",
)
TESTS = (REAL_JOB, FROM_WORK, SOURCES_AGREE, LEVEL_MONTH, LEVEL_MONTHS, SGA, PHASE_1_DONE, OWN_MONTH)
NO_FIRST_MONTH = "the first payable month of the Ticket"


def level_series(case: Case) -> Series:
    return TRIAL_WORK_LEVEL if case.kind in PHASE_1_KINDS else sga(case, case.month)


def real_job(case: Case) -> Check:
    month, earnings = case.month, case.earnings
    if month in earnings.low:
        return held(REAL_JOB, case.in_month)
    if month in earnings.training:
        return failed(REAL_JOB, (("month", month), ("earnings_are", "pay for training")))
    return unknown(REAL_JOB, f"earnings of {month} with the kind of work", (("month", month),))


def from_work(case: Case) -> Check:
    month, earnings = case.month, case.earnings
    other = earnings.not_work.get(month)
    if other is None:
        return held(FROM_WORK, case.in_month)
    facts = (
        ("month", month),
        ("from_work", earnings.earned(month)),
        ("not_from_work", Earned(month, other, other)),
    )
    if month not in earnings.low:
        return failed(FROM_WORK, facts)
    figure = level_series(case).on(month)
    if figure is None:
        return unknown(FROM_WORK, rate_not_loaded(month), facts)
    work = earnings.low[month]
    return check(FROM_WORK, work >= figure.cents or work + other < figure.cents, facts, figure)


def sources_agree(case: Case) -> Check:
    disputed = case.earnings.disputed
    if not disputed:
        return held(SOURCES_AGREE)
    first = case.first_month
    if case.kind not in PHASE_1_KINDS:
        months = [month for month in disputed if month == case.month]
    elif first is None:
        return unknown(SOURCES_AGREE, NO_FIRST_MONTH)
    else:
        months = _months_that_matter(disputed, first, case.request.claim_month)
    series, facts = level_series(case), []
    for month in months:
        figure, earned = series.on(month), case.earnings.earned(month)
        if figure is None:
            return unknown(SOURCES_AGREE, rate_not_loaded(month))
        if _straddles(earned, figure.cents, first is not None and month < first):
            facts.append((f"earned_{month}", earned))
    return check(SOURCES_AGREE, not facts, tuple(facts))


def _months_that_matter(disputed: tuple[Month, ...], first: Month, last: Month) -> list[Month]:
    """The look-back, and what can attain a milestone: the month of assignment itself is neither."""
    start = first - LOOK_BACK_MONTHS
    return [month for month in disputed if start <= month <= last and month != first]


def _straddles(earned: Earned, level: int, look_back: bool) -> bool:
    """The level lies between the amounts the sources give. The look-back asks for more than the level."""
    return earned.low <= level < earned.high if look_back else earned.low < level <= earned.high


def phase_1_level(case: Case) -> Check:
    """Has the Phase 1 milestone asked for been attained by the claimed month?"""
    found, claimed = case.attainment, case.request.claim_month
    test = LEVEL_MONTH if case.kind == "P1M1" else LEVEL_MONTHS
    if found is None:
        return unknown(test, NO_FIRST_MONTH)
    facts, figure = _level_facts(case, found)
    if found.month is not None and found.month <= claimed and found.perhaps == found.month:
        return held(test, facts, figure)
    if found.perhaps is not None and found.perhaps <= claimed:
        return unknown(test, found.needs, facts, figure)
    return failed(test, facts, figure, true_from=found.month)


def _level_facts(case: Case, found: Attainment) -> tuple[Facts, Figure | None]:
    month, half = case.month, found.half_level
    figure = (HALF_TRIAL_WORK_LEVEL if half else TRIAL_WORK_LEVEL).on(month)
    if case.kind == "P1M1":
        return (("month", month), ("gross", case.earnings.earned(month)), ("half_level_form", half)), figure
    needed, window = WINDOWS[case.kind]
    counted = tuple([one for one in case.levels().sure if month - window < one <= month])
    facts = (
        ("month", month),
        ("gross", case.earnings.earned(month)),
        ("months_needed", needed),
        ("window_months", window),
        ("months_counted", EarnedMonths(counted)),
    )
    return facts, figure


def substantial(case: Case) -> Check:
    month, earnings = case.month, case.earnings
    figure = sga(case, month).on(month)
    gross = earnings.earned(month)
    facts = (("month", month), ("gross", gross))
    if figure is None:
        if gross.high == 0:
            return failed(SGA, facts)
        return unknown(SGA, rate_not_loaded(month), facts)
    if gross.low >= figure.cents:
        return held(SGA, facts, figure)
    if gross.high >= figure.cents:
        return unknown(SGA, f"which earnings of {month} are right", facts, figure)
    return failed(SGA, facts, figure)


def _phase_1(case: Case) -> tuple[Phase1Milestone, ...]:
    """Each Phase 1 milestone, worked out once for the two checks that ask."""
    if case.phase_1 is None:
        closed = excluding_closure(case, case.request.submitted_on) is not None
        case.phase_1 = tuple(
            [
                Phase1Milestone(kind, there, attainment(case, kind))
                for kind, there in available(case, closed).items()
            ]
        )
    return case.phase_1


def phase_1_done(case: Case) -> Check:
    if not case.settings.phase_2_requires_phase_1:
        return held(PHASE_1_DONE, (("required", False),))
    if case.window_from is None:
        return unknown(PHASE_1_DONE, NO_FIRST_MONTH)
    month = case.month
    lacking: list[str] = []
    doubtful: list[str] = []
    for kind, is_available, (attained, perhaps, *_) in _phase_1(case):
        if is_available is False or (attained is not None and attained <= month):
            continue
        maybe = is_available is None or (perhaps is not None and perhaps <= month)
        (doubtful if maybe else lacking).append(kind)
    facts = (("month", month), ("not_attained", tuple(lacking)), ("in_doubt", tuple(doubtful)))
    if lacking:
        return failed(PHASE_1_DONE, facts)
    if doubtful:
        return unknown(PHASE_1_DONE, "whether " + ", ".join(doubtful) + " was available and attained", facts)
    return held(PHASE_1_DONE, facts)


def own_month(case: Case) -> Check:
    if case.settings.month_may_serve_both_phases:
        return held(OWN_MONTH, (("required", False),))
    if case.window_from is None:
        return unknown(OWN_MONTH, NO_FIRST_MONTH)
    month = case.month
    last: Month | None = None
    for _, is_available, (attained, perhaps, *_) in _phase_1(case):
        if is_available is not False and perhaps is not None and attained != perhaps == month:
            return unknown(OWN_MONTH, f"whether {month} completed Phase 1", (("month", month),))
        if is_available is not False and attained is not None:
            last = attained if last is None else max(last, attained)
    return check(OWN_MONTH, last != month, (("month", month), ("phase_1_completed", last)))
