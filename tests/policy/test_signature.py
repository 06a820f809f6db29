"""One party's signature judged as it is given (D5): approved ways, a representative cleared that day, dates in order."""

import pytest

from portal.policy.core import Outcome
from portal.policy.signatures import OF_PARTY, judge_signature
from tests.policy.casework import ON, day, failing, open_names, signed, signer

pytestmark = pytest.mark.row("D5")


@pytest.mark.parametrize("party", ["holder", "provider"])
def test_either_may_sign_first(party):
    alone = signed(**{"holder" if party == "provider" else "provider": None})
    decision = judge_signature(alone, party, ON)
    assert decision.outcome is Outcome.GRANT, open_names(decision)
    assert {one.test for one in decision.checks} == set(OF_PARTY[party])


def test_the_other_party_s_faults_are_not_this_one_s():
    facts = signed(signer=None)
    assert judge_signature(facts, "holder", ON).outcome is Outcome.GRANT
    assert judge_signature(facts, "provider", ON).outcome is Outcome.ASK


@pytest.mark.parametrize(
    ("expires", "outcome"), [("12-09", Outcome.REFUSE), ("12-10", Outcome.GRANT), ("12-11", Outcome.GRANT)]
)
def test_a_clearance_is_good_through_its_last_day(expires, outcome):
    cleared = signer().clearance._replace(expires_on=day(expires))
    decision = judge_signature(signed(signer=signer(clearance=cleared)), "provider", ON)
    assert decision.outcome is outcome


def test_a_missing_signature_is_not_given():
    assert failing(judge_signature(signed(holder=None), "holder", ON)) == {"ticketholder-has-signed"}
    assert failing(judge_signature(signed(provider=None), "provider", ON)) == {"provider-has-signed"}


@pytest.mark.parametrize(
    ("not_before", "on", "fails"),
    [
        ("12-10", "12-15", False),
        ("12-11", "12-15", True),
        ("12-01", "12-12", False),
        ("12-01", "12-11", True),
    ],
)
def test_dates_are_in_order(not_before, on, fails):
    facts = signed()._replace(not_before=day(not_before))
    assert (failing(judge_signature(facts, "holder", day(on))) == {"signatures-in-order-of-time"}) is fails
