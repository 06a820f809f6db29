"""What is read quickly is what is read with care, and nothing that is refused with care (row E1)."""

from copy import deepcopy
from typing import Any

import pytest

from portal.policy import payment_facts
from portal.policy.reading import DAY, FLAG, MONEY, MONTH, NUMBER, SHARE, TEXT, UNREAD, FactsError, Kind
from tests.policy.test_law_inputs import WRONG, full, put
from tests.replay.corpus import cases

pytestmark = [pytest.mark.row("E1")]
ANYTHING: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        1.0,
        -1,
        1001,
        [],
        {},
        ["x"],
        {"x": 1},
        "",
        " ",
        "x",
        "a\x00b",
        "y" * 501,
        "1",
        "true",
    ),
    *("2025-02", "1949-12", "2100-01", "2025-13", "2025-2", "2025-02-28", "2025-02-30", "20250228"),
    *("0.00", "00.00", "1160.00", "-1.00", "1160.0", "1e3", "3/5", "3/0", "1/1000000", "\u0663/\u0665"),
)


@pytest.mark.parametrize("kind", [TEXT, FLAG, DAY, MONTH, MONEY, NUMBER, SHARE, payment_facts.EARNING])
def test_no_kind_takes_quickly_what_it_refuses(kind: Kind) -> None:
    for value in (*ANYTHING, *ANYTHING):  # twice: what is remembered must not answer for another value
        try:
            quickly = kind.quick(value)
        except UNREAD:
            continue
        careful = kind.read(value)
        assert (type(quickly), quickly) == (type(careful), careful), value


def test_a_remembered_number_is_no_flag() -> None:
    assert FLAG.quick(True) is True
    with pytest.raises(FactsError):
        FLAG.quick(1)


def test_what_is_left_out_is_what_its_default_says() -> None:
    kind, facts = payment_facts._FACTS, full()
    for key in ("beneficiary", "ticket", "providers", "earnings", "evidence", "payments"):
        less = {name: part for name, part in facts.items() if name != key}
        assert kind.quick(less) == kind.read(less)
    with pytest.raises(UNREAD):
        kind.quick({"request": facts["request"]})


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{path}={value}" for path, value in WRONG])
def test_wrong_facts_are_not_read_quickly(path: str, value: Any) -> None:
    facts = full()
    put(facts, path, value)
    if path != "beneficiary.blind[0].until":  # right by itself, and wrong beside its other end
        with pytest.raises(UNREAD):
            payment_facts._FACTS.quick(facts)


def test_every_decision_of_the_corpus_is_read_alike() -> None:
    kind = payment_facts._FACTS
    for case in cases():
        again = deepcopy(case.facts)
        again["a key nobody knows"] = 1
        with pytest.raises(UNREAD):
            kind.quick(again)
        assert kind.quick(case.facts) == kind.read(case.facts), case.name
