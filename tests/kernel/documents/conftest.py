"""One example of each document's data, and the text of a PDF."""

import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.kernel.documents import Check, Decision, DenialNotice, Submission

ON = date(2025, 12, 15)


def below_level() -> Check:
    return {
        "code": "DEN-03",
        "sentence": "The earnings on record are below the trial work level.",
        "rule": "PAY-07",
        "citation": "20 CFR 411.535",
        "facts": [
            {"name": "Gross earnings, June 2025", "value": Decimal("1159.99")},
            {"name": "Trial work level, 2025", "value": Decimal("1160")},
        ],
        "remedy": "Send pay stubs for June 2025.",
    }


@pytest.fixture
def submission() -> Submission:
    return {
        "title": "Payment request",
        "form": "Milestone and outcome payment request",
        "version": "2025-10",
        "number": "PR-7K4M-2Q9X",
        "submitted_by": "Dana Ortiz",
        "organisation": "Harbor Works",
        "submitted_at": datetime(2025, 12, 15, 20, 4, tzinfo=UTC),
        "sections": [
            {
                "title": "The month",
                "answers": [
                    {"name": "Which month do you claim?", "value": "June 2025"},
                    {"name": "When did the job start?", "value": date(2025, 3, 1)},
                    {"name": "Gross pay", "value": Decimal("1850.5")},
                    {"name": "Notes", "value": ""},
                ],
            },
            {"title": "Evidence", "answers": []},
        ],
        "declarations": ["I declare that the answers are true."],
        "next_steps": ["You get an answer by January 14, 2026."],
    }


@pytest.fixture
def denial() -> DenialNotice:
    late: Check = {
        "code": "DEN-11",
        "sentence": "The request came more than 24 months after the month.",
        "rule": "PAY-16",
        "citation": "20 CFR 411.590",
        "facts": [],
    }
    return {
        "number": "PR-7K4M-2Q9X",
        "organisation": "Harbor Works",
        "claim_month": "June 2025",
        "payment": "Phase 1, Milestone 1",
        "decided_on": ON,
        "primary": below_level(),
        "others": [late],
        "reconsideration": ["Open the request and choose “Ask for another look”."],
        "claimed_amount": Decimal("1850"),
        "deadline": date(2026, 1, 14),
    }


@pytest.fixture
def decision() -> Decision:
    return {
        "number": "PR-3T5V-8W2C",
        "organisation": "Harbor Works",
        "claim_month": "June 2025",
        "payment": "Phase 1, Milestone 1",
        "decided_on": ON,
        "amount": Decimal("1850"),
        "figure": {
            "name": "Phase 1 milestone, 2025",
            "value": Decimal("1850"),
            "citation": "Payment rates for 2025",
            "standing": "published",
        },
        "checks": [],
        "next_steps": ["The payment is sent with the next payment run."],
    }


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """The words of a PDF in reading order, with single spaces."""

    def extract(pdf: bytes) -> str:
        done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())

    return extract
