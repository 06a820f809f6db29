"""When a denial may be reconsidered: denied, within 60 days, once, and not asked for anew (20 CFR 411.590; row L6)."""

from datetime import date, timedelta

import pytest

from portal.policy.core import Outcome
from portal.policy.reconsideration import Denial, last_day, may_ask
from tests.policy.casework import failing

pytestmark = pytest.mark.row("L6")
DENIED = date(2025, 10, 1)


def test_the_day_of_the_denial_is_day_0_and_the_60th_is_the_last():
    assert last_day(DENIED) == date(2025, 11, 30)
    for days, outcome in ((0, Outcome.GRANT), (60, Outcome.GRANT), (61, Outcome.REFUSE)):
        decision = may_ask(Denial(DENIED), DENIED + timedelta(days=days))
        assert decision.outcome is outcome, days
    assert failing(decision) == {"asked-in-time"}
    assert dict(decision.primary.facts)["last_day"] == date(2025, 11, 30)


def test_only_a_denial_once_and_not_beside_a_new_request():
    cases = {
        "request-was-denied": Denial(None),
        "not-reconsidered-before": Denial(DENIED, upheld=True),
        "not-asked-for-anew": Denial(DENIED, asked_anew=True),
    }
    for name, denial in cases.items():
        decision = may_ask(denial, DENIED)
        assert (decision.outcome, failing(decision)) == (Outcome.REFUSE, {name})
        assert decision.primary.test.remedy


def test_every_reason_is_told():
    decision = may_ask(Denial(DENIED, upheld=True, asked_anew=True), DENIED + timedelta(days=99))
    assert failing(decision) == {"asked-in-time", "not-reconsidered-before", "not-asked-for-anew"}
