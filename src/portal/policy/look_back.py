"""Phase 1 milestones that were never available: work before the first assignment (PAY-10)."""

from portal.policy.case import Case
from portal.policy.core import Check, EarnedMonths, Month, Test, check, unknown
from portal.policy.records import PHASE_1_KINDS
from portal.policy.tables.figures import TRIAL_WORK_LEVEL, not_loaded

NOT_EXCLUDED = Test(
    "not-excluded-by-look-back",
    "PAY-10",
    "20 CFR 411.535(a)(1)",
    "Before the first assignment the Ticketholder had not already earned more than the trial work level so often.",
    "Milestones that are not excluded, Phase 2 and outcome payments stay open.",
    "DEN-11",
)
TESTS = (NOT_EXCLUDED,)

WINDOWS = {"P1M1": (1, 1), "P1M2": (3, 6), "P1M3": (6, 12), "P1M4": (9, 18)}
"""Months above the level that exclude a milestone, of so many months before the first assignment. The same
numbers, at or above the level and after the assignment, attain it (PAY-07)."""


def excludes(case: Case, kind: str) -> bool | None:
    """Was this milestone never available? None where a month that may be above the level decides."""
    if case.first_month is None:
        return None
    most, window = WINDOWS[kind]
    first = case.first_month - window
    levels = case.levels()
    sure = len([month for month in levels.above if month >= first])
    if sure >= most:
        return True
    if levels.doubtful and sure + len([month for month in levels.doubtful if month >= first]) >= most:
        return None
    return False


def not_excluded(case: Case) -> Check:
    if case.first_month is None:
        return unknown(NOT_EXCLUDED, "the first assignment of the Ticket")
    most, window = WINDOWS[case.kind]
    first = case.first_month - window
    levels = case.levels()
    facts = (
        ("months_looked_at", window),
        ("months_above_that_exclude", most),
        ("months_above", EarnedMonths(tuple([month for month in levels.above if month >= first]))),
    )
    excluded = excludes(case, case.kind)
    if excluded is None:
        return unknown(NOT_EXCLUDED, needs(levels.doubtful), facts)
    return check(NOT_EXCLUDED, not excluded, facts)


def needs(months: list[Month]) -> str:
    """What must be known about months that may lie on either side of the level."""
    blank = next((month for month in months if month not in TRIAL_WORK_LEVEL.by_month), None)
    if blank is not None:
        return not_loaded(blank)
    return "which earnings are right for " + ", ".join(map(str, months))


def available(case: Case, excluded_by_closure: bool) -> dict[str, bool | None]:
    """Which Phase 1 milestones are available on the Ticket; None where it is not known."""
    if case.first_month is None:
        return dict.fromkeys(PHASE_1_KINDS)
    if excluded_by_closure:
        return dict.fromkeys(PHASE_1_KINDS, False)
    return {kind: (None if (out := excludes(case, kind)) is None else not out) for kind in PHASE_1_KINDS}
