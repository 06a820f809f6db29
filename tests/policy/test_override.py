"""What Social Security may approve although the rules refuse it: an agreement that ended, nothing else (row E2)."""

import pytest

from portal.policy.override import overridden
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from tests.policy.cases import Facts, case, paid, provider

pytestmark = pytest.mark.row("E2")


def answered(facts: Facts) -> tuple[str, str | None]:
    """Outcome and code where what may be overridden does not stand against it."""
    answer = overridden(decide(parse(facts)))
    return answer.outcome.value, answer.denial


def ended(**more: object) -> Facts:
    """All in order but for an agreement that ended half a year before the request."""
    facts = case(earnings={"2025-02": 1160}, **more)
    facts["providers"]["EN-A"] = provider(agreement=[{"from": "2020-01-01", "until": "2025-06-01"}])
    return facts


def test_an_agreement_that_ended_does_not_stand_against_it() -> None:
    assert decide(parse(ended())).denial == "DEN-05"
    assert answered(ended()) == ("grant", None)


def test_what_is_refused_otherwise_stays_refused() -> None:
    assert answered(ended(payments=[paid("P1M1", "2025-02")])) == ("refuse", "DEN-07")
    lower = ended()
    lower["earnings"][0]["gross"] = "1159.99"
    assert answered(lower)[0] == "refuse"


def test_what_is_missing_is_still_asked_for() -> None:
    facts = ended()
    facts["evidence"] = []
    assert answered(facts) == ("ask", "DEN-14")


def test_what_holds_and_what_is_not_known_stays_as_it_was() -> None:
    before = decide(parse(ended()))
    after = overridden(before)
    changed = [
        (one.test.denial, two.state.value)
        for one, two in zip(before.checks, after.checks, strict=True)
        if one != two
    ]
    assert changed == [("DEN-05", "held")]
