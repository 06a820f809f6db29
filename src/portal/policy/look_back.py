"""Phase 1 milestones that were never available: work before the first assignment (PAY-10)."""

from typing import NamedTuple

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
LONGEST = 18


class LookBack(NamedTuple):
    """Months before the first assignment, ascending: above the trial work level for sure, and perhaps."""

    assigned: Month
    above: tuple[Month, ...]
    perhaps: tuple[Month, ...]
    needs: str | None

    def excludes(self, kind: str) -> bool | None:
        """None where a month that may be above the level decides."""
        most, window = WINDOWS[kind]
        first = self.assigned - window
        sure = len([month for month in self.above if month >= first])
        if sure >= most:
            return True
        if sure + len([month for month in self.perhaps if month >= first]) >= most:
            return None
        return False


def look_back(case: Case) -> LookBack | None:
    """None where the Ticket was never assigned."""
    assigned = case.first_month
    if assigned is None:
        return None
    earliest = assigned - LONGEST
    above: list[Month] = []
    perhaps: list[Month] = []
    needs = None
    high, level = case.earnings.high, TRIAL_WORK_LEVEL.cents
    for month, low in case.earnings.low.items():
        if earliest <= month < assigned:
            cents = level.get(month // 12)
            if cents is None:
                if high[month] > 0:
                    perhaps.append(month)
                    needs = not_loaded(month)
            elif low > cents:
                above.append(month)
            elif high[month] > cents:
                perhaps.append(month)
                needs = needs or f"which earnings of {month} are right"
    if not above and not perhaps:
        return LookBack(assigned, (), (), None)
    return LookBack(assigned, tuple(sorted(above)), tuple(sorted(perhaps)), needs)


def not_excluded(case: Case) -> Check:
    found = look_back(case)
    if found is None:
        return unknown(NOT_EXCLUDED, "the first assignment of the Ticket")
    most, window = WINDOWS[case.kind]
    first = found.assigned - window
    facts = (
        ("months_looked_at", window),
        ("months_above_that_exclude", most),
        ("months_above", EarnedMonths(tuple([month for month in found.above if month >= first]))),
    )
    excluded = found.excludes(case.kind)
    if excluded is None:
        return unknown(NOT_EXCLUDED, found.needs or not_loaded(found.assigned), facts)
    return check(NOT_EXCLUDED, not excluded, facts)


def available(case: Case, excluded_by_closure: bool) -> dict[str, bool | None]:
    """Which Phase 1 milestones are available on the Ticket; None where it is not known."""
    found = look_back(case)
    if found is None:
        return dict.fromkeys(PHASE_1_KINDS)
    if excluded_by_closure:
        return dict.fromkeys(PHASE_1_KINDS, False)
    return {kind: (None if (out := found.excludes(kind)) is None else not out) for kind in PHASE_1_KINDS}
