"""Every decision of the corpus is made again and must be the same, to the last word."""

from collections import Counter

import pytest

from portal.nation.scenarios import SCENARIOS
from portal.policy.core import Outcome
from portal.policy.denials import DENIALS
from portal.policy.replay import difference, in_short
from tests.replay import corpus

pytestmark = [pytest.mark.row("E7", "I2")]


def test_every_decision_is_the_same_again() -> None:
    changed = [f"{case.name}: {in_short(found)}" for case, found in corpus.differing()]
    assert changed == [], 'if this is meant: python -m tests.replay.corpus accept "why"'


def test_the_corpus_is_the_one_its_last_change_names() -> None:
    last = corpus.changes()[-1]
    assert (last["digest"], int(last["cases"])) == (corpus.digest(), len(corpus.cases()))
    assert all(change["why"] for change in corpus.changes())


def test_the_corpus_has_every_outcome_every_denial_code_and_every_scenario() -> None:
    found = corpus.cases()
    assert len(found) >= 500
    assert {case.answer["outcome"] for case in found} == {outcome.value for outcome in Outcome}
    assert {case.answer["denial"] for case in found} - {None} == set(DENIALS)
    names = Counter(case.name for case in found)
    assert max(names.values()) == 1
    assert {f"scenario/{scenario.key}" for scenario in SCENARIOS} <= set(names)
    asked = {case.facts["request"]["asks"] for case in found}
    assert asked == {"P1M1", "P1M2", "P1M3", "P1M4", "P2", "OUTCOME", "RECONCILIATION"}


def test_a_changed_answer_is_seen_and_named() -> None:
    case = next(case for case in corpus.cases() if case.answer["outcome"] == "grant")
    facts = {**case.facts, "request": {**case.facts["request"], "services_described": False}}
    found = difference(corpus.RULE, facts, case.answer)
    assert found is not None
    said = in_short(found)
    assert "outcome: grant -> " in said
    assert "services-are-described: state 'held' -> 'failed'" in said
