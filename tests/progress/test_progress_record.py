"""Progress and protection from what is on record about a Ticket: its facts, its record, and the page for staff."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.casework.models import Case
from portal.policy.core import Month
from portal.policy.progress_facts import ProgressFacts
from portal.policy.roles import Role
from portal.policy.ticket_states import Assigned
from portal.policy.use_facts import Failure, Holding, Inactivity
from portal.progress.facts import progress_facts
from portal.progress.record import progress_record
from portal.tickets.models import BlindPeriod, Termination
from tests.authorization.tickets import enter_unassignment
from tests.tickets.office import Office
from tests.world import LONG_AGO, TODAY

pytestmark = pytest.mark.row("C7", "G5", "H1")


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


@pytest.fixture
def held(office):
    """Our EN holds the Ticket from 10 January 2024."""
    person = office.world.person("Ana Ruiz", ssn="900017050")
    office.world.benefits(person)
    return office.world.assignment(office.world.ticket(person), office.en, on=date(2024, 1, 10))


@pytest.fixture
def read(office):
    def facts(ticket) -> ProgressFacts:
        with office.unit_as(office.staff(Role.TPM_BENEFICIARY_SUPPORT)):
            return progress_facts(ticket.pk, on=TODAY)

    return facts


@pytest.fixture
def record(office):
    def of(ticket):
        with office.unit_as(office.staff(Role.TPM_BENEFICIARY_SUPPORT)):
            return progress_record(ticket.pk, TODAY)

    return of


def test_an_assignment_with_earnings_and_benefits(office, held, read):
    office.world.earnings(held.person, "2024-03", 1110, given_to=office.en, source="pay-slip")
    office.world.add(BlindPeriod(person=held.person, from_month=Month.parse("2024-01"), recorded_at=LONG_AGO))
    facts = read(held.ticket)
    assert facts.use.holdings == (Holding(Assigned.EN, date(2024, 1, 10)),)
    (row,) = facts.earnings
    assert (row.month, row.gross, row.kind, row.employer) == (
        Month.parse("2024-03"),
        111000,
        "wages",
        "Acme Bakery",
    )
    assert [(one.title, one.status) for one in facts.benefits] == [("T2", "paid")]
    assert [str(one.from_) for one in facts.blind] == ["2024-01"]


def test_what_happened_to_the_ticket(office, held, read):
    case = Case.objects.using("loader").get(pk=held.pk)
    steps = [
        ("make-inactive", date(2024, 6, 1), ("EN", "inactive")),
        ("make-active", date(2024, 9, 1), ("EN", "in-use")),
        ("fail-progress-review", date(2025, 6, 30), ("EN", "failed-progress")),
        ("reinstate", date(2025, 9, 10), ("EN", "in-use")),
    ]
    for move, day, to in reversed(steps):  # each is put before those that are there
        office.world.step(case, move, day, to=to)
    office.world.add(
        Termination(
            ticket=held.ticket,
            person=held.person,
            month=Month.parse("2026-02"),
            cause="other",
            recorded_at=LONG_AGO,
        )
    )
    use = read(held.ticket).use
    assert use.inactivities == (Inactivity(date(2024, 5, 31), date(2024, 8, 31)),)
    # Four months, then four of 2024 and four of 2025: the first period was over in April and is the one that failed.
    assert use.failures == (Failure(1, date(2025, 5, 31), reentered_on=date(2025, 9, 10)),)
    assert use.terminated_in == Month.parse("2026-02")


def test_a_case_under_cost_reimbursement_and_an_assignment_that_ended(office, read):
    person = office.world.person("Ben Cole", ssn="900017051")
    ticket = office.world.ticket(person)
    agency, _ = office.agency()
    office.cost_reimbursement(person, ticket, agency, ipe=date(2023, 9, 1), closed_on=date(2024, 2, 1))
    ended = office.world.assignment(ticket, agency, on=date(2024, 3, 5), ended_on=date(2024, 8, 20))
    enter_unassignment(office.world, ended, 1)
    assert read(ticket).use.holdings == (
        Holding(Assigned.CR, date(2023, 9, 1), date(2024, 2, 1)),
        Holding(Assigned.VREN, date(2024, 3, 5), date(2024, 8, 20), "moved"),
    )


def test_the_record_counts_and_measures(office, held, record):
    for month in ("2024-02", "2024-03", "2024-04"):
        office.world.earnings(held.person, month, 1110)
    found = record(held.ticket)
    assert (found.today.protected, found.today.since, found.today.until) == (True, date(2024, 1, 10), None)
    assert [(one.period.number, len(one.period.months), one.measure.met) for one in found.reviews] == [
        (1, 12, True),
        (2, 11, False),
    ]
    assert found.reviews[0].decision.outcome == "grant"
    assert list(found.left_out) == [] and found.known


def test_nobody_held_it(office, record):
    found = record(office.world.ticket())
    assert (found.today.protected, list(found.reviews), list(found.protected)) == (False, [], [])


def test_one_query_whatever_there_is(office, held, read):
    for month in ("2024-02", "2024-03"):
        office.world.earnings(held.person, month, 1110)
    with (
        office.unit_as(office.staff(Role.TPM_BENEFICIARY_SUPPORT)),
        CaptureQueriesContext(connection) as asked,
    ):
        progress_facts(held.ticket.pk, on=TODAY)
    assert sum("json_build_array" in one["sql"] for one in asked) == 1


def test_the_page_says_what_protects_and_what_counts(office, held, sign_in):
    office.world.earnings(held.person, "2024-02", 1110)
    client = sign_in(
        office.world.account(office.world.organisation(kind="TPM"), [Role.TPM_BENEFICIARY_SUPPORT])
    )
    page = client.get(f"/staff/tickets/{held.ticket.number}/progress/").content.decode()
    for words in (
        "Ana Ruiz",
        "January 10, 2024",
        "1 of 3 months",
        "0 of 6 months",
        "Every month counts.",
        "Reviews of work and earnings are not stopped by this.",
    ):
        assert words in page, words
    assert "1110" not in page and "1,110" not in page
    assert "/progress/" in client.get(f"/staff/tickets/{held.ticket.number}/").content.decode()
    assert client.get("/staff/tickets/TT-NONE/progress/").status_code == 404


@pytest.mark.row("I4")
def test_the_page_of_another_day(office, held, sign_in):
    """Assigned on January 10, 2024; the first period is February 2024 to January 2025."""
    client = sign_in(
        office.world.account(office.world.organisation(kind="TPM"), [Role.TPM_BENEFICIARY_SUPPORT])
    )
    here = f"/staff/tickets/{held.ticket.number}/progress/"

    def read(on):
        return "".join(client.get(here, {"on": on}).content.decode().split())

    before, after = read("01/09/2024"), read("06/15/2024")
    assert ">No<" in before and ">Yes<" not in before and "January9,2024" in before
    assert ">Yes<" in after and "0of3months" in after and "0of6months" not in after
    wrong = client.get(here, {"on": "soon"}).content.decode()
    assert "Enter a date as month/day/year" in wrong and 'value="soon"' in wrong and "0 of 6 months" in wrong
