"""Postings of earnings, each right or wrong in one way (EVD-07; row E3)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.policy.core import Decision, Month, State
from portal.policy.posting import TESTS, PostingFacts, judge_posting

FEBRUARY = Month.parse("2025-02")
GOOD = PostingFacts(
    on=date(2025, 12, 15),
    month=FEBRUARY,
    gross=120_000,
    kind="wages",
    source="pay-slip",
    employer="Acme Bakery",
    proven=True,
    shown_by="FL-1234-5678",
    on_record=False,
)
WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"month": Month.parse("2026-01")}, "month-posted-has-begun"),
    ({"employer": " "}, "wages-name-who-paid"),
    ({"employer": "", "kind": "paid-training"}, "wages-name-who-paid"),
    ({"shown_by": " "}, "posting-says-what-shows-it"),
    ({"source": "beneficiary"}, "own-word-is-not-verified"),
    ({"on_record": True}, "not-posted-already"),
    ({"replaces": True}, "what-it-replaces-stands"),
    ({"replaces": True, "replaced_month": Month.parse("2025-03")}, "what-it-replaces-stands"),
)
IMPOSSIBLE_OF_POSTINGS = {
    (test.name, State.UNKNOWN): "the posting itself and the record say it, so it is known" for test in TESTS
}


def posting_decisions() -> Iterator[Decision]:
    """Each test of the rule in each state it can have."""
    yield judge_posting(GOOD)
    for changed, _ in WRONG:
        yield judge_posting(GOOD._replace(**changed))
