"""The worked examples of the policy manual, and the manual itself."""

import json
from pathlib import Path

import pytest

from portal.cli.decide import SUBJECTS as DECIDED
from portal.policy.denials import DENIALS
from portal.policy.manual import SUBJECTS, Example, examples, manual, markdown
from portal.policy.payment import CHECKS, TESTS, checked_for, decide
from portal.policy.payment_facts import parse, to_json

GENERATED = Path(__file__).resolve().parents[2] / "docs" / "generated" / "policy-manual.md"


EVERY = [one for subject in SUBJECTS for one in examples(subject)]


@pytest.mark.row("E1", "C7", "H1", "I3")
@pytest.mark.parametrize("example", EVERY, ids=lambda example: example.name)
def test_the_example_comes_out(example: Example) -> None:
    answer = DECIDED[example.subject].decide(example.facts)
    primary = answer.primary.test.name if answer.primary else None
    expected = {"amount": None, "denial": None, "primary": None} | example.expected
    shown = answer.to_json()
    found = {
        "outcome": shown["outcome"],
        "amount": shown["amount"],
        "denial": shown["denial"],
        "primary": primary,
    }
    assert found == expected


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_facts_and_decision_survive_json(example: Example) -> None:
    facts = parse(example.facts)
    again = parse(json.loads(json.dumps(to_json(facts))))
    assert again == facts
    assert decide(again) == decide(facts)
    assert json.loads(json.dumps(decide(facts).to_json())) == decide(facts).to_json()


@pytest.mark.parametrize("kind", CHECKS)
def test_the_tests_named_for_a_kind_are_those_of_its_decisions(kind: str) -> None:
    base = next(one for one in examples() if one.name == "First milestone at the level").facts
    facts = parse({**base, "request": {**base["request"], "asks": kind}})  # type: ignore[dict-item]
    assert tuple(check.test for check in decide(facts).checks) == checked_for(kind)


def test_names_are_unique_and_codes_exist() -> None:
    names = [test.name for test in TESTS]
    assert len(set(names)) == len(names)
    assert {test.denial for test in TESTS if test.denial} == set(DENIALS)
    assert sorted(DENIALS) == [f"DEN-{number:02}" for number in range(1, 17)]


def test_every_subject_of_the_command_line_has_examples() -> None:
    assert set(SUBJECTS) == set(DECIDED)
    assert all(examples(subject) for subject in SUBJECTS)


def test_the_manual_holds_every_rule_figure_and_parameter() -> None:
    whole, text = manual(), markdown()
    assert [entry.test for entry in whole.rules][: len(TESTS)] == list(TESTS)
    assert all(entry.kinds for entry in whole.rules)
    for needed in (
        "earned-trial-work-level",
        "$1,160.00",
        "claim_limit_months",
        "DEN-16",
        "half-level",
        "AS-11",
        "extension_days",
    ):
        assert needed in text


def test_the_committed_manual_is_the_one_the_rules_make() -> None:
    assert GENERATED.read_text(encoding="utf-8") == markdown()
