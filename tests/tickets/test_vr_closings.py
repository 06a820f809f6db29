"""Cost-reimbursement cases closed, taken by somebody else, and closings put right (rows C6, E9)."""

import pytest
from django.db import connections

from portal.kernel.actor import SYSTEM
from portal.kernel.models import TrailEntry
from portal.payments.jobs import JUDGE_PERSON
from portal.tickets.models import Assignment, Ticket, TicketStep, VrCase, VrClosure
from portal.tickets.results import Assigned, VrCaseClosed
from portal.tickets.services.use_state import end_extension
from tests.policy.casework import day
from tests.races.starting import at_once
from tests.replay.kept import made_again
from tests.tickets.agency import Agency, last_of
from tests.tickets.office import Office

pytestmark = pytest.mark.row("C6", "E9")


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


@pytest.fixture
def agency(office) -> Agency:
    return Agency(office)


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


def stands() -> tuple[str, str]:
    row = rows(Ticket).get()
    return row.assignment_state, row.use_state


def judged_again() -> list[str]:
    """The people whose payments are queued to be judged again."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [JUDGE_PERSON])
        return [subject for (subject,) in cursor.fetchall()]


class TestClosing:
    @pytest.mark.parametrize(("employed", "open_from"), [(True, "2027-06-10"), (False, None)])
    def test_what_follows(self, office, agency, employed, open_from):
        person, _ = office.beneficiary()
        row = agency.opened(person)
        answer = agency.close(row, "12-10", employed)
        assert answer == VrCaseClosed(
            row.number, day("12-10"), day("2026-03-11"), open_from and day(open_from)
        )
        closed = agency.now(row)
        assert (closed.closed_on, closed.employed, closed.case) == (day("12-10"), employed, row.case)
        row.refresh_from_db(using="loader")
        assert (row.closed_on, row.superseded_at is None) == (None, False)
        found = rows(VrClosure).get()
        assert (found.closed_on, found.successful, found.vr_case_id) == (day("12-10"), employed, closed.pk)
        assert stands() == ("none", "extended")

    def test_a_case_while_not_in_use_leads_to_no_extension(self, office, agency):
        person, _ = office.beneficiary()
        row = agency.opened(person)
        to = ("cost-reimbursement", "inactive")
        office.world.ticket_step(rows(Ticket).get(), "make-inactive", day("12-01"), to=to)
        assert agency.close(row, "12-10", employed=False).extended_until is None
        assert stands() == ("none", "not-in-use")

    def test_a_case_without_a_ticket_is_closed_too(self, office, agency):
        row = agency.opened(office.world.person())
        assert agency.close(row, "12-10").extended_until is None
        assert rows(VrClosure).get().successful

    def test_twice_is_told(self, office, agency):
        person, _ = office.beneficiary()
        row = agency.opened(person)
        agency.close(row, "12-10")
        answer = agency.close(agency.now(row), "12-11")
        assert answer.sentence.startswith("This is not met: The case is open.")
        assert rows(VrClosure).count() == 1
        assert rows(TrailEntry, kind="vr-case-refused").exists()

    @pytest.mark.parametrize(
        ("on", "employed", "sentence"),
        [
            ("09-30", True, "no earlier than the day on which the case was opened"),
            ("12-16", True, "not in the future"),
            (None, True, "Missing: the day of the closing"),
            ("12-10", None, "Missing: whether the person was employed"),
        ],
    )
    def test_wrong_or_missing_facts_close_nothing(self, office, agency, on, employed, sentence):
        person, _ = office.beneficiary()
        row = agency.opened(person)
        assert sentence in agency.close(row, on, employed).sentence
        assert agency.now(row).closed_on is None and stands() == ("cost-reimbursement", "in-use")

    def test_another_agency_s_case_is_not_there(self, office, agency):
        person, _ = office.beneficiary()
        row, other = agency.opened(person), Agency(office)
        assert "no such case of your agency" in agency.close(row, "12-10", actor=other.user).sentence
        assert "Your role does not include" in agency.close(row, "12-10", actor=office.counsellor).sentence
        assert agency.now(row).closed_on is None

    def test_two_colleagues_at_once_close_it_once(self, office, agency):
        person, _ = office.beneficiary()
        row = agency.opened(person)
        answers = at_once([lambda on=on: agency.close(row, on) for on in ("12-10", "12-11")])
        assert sorted(type(one).__name__ for one in answers) == ["NotDone", "VrCaseClosed"]
        assert rows(VrClosure).count() == 1

    def test_a_page_that_is_out_of_date_closes_nothing(self, office, agency):
        """The case was closed and taken back while the page was open."""
        person, _ = office.beneficiary()
        row = agency.opened(person)
        agency.close(row, "12-10")
        agency.correct(agency.now(row), None)
        assert "changed this case while you had it open" in agency.close(row, "12-11").sentence
        assert agency.now(row).closed_on is None


class TestAfterTheClosing:
    def test_a_network_takes_the_ticket_without_cash_benefit_in_the_90_days(self, office, agency):
        """The condition of a cash benefit does not hold after a cost-reimbursement closure (AS-09)."""
        person = office.world.person()
        office.world.ticket(person)
        office.world.benefits(person, status="suspended-other")
        row = agency.opened(person, "09-01", "09-02")
        agency.close(row, "12-10")
        assert isinstance(office.assign(person), Assigned)
        assert stands() == ("EN", "in-use")

    def test_and_not_on_a_day_on_which_the_case_was_open(self, office, agency):
        person, _ = office.beneficiary()
        row = agency.opened(person, "09-01", "09-02")
        agency.close(row, "12-13")
        assert "cost-reimbursement case is open" in office.assign(person).sentence

    def test_the_agency_that_closed_it_may_not(self, office, agency):
        person, _ = office.beneficiary()
        agency.close(agency.opened(person, "09-01", "09-02"), "12-01")
        case = agency.world.case(person, agency.row, closed_on=day("12-01"))
        answer = agency.take(agency.form(case, "12-01", elects_assignment=True))
        failed = {one["name"] for it in answer.decisions for one in it["checks"] if one["state"] == "failed"}
        assert failed == {
            "ticket-assignable-for-employment-network-payment",
            "no-cost-reimbursement-case-closed-by-you",
        }
        assert not rows(Assignment).exists()


class TestCorrecting:
    @pytest.fixture
    def closed(self, office, agency) -> VrCase:
        person, _ = office.beneficiary()
        row = agency.opened(person)
        agency.close(row, "12-01", employed=False)
        return agency.now(row)

    def test_date_and_status_are_new_facts_beside_the_old(self, agency, closed):
        answer = agency.correct(closed, "12-10", employed=True)
        assert answer == VrCaseClosed(closed.number, day("12-10"), day("2026-03-11"), day("2027-06-10"))
        recorded = rows(VrCase).order_by("recorded_at").values_list("closed_on", "employed", "superseded_at")
        assert [one[:2] for one in recorded] == [
            (None, None),
            (day("12-01"), False),
            (day("12-10"), True),
        ]
        assert [one[2] is None for one in recorded] == [False, False, True]
        kept = rows(VrClosure, superseded_at=None).get()
        assert (kept.closed_on, kept.successful) == (day("12-10"), True)
        assert last_of(rows(TicketStep))[-1] == ("correct-closing", day("12-10"))
        made_again("ssa-1365", "vr-case-closing", "vr-case-correction")
        assert stands() == ("none", "extended")

    def test_an_extension_that_was_over_goes_on_by_the_right_day(self, office, agency):
        person, ticket = office.beneficiary()
        row = agency.opened(person, "03-03", "03-04")
        agency.close(row, "09-01")
        with office.unit_as(SYSTEM):
            end_extension(ticket=ticket.pk)
        assert stands() == ("none", "not-in-use")
        agency.correct(agency.now(row), "12-01", employed=True)
        assert stands() == ("none", "extended")
        with office.unit_as(SYSTEM):
            assert "90 days" in end_extension(ticket=ticket.pk).sentence

    @pytest.mark.row("L6")
    def test_what_may_have_been_paid_by_the_wrong_closing_is_judged_again(self, office, agency, closed):
        agency.correct(closed, closed.closed_on.isoformat()[5:], employed=closed.employed)
        assert judged_again() == []
        agency.correct(closed, "12-02", employed=False)
        assert judged_again() == [str(closed.person_id)]

    def test_a_closing_that_never_was_is_taken_back(self, agency, closed):
        answer = agency.correct(closed, None)
        assert answer == VrCaseClosed(closed.number, None)
        assert stands() == ("cost-reimbursement", "in-use")
        assert agency.now(closed).closed_on is None
        assert not rows(VrClosure, superseded_at=None).exists()
        assert last_of(rows(TicketStep))[-1] == ("reopen-case", day("12-01"))

    def test_where_a_network_took_the_ticket_only_the_facts_change(self, office, agency, closed):
        office.assign(closed.person)
        assert stands() == ("EN", "in-use")
        assert isinstance(agency.correct(closed, "11-20", employed=True), VrCaseClosed)
        assert stands() == ("EN", "in-use")
        assert rows(VrClosure, superseded_at=None).get().successful
        refused = agency.correct(agency.now(closed), None)
        assert "Nobody took the Ticket" in refused.sentence
        assert office.en.number not in str(refused)

    def test_what_is_right_already_and_what_is_another_s(self, office, agency, closed):
        assert "differs from what is on record" in agency.correct(closed, "12-01", employed=False).sentence
        other = Agency(office)
        assert "no such case" in agency.correct(closed, "12-10", actor=other.user).sentence

    def test_an_open_case_has_no_closing(self, office, agency):
        row = agency.opened(office.world.person())
        assert "there is a closing to correct" in agency.correct(row, "12-10", employed=True).sentence

    def test_two_at_once_correct_it_once(self, agency, closed):
        answers = at_once(
            [lambda on=on: agency.correct(closed, on, employed=True) for on in ("12-09", "12-10")]
        )
        assert sorted(type(one).__name__ for one in answers) == ["NotDone", "VrCaseClosed"]
        assert rows(VrClosure, superseded_at=None).count() == 1


def test_a_termination_leaves_the_case_to_be_closed(office, agency):
    person, ticket = office.beneficiary()
    row = agency.opened(person)
    office.terminated(ticket, "2025-11")
    assert agency.close(row, "12-10").extended_until is None
    assert agency.now(row).closed_on == day("12-10")
