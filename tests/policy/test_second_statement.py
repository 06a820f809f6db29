"""The law agrees with its second, naive statement (tests/policy/naive) on generated Tickets, month by month.

A history comes from its seed alone; a counterexample is made as small as it gets before it is shown. How many
Ticket-months are asked about is PORTAL_TICKET_MONTHS; a third of them are claims of payments, the others months of
progress periods.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from portal.policy import payment as law
from portal.policy import progress, progress_json, progress_reentry, protection
from portal.policy.core import Decision, Month
from portal.policy.denials import DENIALS
from portal.policy.payment_facts import to_json
from portal.policy.progress_facts import ProgressFacts
from portal.policy.progress_periods import count
from portal.policy.records import PaymentFacts
from tests.policy.naive import payment, payment_histories, progress_histories
from tests.policy.naive import progress as naive
from tests.policy.naive.agreement import shrunk
from tests.policy.naive.chance import some_day
from tests.policy.naive.life import MILESTONES, Life

MONTHS = int(os.environ.get("PORTAL_TICKET_MONTHS", "100000"))
SHARDS = 8
CLAIMS = MONTHS // 3 // SHARDS
PROGRESS_MONTHS = MONTHS * 2 // 3 // SHARDS
LAST = Month.parse("2026-12")
IN_USE = {True: "grant", False: "refuse", None: "ask"}

pytestmark = pytest.mark.row("E1", "C7", "H1")


def seeds(shard: int) -> Iterator[int]:
    """Seeds without end, other ones for each shard."""
    seed = shard
    while True:
        yield seed
        seed += SHARDS


def payment_difference(facts: PaymentFacts, life: Life, answer: Decision | None = None) -> str | None:
    """What the two statements say otherwise of one claim; None where they agree."""
    answer = answer or law.decide(facts)
    verdict = payment.judge(life, facts)
    outcome = answer.outcome.value
    if outcome not in verdict.outcomes:
        return f"outcome {outcome}, not {sorted(verdict.outcomes)}"
    if outcome == "grant" and answer.amount != verdict.amount:
        return f"amount {answer.amount}, not {verdict.amount}"
    if outcome == "refuse" and verdict.codes and answer.denial not in verdict.codes:
        return f"code {answer.denial}, not {sorted(verdict.codes)}"
    return None


@pytest.mark.parametrize("shard", range(SHARDS))
def test_payments_agree(shard: int) -> None:
    seen: Counter[str] = Counter()
    asked = 0
    for seed in seeds(shard):
        history = payment_histories.payment_history(seed)
        life = Life(history)
        for facts in payment_histories.claims(seed, history):
            answer = law.decide(facts)
            seen[answer.denial or answer.outcome.value] += 1
            if difference := payment_difference(facts, life, answer):
                tell(seed, facts, difference, lambda one: payment_difference(one, Life(one)), to_json)
            asked += 1
        if asked >= CLAIMS:
            break
    expected = {"grant", "ask", "refer", *DENIALS} if asked >= 2000 else {"grant"}
    assert expected - set(seen) == set(), "never made by the generator"


def months_difference(facts: ProgressFacts, use: naive.Use) -> str | None:
    """Which month counts in which period."""
    counted = count(facts.use, LAST)
    ours = [(int(one.month), one.period) for one in counted.months if one.known]
    theirs = [row for row in use.table if row[0] <= LAST]
    differing = [
        (Month(one[0]), one[1], two[1]) for one, two in zip(ours, theirs, strict=False) if one != two
    ]
    if differing or len(ours) != len(theirs):
        return f"months counted: {differing or (len(ours), len(theirs))}"
    return None


def day_difference(facts: ProgressFacts, use: naive.Use, on: date) -> str | None:
    answer = protection.protected(facts.use, on).outcome.value
    expected = IN_USE[use.protected(on)]
    return None if answer == expected else f"protected on {on}: {answer}, not {expected}"


def review_difference(facts: ProgressFacts, use: naive.Use) -> str | None:
    """The outcome of the review, the next notice, and whether the Ticket may go back in use."""
    found = progress.review(facts)
    outcome, notice = naive.review(facts, use)
    if found.decision.outcome.value != outcome:
        return f"review {found.decision.outcome.value}, not {outcome}"
    step = None if found.step is None else notice_of(found.step)
    if step != notice:
        return f"next {step}, not {notice}"
    again = progress_reentry.may_reenter(facts).outcome.value
    return None if again == naive.reentry(facts) else f"re-entry {again}, not {naive.reentry(facts)}"


def notice_of(step: progress.Step) -> str:
    return "F-2" if progress.asked_enough(step) else step.send or "wait"


@pytest.mark.parametrize("shard", range(SHARDS))
def test_progress_agrees(shard: int) -> None:
    seen: Counter[str] = Counter()
    asked = 0
    for seed in seeds(shard):
        facts = progress_histories.progress_history(seed)
        use = naive.Use(facts.use)
        if difference := months_difference(facts, use):
            told(seed, facts, difference, lambda one: months_difference(one, naive.Use(one.use)))
        chance = Random(f"days {seed}")
        months = [month for month, _ in use.table if month <= LAST]
        for on in [some_day(chance, month) for month in months[::4]]:
            if difference := day_difference(facts, use, on):
                told(seed, facts, difference, lambda one, on=on: day_difference(one, naive.Use(one.use), on))
            seen[f"protected {IN_USE[use.protected(on)]}"] += 1
        for one in progress_histories.reviews(seed, facts):
            if difference := review_difference(one, use):
                told(seed, one, difference, lambda less: review_difference(less, naive.Use(less.use)))
            outcome, notice = naive.review(one, use)
            seen.update((f"review {outcome}", f"next {notice}", f"re-entry {naive.reentry(one)}"))
        asked += len(months)
        if asked >= PROGRESS_MONTHS:
            break
    expected = {f"{what} {outcome}" for what in ("review", "re-entry") for outcome in IN_USE.values()}
    expected |= {
        "protected grant",
        "protected refuse",
        *(f"next {one}" for one in ("Q-2", "Qp2", "F-1", "F-2")),
    }
    assert asked < 2000 or expected - set(seen) == set(), "never made by the generator"


def told(seed: int, facts: Any, difference: str, again: Callable[[Any], str | None]) -> None:
    tell(seed, facts, difference, again, progress_json.progress_to_json)


def tell(
    seed: int,
    facts: Any,
    difference: str,
    again: Callable[[Any], str | None],
    write: Callable[[Any], dict[str, Any]],
) -> None:
    """Fail with the smallest facts on which the two statements differ in the same way."""
    kind = difference.split(",")[0]
    less = shrunk(facts, lambda one: (again(one) or "").startswith(kind))
    pytest.fail(f"seed {seed}: {difference}; smallest: {again(less)}\n{json.dumps(write(less))}")


def test_a_difference_would_be_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second statement with a wrong number in each half."""
    monkeypatch.setitem(naive.TABLE, 1, (4, *naive.TABLE[1][1:]))
    monkeypatch.setitem(MILESTONES, "P1M2", (3, 5))
    with pytest.raises(pytest.fail.Exception, match=r"smallest: (outcome|amount|code)"):
        for shard in range(SHARDS):
            test_payments_agree(shard)
    with pytest.raises(pytest.fail.Exception, match="smallest: re"):
        for shard in range(SHARDS):
            test_progress_agrees(shard)
