"""Facts that are mostly read already: what is read anew gives the same as reading all (row E1)."""

import copy

import pytest

from portal.policy.payment_facts import FactsError, parse, parse_beside
from tests.policy.cases import case, earned, every, paid

pytestmark = [pytest.mark.row("E1")]
BEFORE = case(earnings=every("2025-02", 3, 1700))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"decided_on": "2025-12-16"},
        {"payments": [paid("P1M1", "2025-02")]},
        {"earnings": [earned("2025-02", 900)], "evidence": []},
        {"request": {**BEFORE["request"], "asks": "P1M2", "claim_month": "2025-04"}},
        {"assignments": [], "providers": {}, "ticket": {}, "beneficiary": {}},
    ],
)
def test_it_is_what_reading_all_gives(changed) -> None:
    after = copy.deepcopy(BEFORE) | changed
    assert parse_beside(after, BEFORE, parse(BEFORE)) == parse(after)


def test_other_fields_are_read_whole() -> None:
    paid_before = BEFORE | {"payments": [paid("P1M1", "2025-02")]}
    after = {name: part for name, part in BEFORE.items() if name != "payments"}
    assert parse_beside(after, paid_before, parse(paid_before)) == parse(after)
    assert parse_beside(paid_before, after, parse(after)) == parse(paid_before)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"payments": [paid("P1M1", "2025-02"), paid("P1M1", "2025-02")]}, "stands there twice"),
        ({"payments": [{"kind": "P1M1"}]}, r"payments\[0\].provider: is missing"),
    ],
)
def test_what_is_wrong_is_refused_as_ever(changed, words) -> None:
    with pytest.raises(FactsError, match=words):
        parse_beside(BEFORE | changed, BEFORE, parse(BEFORE))
