"""Facts of progress reviews and protection as JSON, and `portal decide` about them (I1, I3)."""

import io
import json
from typing import Any

import pytest

from portal.cli.main import main
from portal.policy.manual import examples
from portal.policy.progress_json import (
    parse_progress,
    parse_protection,
    progress_schema,
    progress_to_json,
    protection_schema,
    protection_to_json,
)
from portal.policy.reading import FactsError
from tests.policy.progress import failure, inactive, used

pytestmark = pytest.mark.row("I1", "I3", "C7")

REVIEW: dict[str, Any] = {
    "decided_on": "2025-02-10",
    "period": 1,
    "use": {"holdings": [{"kind": "EN", "since": "2024-01-15"}]},
}
RICH: dict[str, Any] = REVIEW | {
    "use": {
        "holdings": [
            {"kind": "cost-reimbursement", "since": "2023-01-15", "until": "2023-06-01"},
            {"kind": "VREN", "since": "2023-06-01", "until": "2024-01-15", "reason": "moved"},
            {"kind": "EN", "since": "2024-01-15"},
        ],
        "inactivities": [{"requested_on": "2024-03-10", "active_requested_on": "2024-06-02"}],
        "failures": [
            {
                "period": 1,
                "notice_on": "2025-03-01",
                "appealed_on": "2025-03-15",
                "decided_on": "2025-05-01",
                "favorable": False,
                "reentered_on": "2025-09-01",
            }
        ],
        "terminated_in": "2026-05",
        "died_on": "2026-05-03",
    },
    "earnings": [
        {
            "month": "2024-03",
            "gross": "1110.00",
            "kind": "wages",
            "employer": "ACME",
            "source": "pay-slip",
            "disclosure": "given",
            "proven": True,
        }
    ],
    "terms": [{"ended_on": "2024-12-15", "credits": "48/5", "full_time_year": "24"}],
    "completed": [{"what": "ged", "on": "2025-01-31"}],
    "benefits": [{"title": "T2", "from": "2020-01", "until": None, "status": "paid"}],
    "blind": [{"from": "2020-01", "until": None}],
    "notices": [{"code": "Q-2", "sent_on": "2025-02-12"}],
    "replies": [{"by": "provider", "received_on": "2025-03-12"}],
    "agency_reports": True,
    "reentry": {"requested_on": "2025-02-05", "written": True},
}


@pytest.mark.parametrize("value", [REVIEW, RICH, *(one.facts for one in examples("progress"))])
def test_a_review_is_read_back(value):
    facts = parse_progress(value)
    written = progress_to_json(facts)
    assert parse_progress(json.loads(json.dumps(written))) == facts


def test_every_field_is_read():
    facts = parse_progress(RICH)
    assert facts.use.failures == (
        failure(
            "2025-03-01", appealed="2025-03-15", decided="2025-05-01", favorable=False, back="2025-09-01"
        ),
    )
    assert facts.use.inactivities == used(inactivities=(inactive("2024-03-10", "2024-06-02"),)).inactivities
    written = progress_to_json(facts)
    assert all(written[key] == RICH[key] for key in RICH if key != "use")


@pytest.mark.parametrize("example", examples("protection"), ids=lambda one: one.name)
def test_protection_is_read_back(example):
    facts = parse_protection(example.facts)
    assert parse_protection(json.loads(json.dumps(protection_to_json(facts)))) == facts


def held(**other: Any) -> dict[str, Any]:
    return {"kind": "EN", "since": "2024-01-15"} | other


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"period": 0}, "period: must be a whole number from 1 to 1000"),
        ({"period": 1001}, "period: must be a whole number from 1 to 1000"),
        ({"period": True}, "period: must be a whole number"),
        ({"use": {"holdings": [held(kind="none")]}}, "use.holdings[0].kind: must be one of EN, VREN"),
        ({"use": {"holdings": [held(until="2024-01-14")]}}, "use.holdings[0].until: is before since"),
        ({"use": {"holdings": [held(reason="moved")]}}, "use.holdings[0].reason: only what was unassigned"),
        (
            {"use": {"holdings": [held(kind="cost-reimbursement", until="2024-05-01", reason="moved")]}},
            "use.holdings[0].reason: only what was unassigned",
        ),
        (
            {"use": {"holdings": [held(), held(since="2025-01-01")]}},
            "use.holdings[1].since: another one holds",
        ),
        (
            {"use": {"holdings": [held(since="2024-02-01", until="2024-02-02", reason="moved"), held()]}},
            "use.holdings[1].since: another one holds",
        ),
        (
            {"use": {"inactivities": [{"requested_on": "2024-03-10", "active_requested_on": "2024-03-09"}]}},
            "use.inactivities[0].active_requested_on: is before",
        ),
        (
            {"use": {"failures": [{"period": 1, "notice_on": "2024-03-10"}] * 2}},
            "use.failures[1].period: stands",
        ),
        (
            {"use": {"failures": [{"period": 1, "notice_on": "2024-03-10", "favorable": True}]}},
            "use.failures[0].favorable: stands with",
        ),
        (
            {"use": {"failures": [{"period": 1, "notice_on": "2024-03-10", "decided_on": "2024-04-01"}]}},
            "use.failures[0].favorable: stands with",
        ),
        (
            {
                "use": {
                    "failures": [
                        {
                            "period": 1,
                            "notice_on": "2024-03-10",
                            "decided_on": "2024-04-01",
                            "favorable": True,
                        }
                    ]
                }
            },
            "use.failures[0].decided_on: there is no",
        ),
        (
            {"terms": [{"ended_on": "2024-12-15", "credits": "9", "full_time_year": "0"}]},
            "terms[0].full_time_year",
        ),
        ({"notices": [{"code": "Q-2", "sent_on": "2025-02-12"}] * 2}, "notices[1].code: stands there twice"),
        ({"notices": [{"code": "Q-3", "sent_on": "2025-02-12"}]}, "notices[0].code: must be one of Q-2"),
        (
            {
                "earnings": [
                    {
                        "month": "2024-03",
                        "gross": "-1.00",
                        "kind": "wages",
                        "source": "pay-slip",
                        "disclosure": "given",
                    }
                ]
            },
            "earnings[0].gross: must not",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(changes, sentence):
    with pytest.raises(FactsError) as error:
        parse_progress(REVIEW | changes)
    assert str(error.value).startswith(sentence)


def test_holdings_that_touch_do_not_contradict():
    touching = [
        held(until="2024-05-01", reason="moved"),
        held(since="2024-05-01"),
        held(since="2024-01-15", until="2024-01-15"),
    ]
    assert len(parse_progress(REVIEW | {"use": {"holdings": touching}}).use.holdings) == 3
    same_day = {"requested_on": "2024-03-10", "active_requested_on": "2024-03-10"}
    assert parse_progress(REVIEW | {"use": {"inactivities": [same_day]}}).use.inactivities


def test_protection_contradicts_itself_too():
    with pytest.raises(FactsError, match="is before since"):
        parse_protection({"on": "2025-01-01", "use": {"holdings": [held(until="2024-01-14")]}})


@pytest.mark.parametrize("subject", ["progress", "protection"])
def test_the_command_decides_and_prints_the_schema(monkeypatch, capsys, subject):
    example = examples(subject)[0]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(example.facts).encode())))
    assert main(["decide", subject]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == example.expected["outcome"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"period": 0}')))
    assert main(["decide", subject]) == 2
    assert main(["decide", subject, "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == {"progress": progress_schema, "protection": protection_schema}[subject]()
    assert schema["properties"]["use"]["properties"]["holdings"]["type"] == "array"
