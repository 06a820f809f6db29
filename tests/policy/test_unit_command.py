"""`portal decide` and `portal manual`: what they print, and what wrong input gets."""

import io
import json
import subprocess
import sys

import pytest

from portal.cli.main import main
from portal.policy.manual import examples, markdown
from portal.policy.payment import decide
from portal.policy.payment_facts import parse


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
