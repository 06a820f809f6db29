"""`portal replay`: each decision that is made otherwise now is named, and a line that is no decision gets a sentence."""

import io
import json

import pytest

from portal.cli.main import main
from portal.policy.replay import RULES, replayed
from tests.replay import corpus

pytestmark = [pytest.mark.row("I2", "I5")]


def line(case, **changed) -> str:
    return json.dumps({"case": case.name, "facts": case.facts, "answer": {**case.answer, **changed}}) + "\n"


def replay(monkeypatch, text: str) -> int:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return main(["replay"])


def test_decisions_that_are_the_same_leave_nothing_to_say(monkeypatch, capsys) -> None:
    text = "".join(line(case) for case in corpus.cases()[:50]) + "\n"
    assert replay(monkeypatch, text) == 0
    assert capsys.readouterr().out == "50 decisions made again, 0 of them otherwise.\n"


def test_what_differs_is_named_with_outcome_amount_and_reason(tmp_path, capsys) -> None:
    granted = next(case for case in corpus.cases() if case.answer["outcome"] == "grant")
    refused = next(case for case in corpus.cases() if case.answer["denial"])
    before = {**refused.answer, "outcome": "grant", "amount": "1.00", "denial": None, "primary": None}
    nameless = {"facts": refused.facts, "answer": before}
    file = tmp_path / "decisions.jsonl"
    file.write_text(line(granted) + json.dumps(nameless) + "\n" + line(granted, version="1999"))
    assert main(["replay", str(file)]) == 1
    first, second, counts = capsys.readouterr().out.splitlines()
    code, reason = refused.answer["denial"], refused.answer["primary"]["name"]
    said = (
        f"outcome: grant -> refuse; amount: 1.00 -> None; denial: None -> {code}; primary: None -> {reason}"
    )
    assert first == f"line 2: {said}"
    assert second == f"{granted.name}: version: 1999 -> {granted.answer['version']}"
    assert counts == "3 decisions made again, 2 of them otherwise."


def test_a_line_that_is_no_decision_gets_a_sentence_with_its_number(monkeypatch, capsys) -> None:
    case = corpus.cases()[0]
    wrong = [
        ("{", "This is not JSON in UTF-8."),
        ("[1]", "This is not a decision."),
        ('{"facts": {}}', "This is not a decision."),
        (
            json.dumps({"facts": {}, "answer": {"rule": "payment", "checks": [{}]}}),
            "answer: must be an answer",
        ),
        (json.dumps({"facts": {}, "answer": {"rule": "x", "checks": []}}), "rule: must be one of payment, "),
        (json.dumps({"facts": {}, "answer": case.answer}), "decided_on: is missing"),
        (
            json.dumps({"facts": [], "answer": {"rule": "signature", "checks": []}}),
            "facts: not those of signature",
        ),
    ]
    text = "".join(f"{one}\n" for one, _ in wrong) + line(case)
    assert replay(monkeypatch, text) == 2
    shown = capsys.readouterr()
    said = shown.err.splitlines()
    for number, (_, sentence) in enumerate(wrong, start=1):
        assert said[number - 1].startswith(f"line {number}: {sentence}")
    assert said[-1] == f"Lines that could not be read: {len(wrong)}."
    assert shown.out == "1 decisions made again, 0 of them otherwise.\n"
    assert main(["replay", "/nowhere"]) == 2
    assert capsys.readouterr().err == "/nowhere cannot be read: No such file or directory.\n"


def test_facts_of_another_rule_are_refused_in_words() -> None:
    case = corpus.cases()[0]
    for rule in RULES:
        if rule not in ("payment", "sweep"):
            with pytest.raises(ValueError, match=r"is missing|is not a field|not those of"):
                replayed(rule, case.facts)
