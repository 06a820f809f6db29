"""`portal decide` and `portal manual`: what they print, and what wrong input gets."""

import io
import json
import subprocess
import sys

import pytest

from portal.cli.main import main
from portal.policy.core import Json
from portal.policy.declared import WHOLE
from portal.policy.manual import SUBJECTS, examples, markdown, merged
from portal.policy.payment import decide
from portal.policy.payment_facts import parse
from portal.policy.reading import FactsError


def run(monkeypatch: pytest.MonkeyPatch, text: bytes, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    return main(["decide", "payment", *arguments])


def test_it_prints_the_decision(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    facts = examples()[0].facts
    assert run(monkeypatch, json.dumps(facts).encode()) == 0
    assert json.loads(capsys.readouterr().out) == decide(parse(facts)).to_json()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{", "This is not JSON"),
        (b"\xff\xfe", "This is not JSON"),
        (b"[]", "facts: must be an object"),
        (b'{"decided_on": "2025-12-15", "decided_on": "2025-12-15"}', "decided_on: stands twice"),
        (b'{"decided_on": "2025-02-30"}', "decided_on: there is no day 2025-02-30"),
        (b'{"decided_on": "2025-12-15"}', "request: is missing"),
        (b"[" * 100_000, "This is not JSON"),
    ],
)
def test_wrong_input_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: bytes, sentence: str
) -> None:
    assert run(monkeypatch, text) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(sentence)
    assert shown.out == ""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_decides_its_first_example_and_prints_its_schema(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], subject: str
) -> None:
    example = examples(subject)[0]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(example.facts).encode())))
    assert main(["decide", subject]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == example.expected["outcome"]
    assert main(["decide", subject, "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"].startswith("Facts of")
    for one in examples(subject):
        assert set(schema["required"]) <= set(one.facts) <= set(schema["properties"])


@pytest.mark.parametrize(
    ("subject", "changes", "sentence"),
    [
        (
            "assignability",
            {"person": {"born_on": "28 April"}},
            'person.born_on: must be a day like "2025-02-28"',
        ),
        (
            "assignability",
            {"person": {"assignments": [{"organisation": "EN-1"}]}},
            "person.assignments[0].from: is missing",
        ),
        (
            "assignability",
            {"provider": {"agreement": [["2020-01-01"]]}},
            "provider.agreement[0]: must be a list of 2",
        ),
        (
            "assignability",
            {"provider": {"agreement": [[1, None]]}},
            "provider.agreement[0][0]: must be a day",
        ),
        ("assignment", {"plan": {"plan_stored": "yes"}}, "plan.plan_stored: must be true or false"),
        (
            "assignment",
            {"plan": {"entered": "2025-03-18"}},
            "plan.entered: is not a field; known are discussed_on",
        ),
        (
            "unassignment",
            {"request": {"asker": "nobody"}},
            "request.asker: must be one of provider, ticketholder",
        ),
        ("validity", {"month": "2025-13"}, 'month: must be a month like "2025-02"'),
        (
            "contact",
            {"contact": {"phase": {"milestones": [{"kind": "P1M5"}]}}},
            "contact.phase.milestones[0].kind: must be one of P1M1, P1M2, P1M3, P1M4",
        ),
        ("election", {"notice": {"system": None}}, "notice.system: must be a text of 1 to 500 characters"),
        ("progress", {"period": 0}, "period: must be a whole number from 1"),
        ("protection", {"use": {"holdings": [{"kind": "EN"}]}}, "use.holdings[0].since: is missing"),
    ],
)
def test_wrong_facts_of_casework_get_a_sentence_that_names_the_field(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    subject: str,
    changes: dict[str, Json],
    sentence: str,
) -> None:
    facts = json.dumps(merged(examples(subject)[0].facts, changes)).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(facts)))
    assert main(["decide", subject]) == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_a_whole_number_is_whole_and_not_negative() -> None:
    for wrong in (True, -1, 1.5, "1", 10**9 + 1):
        with pytest.raises(FactsError, match="whole number from 0"):
            WHOLE.read(wrong)
    assert [WHOLE.read(right) for right in (0, 10**9)] == [0, 10**9]


def test_the_schema_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, b"", "--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["decided_on", "request"]
    assert schema["properties"]["earnings"]["items"]["properties"]["gross"]["type"] == "string"


def test_the_manual_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manual"]) == 0
    assert capsys.readouterr().out == markdown()


def test_deciding_needs_no_framework() -> None:
    code = "import sys, portal.cli.main, portal.cli.decide; print('django' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
