"""The attainment month of each Phase 1 milestone, against a second statement written from the text alone.

PAY-07: "the earliest month m such that at least n qualifying months lie in the w calendar months ending at
m"; each month against the trial work level of its own year; only months after the first assignment month.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.cases import case, few, judge, months, plus

pytestmark = pytest.mark.row("E1")

LEVEL = {"2022": 97_000, "2023": 105_000, "2024": 111_000}
EACH = {"2022": "1544.00", "2023": "1646.00", "2024": "1788.00"}
NEEDED = {"P1M1": (1, 1), "P1M2": (3, 6), "P1M3": (6, 12), "P1M4": (9, 18)}
ASSIGNED = "2022-06"
AFTER = months("2022-07", 30)

histories = st.lists(st.sampled_from(["none", "below", "at", "at", "above"]), min_size=30, max_size=30)


def gross(month: str, kind: str) -> int:
    level = LEVEL[month[:4]]
    return {"none": 0, "below": level - 1, "at": level, "above": level + 40_000}[kind]


def attained(milestone: str, history: dict[str, int]) -> str | None:
    """The second statement: try every month in order, count in its window by asking each month of it."""
    needed, width = NEEDED[milestone]
    for candidate in AFTER:
        window = [plus(candidate, -back) for back in range(width)]
        good = [m for m in window if m > ASSIGNED and history.get(m, 0) >= LEVEL[m[:4]]]
        if len(good) >= needed:
            return candidate
    return None


@given(st.sampled_from(sorted(NEEDED)), histories, st.integers(0, 29))
@few
def test_attainment_month(milestone: str, kinds: list[str], claimed: int) -> None:
    history = {month: gross(month, kind) for month, kind in zip(AFTER, kinds, strict=True)}
    expected = attained(milestone, history)
    claims = {AFTER[claimed], AFTER[-1]}
    if expected:
        claims |= {expected, plus(expected, -1)} & set(AFTER)
    for claim in sorted(claims):
        earnings = {m: f"{cents // 100}.{cents % 100:02}" for m, cents in history.items() if cents}
        late = plus(expected or claim, 1) + "-10"
        facts = case(assigned=f"{ASSIGNED}-10", asks=milestone, month=claim, earnings=earnings)
        day = max(late, plus(claim, 1) + "-10")
        in_time = expected is None or day[:7] <= plus(expected, 24)
        facts["decided_on"] = facts["request"]["submitted_on"] = day
        answer = judge(facts)
        if expected is None or claim < expected:
            assert (answer.outcome, answer.amount) == ("refuse", None), (claim, expected)
            assert "PAY-07" in answer.rules
        elif in_time:
            assert answer.short == f"grant {EACH[expected[:4]]}", (claim, expected)
            assert claim == expected or expected in answer.notes
        else:
            assert answer.short == "refuse DEN-15", (claim, expected)


@given(histories, st.integers(0, 29))
@few
def test_more_earnings_never_lose_a_milestone(kinds: list[str], raised: int) -> None:
    """Raising one month after assignment makes attainment earlier or leaves it; the grant stays."""
    before = {month: gross(month, kind) for month, kind in zip(AFTER[:18], kinds[:18], strict=True)}
    after = dict(before)
    month = AFTER[raised % 18]
    after[month] += 50_000
    for milestone in NEEDED:
        outcomes = []
        for history in (before, after):
            earnings = {m: f"{cents // 100}.{cents % 100:02}" for m, cents in history.items()}
            words = {"assigned": f"{ASSIGNED}-10", "asks": milestone, "month": AFTER[17]}
            facts = case(**words, earnings=earnings, on="2024-01-20")  # type: ignore[arg-type]
            outcomes.append(judge(facts).outcome)
        assert outcomes != ["grant", "refuse"]
