"""Decisions as text say what `to_json` says, and what their provider may see of them (rows E1, L7)."""

import json

import pytest

from portal.policy.disclosed import ON_RECORD, shown_to_provider
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from portal.policy.written import texts
from tests.replay.corpus import cases

pytestmark = [pytest.mark.row("E1", "L7", "J7")]


def test_every_decision_of_the_corpus_reads_the_same_both_ways():
    hidden = 0
    for case in cases():
        facts = parse(case.facts)
        decision, provider = decide(facts), case.facts["request"]["provider"]
        written = texts(decision, provider, facts)
        seen = shown_to_provider(decision, provider, facts)
        assert json.loads(written.answer) == decision.to_json() == case.answer, case.name
        assert json.loads(written.shown) == seen, case.name
        hidden += ON_RECORD in written.shown and ON_RECORD not in written.answer
    assert hidden > 50
