"""How often a page asks the database: the same literal number at one row and at three.

Ten at most, also where a page asks the rules anew and gathers the facts for them.

All connections together: the main one, `side` (session, looks) and `keys`. BEGIN and COMMIT are not counted, nor is
what goes with a statement in one round trip: who asks and in which role, and the role put on and off around a statement
that is read as facts.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.casework.kinds import VR_WINDOW
from portal.casework.models import Case as CaseFile
from portal.kernel.clock import now
from portal.kernel.models import Announcement, Duty
from portal.kernel.unit import open_unit
from portal.payments.models import PaymentRequest
from portal.payments.services import decide
from portal.people.models import Employment
from portal.policy.roles import Role
from tests.authorization import (
    agencies,
    at_ssa,
    certifications,
    contacts,
    inquiries,
    papers,
    plans,
    progress,
    providers,
    reconsidered,
    request_files,
    reviews,
    runs,
    tickets,
)
from tests.authorization.addresses import FIXED
from tests.authorization.asking import client_of
from tests.authorization.casework import number_of_case
from tests.authorization.people import People, arguments
from tests.authorization.program import ABOVE_TWL, CAME_ON, EARLY, LEFT_ON, OWN, Case, Offices
from tests.authorization.providers import enter_record, try_file
from tests.budgets.pages import ADMINISTRATOR, BUDGETS, CHECKED, COUNSELLOR, WHOLE
from tests.exchange.files import a_record_file, a_refused_row
from tests.server import TestDatabase
from tests.world import LONG_AGO, TODAY

MOST = 10
PAGES = (*BUDGETS, *((name, role, budget) for name, role, budget, _ in WHOLE))
COUNTED = (*PAGES, *((f"{name} check", role, budget) for name, role, budget in CHECKED))


class Growing(Offices):
    """A program that begins with one of everything and gets two more; `first` stays the one that is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.people = People(self.world)
        self.tried_file = try_file(self)
        self.agency_papers = self._of_the_agency()
        self.first = self.one_more("First")
        self.referred = [at_ssa.enter_at_ssa(self, self.analyst, more) for more in (0, ABOVE_TWL)]
        self._paper(1, self.first)
        plans.enter_plans(self.world, self.first, self.clerk_of(self.ours))
        certifications.enter_certifications(self.world, self.first, self.clerk_of(self.ours))
        reviews.enter_review(self.world, self.first)
        runs.enter_runs(self.world, self.ours)
        self.inquiry = inquiries.enter_inquiries(self.world, self.ours, self.clerk_of(self.ours))

    def one_more(self, name: str) -> Case:
        """A Ticketholder with papers, one who left, a payment, a case with Social Security."""
        if name != "First":
            self._of_the_agency()
            runs.enter_runs(self.world, self.ours, self.agency, self.theirs)
        case = self.make_case(self.person(name), self.ours, EARLY)
        contacts.enter_contacts_due(self.world, case.open.assignment)
        leaver = self.make_case(self.person(f"{name} Leaver"), self.ours, EARLY, ended_on=LEFT_ON)
        reconsidered.enter_judged_again(self.world, case.denied)
        self._paid(name)
        self._referred(name)
        self._records(name)
        serial = {"First": 1, "Second": 11}.get(name, 12)
        tickets.enter_answers(self.world, self.ours, serial)
        self._paper(100 + serial, case)
        tickets.enter_unassignment(self.world, leaver.open.assignment, serial)
        self._progress(10 * serial)
        self._record_file(serial)
        return case

    def _record_file(self, serial: int) -> None:
        """A file of Social Security's records with a refused row, behind numbers that are missing."""
        file = self.world.add(a_record_file(2 * serial + 1, "BS", "in", "read"))
        self.world.add(a_refused_row(file, 2))
        if serial == 1:
            self.record_file = file

    def _progress(self, serial: int) -> None:
        """Reviews that wait for the provider, for a reviewer and for Social Security, the first with a draft."""
        states = {1: "asked-provider", progress.TO_DECIDE: "to-decide", progress.APPEALED: "appealed"}
        for place, state in states.items():
            _, _, assignment = self.world.holder(self.ours, on=progress.ASSIGNED)
            more = {"decided_on": progress.FAILED_ON, "appealed_on": progress.DAY} if place == 13 else {}
            number = place if serial == 10 else 100 * serial + place
            review = progress.enter_progress(self.world, assignment, number, state=state, **more)
            if place == 1:
                progress.enter_draft(self.clerk_of(self.ours), assignment, review.number)

    def _paper(self, serial: int, case: Case) -> None:
        """A paper of this case that waits in the mail room."""
        of_case = CaseFile.objects.using("loader").get(pk=case.open.assignment_id)
        papers.enter_paper(self.world, serial, of_case)

    def _of_the_agency(self) -> agencies.AgencyPapers:
        """A form in the making, a case that is open and one that is closed."""
        made = agencies.enter_agency(self.world, self.agency, self.clerk_of(self.agency))
        Duty.objects.using("loader").filter(kind=VR_WINDOW).update(due_on=TODAY)
        return made

    def _records(self, name: str) -> None:
        """People named and at work, one who left, a provider's record, an announcement, an earlier submission."""
        self.people.enter("EN" if name == "First" else name, self.ours)
        enter_record(self.world, self.ours, f"SPP-{name}")
        left = self.world.account(self.ours, [Role.EN_COUNSELLOR], name=f"{name} Left")
        Employment.objects.using("loader").filter(account=left).update(
            ended_on=LEFT_ON, last_day_worked=LEFT_ON, departure_reported_at=LONG_AGO
        )
        self.world.add(
            Duty(
                kind="renew-training",
                subject=left.pk,
                organisation=self.ours.pk,
                opened_at=LONG_AGO,
                due_on=CAME_ON,
            )
        )
        other = self.world.organisation(f"{name} Without")
        self.world.add(Duty(kind="no-administrator", subject=other.pk, opened_at=LONG_AGO, due_on=CAME_ON))
        for until in (None, LONG_AGO + timedelta(days=1)):
            self.world.add(
                Announcement(
                    kind="news",
                    title=f"{name} news",
                    body="It is here.",
                    from_at=LONG_AGO,
                    until_at=until,
                    written_by=left.pk,
                    written_by_name="The administrator",
                    written_at=LONG_AGO,
                )
            )

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
        """More of what its record shows: earnings, requests, files, drafts, people asked about."""
        for line in (3, 4):
            self.world.add(a_refused_row(self.record_file, line))
        for line in (2, 3):
            inquiries.enter_row(self.world, self.inquiry, line)
        case, clerk = self.first, self.clerk_of(self.ours)
        assignment = case.open.assignment
        for serial in (201, 202):
            note = contacts.enter_note(self.world, assignment)
            type(note).objects.using("loader").filter(pk=note.pk).update(services=["job-search"])
            self._paper(serial, case)
        for month in ("2025-08", "2025-09"):
            self.world.earnings(case.person, month, 1300, employer=f"Bakery of {month}")
            self.submitted(clerk, assignment, (month,))
        for _ in range(2):
            self.file(clerk, assignment, case.open.submission_id)
            self.draft(clerk, assignment, {})

    def address(self, name: str) -> str:
        case = self.first
        asked = inquiries.arguments(case, name) or certifications.arguments(case, name)
        asked = asked or at_ssa.arguments(self.referred, name)
        if (asked := asked or reconsidered.arguments(name)) is not None:
            return reverse(name, args=asked)
        if (stands := arguments(self.people, name, ADMINISTRATOR, OWN)) is not None:
            return reverse(name, args=stands)
        if (parts := providers.arguments(self, name)) is not None:
            return reverse(name, args=parts)
        if (of_case := _of_case(case, name)) is not None:
            return reverse(name, kwargs=of_case)
        of_agency = agencies.arguments(self.agency_papers, name) or progress.arguments(name, COUNSELLOR, OWN)
        if (
            stand := of_agency or tickets.arguments(name, COUNSELLOR, OWN) or papers.arguments(name)
        ) is not None:
            return reverse(name, args=stand)
        if (stand_in_reviews := reviews.arguments(name, case)) is not None:
            return reverse(name, args=stand_in_reviews)
        if (stand_in_plans := plans.arguments(name, case)) is not None:
            return reverse(name, args=stand_in_plans)
        if name in FIXED:
            return reverse(name, kwargs=FIXED[name])
        if name.endswith("export"):
            return reverse(name, kwargs={"kind": "csv"})
        named: dict[str, Any] = {
            **dict.fromkeys(("ticketholder", "ticketholder-estimate"), case.person.number),
            **dict.fromkeys(
                ("case", "case-unassign", "case-intake", "case-hand-off", "case-close"), number_of_case(case)
            ),
            "ticket-history": case.person.number,
            **dict.fromkeys(tickets.OF_STAFF, case.open.ticket.number),
            "receipt": case.submission,
            "request-answer": case.returned.number,
            **dict.fromkeys(("request", "request-reconsider"), case.denied.number),
            **dict.fromkeys(
                (
                    *("request-withdraw", "staff-request", "staff-identity", "staff-what-if", "staff-share"),
                    "staff-earnings",
                ),
                case.open.number,
            ),
            **dict.fromkeys(
                ("notice", "staff-announcement", "staff-announcement-edit"), self.announcement.pk
            ),
            **dict.fromkeys(("staff-deny", "staff-put-off"), case.open.number),
            **dict.fromkeys(("draft-payments", "draft-work", "draft-evidence", "draft-check"), case.draft),
        }
        return reverse(name, args=[named[name]] if name in named else [])


def _of_case(case: Case, name: str) -> dict[str, Any] | None:
    """What addresses of rooms with few pages name."""
    return contacts.arguments(case, name) or request_files.arguments(case, name) or runs.arguments(case, name)


@pytest.fixture(scope="module")
def counts(
    test_database: TestDatabase, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], tuple[int, int]]]:
    """How often each page asks at one row and at three."""
    with django_db_blocker.unblock(), override_settings(PORTAL_FILES_DIR=tmp_path_factory.mktemp("files")):
        test_database.empty()
        program = Growing()
        one = all_asked(program)
        program.one_more("Second")
        program.one_more("Third")
        program.more_about_the_first()
        three = all_asked(program)
        yield {key: (one[key], three[key]) for key in one}
        test_database.empty()


def all_asked(program: Growing) -> dict[tuple[str, str], int]:
    opened = {(name, role): asked(program, name, role) for name, role, _ in PAGES}
    return opened | {
        (f"{name} check", role): asked(program, name, role, "check") for name, role, _ in CHECKED
    }


def asked(program: Growing, name: str, role: str, step: str = "") -> int:
    """The second time it is opened, with the session just used: once a minute the session is stamped as well."""
    client, url = client_of(program, role), program.address(name)
    typed = (at_ssa.sent(program.referred, name, "") or {}) | {"action": step}
    open_it = (lambda: client.post(url, typed)) if step else (lambda: client.get(url))
    assert open_it().status_code == 200, name
    with counting() as captures:
        open_it()
    return sum(
        query["sql"] not in ("BEGIN", "COMMIT") for capture in captures for query in capture.captured_queries
    )


@contextmanager
def counting() -> Iterator[list[CaptureQueriesContext]]:
    with ExitStack() as stack:
        yield [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]


@pytest.mark.parametrize(("name", "role", "budget"), COUNTED, ids=[f"{one[0]} {one[1]}" for one in COUNTED])
def test_a_page_asks_as_often_at_one_row_as_at_three(
    counts: dict[tuple[str, str], tuple[int, int]], name: str, role: str, budget: int
) -> None:
    assert counts[name, role] == (budget, budget)


def test_no_page_is_allowed_more_than_ten_without_its_reason() -> None:
    assert [name for name, _, budget in (*BUDGETS, *CHECKED) if budget > MOST] == []
    assert [name for name, _, budget, why in WHOLE if budget <= MOST or not why] == []
