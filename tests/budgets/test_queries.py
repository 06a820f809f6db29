"""How often a page asks the database: the same literal number at one row and at three.

Lists and records: twelve at most. A page that asks the rules anew also gathers the facts for them.

All connections together: the main one, `side` (session, looks) and `keys`. BEGIN and COMMIT are not counted, nor is
the role put on and off around a statement that is read as facts: all three are one round trip.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kernel.clock import now
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from tests.authorization.asking import client_of
from tests.authorization.program import ABOVE_TWL, EARLY, LEFT_ON, Case, Offices
from tests.server import TestDatabase

MOST = 12
# Pages above it, each with its reason. None may be added, and none may ask more often than it does now.
ABOVE = {
    "draft-check": "asks the rules what each claim would get",
    "request-answer": "shows the record of the request and the earnings on record",
    "staff-request": "asks the rules what they say today, beside what was stored",
}
CLERK, ANALYST, LEAD = "en-payments-clerk", "tpm-payments-analyst", "tpm-payments-lead"
AUTHORISER, SPECIALIST, AUDITOR = "ssa-payment-authoriser", "ssa-services-specialist", "auditor"

# Page, who opens it, how often it asks. Written by hand: a change is a decision, not a side effect.
BUDGETS: tuple[tuple[str, str, int], ...] = (
    ("home", CLERK, 5),
    ("home", LEAD, 5),
    ("ticketholders", CLERK, 8),
    ("ticketholders-former", CLERK, 8),
    ("ticketholders-export", CLERK, 8),
    ("ticketholder", CLERK, 12),
    ("requests", CLERK, 9),
    ("requests-export", CLERK, 9),
    ("payments-to-answer", CLERK, 11),
    ("request-new", CLERK, 8),
    ("draft-payments", CLERK, 12),
    ("draft-work", CLERK, 12),
    ("draft-evidence", CLERK, 12),
    ("draft-check", CLERK, 13),
    ("receipt", CLERK, 6),
    ("request", CLERK, 12),
    ("request-answer", CLERK, 15),
    ("request-withdraw", CLERK, 12),
    ("payments-to-decide", ANALYST, 11),
    ("payments-to-decide-export", ANALYST, 10),
    ("staff-supervise", LEAD, 12),
    ("payments-at-ssa", AUTHORISER, 12),
    ("staff-requests", AUTHORISER, 9),
    ("staff-requests-export", AUDITOR, 9),
    ("staff-request", ANALYST, 16),
    ("staff-identity", AUTHORISER, 8),
    ("staff-deny", ANALYST, 9),
    ("staff-put-off", ANALYST, 10),
    ("staff-ledger", AUDITOR, 8),
    ("staff-balances", AUDITOR, 7),
    ("staff-quality", AUDITOR, 6),
    ("staff-providers", SPECIALIST, 8),
    ("staff-trail", AUDITOR, 9),
)


class Growing(Offices):
    """A program that begins with one of everything and gets two more; `first` stays the one that is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.first = self.one_more("First")

    def one_more(self, name: str) -> Case:
        """A Ticketholder with papers, one who left, a payment, a case with Social Security."""
        case = self.make_case(self.person(name), self.ours, EARLY)
        self.make_case(self.person(f"{name} Leaver"), self.ours, EARLY, ended_on=LEFT_ON)
        self._paid(name)
        self._referred(name)
        return case

    def _asked(self, name: str, dollars: int) -> PaymentRequest:
        person, _ = self.person(name)
        if dollars:
            self.world.earnings(person, EARLY[0], dollars, employer=f"{name} Bakery")
        assignment = self.world.assignment(self.world.ticket(person), self.ours)
        (request,), _ = self.submitted(self.clerk_of(self.ours), assignment, EARLY[:1])
        return request

    def _paid(self, name: str) -> None:
        request = self._asked(f"{name} Paid", ABOVE_TWL)
        assert request.state == "approved"

    def _referred(self, name: str) -> None:
        request = self._asked(f"{name} Referred", 0)
        with open_unit(self.analyst, now(), reading=False, page="test"):
            decide.refer_to_ssa(
                request=request.pk, version=request.version, reason="The agreement had ended."
            )

    def more_about_the_first(self) -> None:
        """More of what its record shows: earnings, requests, files, drafts."""
        case, clerk = self.first, self.clerk_of(self.ours)
        assignment = case.open.assignment
        for month in ("2025-08", "2025-09"):
            self.world.earnings(case.person, month, 1300, employer=f"Bakery of {month}")
            self.submitted(clerk, assignment, (month,))
        for _ in range(2):
            self.file(clerk, assignment, case.open.submission_id)
            self.draft(clerk, assignment, {})

    def address(self, name: str) -> str:
        case = self.first
        if name.endswith("export"):
            return reverse(name, kwargs={"kind": "csv"})
        named: dict[str, Any] = {
            "ticketholder": case.person.number,
            "receipt": case.submission,
            "request-answer": case.returned.number,
            **dict.fromkeys(
                ("request", "request-withdraw", "staff-request", "staff-identity"), case.open.number
            ),
            **dict.fromkeys(("staff-deny", "staff-put-off"), case.open.number),
            **dict.fromkeys(("draft-payments", "draft-work", "draft-evidence", "draft-check"), case.draft),
        }
        return reverse(name, args=[named[name]] if name in named else [])


@pytest.fixture(scope="module")
def counts(
    test_database: TestDatabase, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], tuple[int, int]]]:
    """How often each page asks at one row and at three."""
    with django_db_blocker.unblock(), override_settings(PORTAL_FILES_DIR=tmp_path_factory.mktemp("files")):
        test_database.empty()
        program = Growing()
        one = {(name, role): asked(program, name, role) for name, role, _ in BUDGETS}
        program.one_more("Second")
        program.one_more("Third")
        program.more_about_the_first()
        three = {(name, role): asked(program, name, role) for name, role, _ in BUDGETS}
        yield {key: (one[key], three[key]) for key in one}
        test_database.empty()


def asked(program: Growing, name: str, role: str) -> int:
    """The second time it is opened, with the session just used: once a minute the session is stamped as well."""
    client, url = client_of(program, role), program.address(name)
    assert client.get(url).status_code == 200, name
    with counting() as captures:
        client.get(url)
    return sum(
        query["sql"] not in ("BEGIN", "COMMIT") for capture in captures for query in capture.captured_queries
    )


@contextmanager
def counting() -> Iterator[list[CaptureQueriesContext]]:
    with ExitStack() as stack:
        yield [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]


@pytest.mark.parametrize(
    ("name", "role", "budget"), BUDGETS, ids=[f"{name} {role}" for name, role, _ in BUDGETS]
)
def test_a_page_asks_as_often_at_one_row_as_at_three(
    counts: dict[tuple[str, str], tuple[int, int]], name: str, role: str, budget: int
) -> None:
    assert counts[name, role] == (budget, budget)


def test_no_page_is_allowed_more_than_twelve_without_a_reason() -> None:
    assert {name for name, _, budget in BUDGETS if budget > MOST} == set(ABOVE)
    assert all(ABOVE.values())
