"""Form SSA-1365: a case opened, a Ticket assigned, a case changed to an assignment (rows C6, E9, D6)."""

import pytest
from django.db import IntegrityError, transaction

from portal.kernel.actor import SYSTEM
from portal.kernel.models import StoredDecision, TrailEntry
from portal.policy.roles import Role
from portal.tickets.history import stands_on
from portal.tickets.models import Assignment, Sight, Ticket, TicketStep, VrCase
from portal.tickets.results import Assigned, Moved, NotDone, VrCaseOpened
from portal.tickets.services import agency_form
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


class TestOpening:
    def test_a_case_is_open_from_the_ipe_and_the_ticket_is_in_use(self, office, agency):
        person, _ = office.beneficiary()
        case = agency.case(person)
        answer = agency.take(agency.form(case))
        assert answer == VrCaseOpened(answer.number, day("12-01"), day("2026-03-01"))
        row = rows(VrCase).get()
        assert (row.case, row.opened_on, row.ipe_signed_on) == (case.pk, day("12-01"), day("12-01"))
        assert (row.person_id, row.organisation_id, row.by_name) == (
            person.pk,
            agency.row.pk,
            agency.user.name,
        )
        assert stands() == ("cost-reimbursement", "in-use")
        step = rows(TicketStep).get()
        assert (step.move, step.effective_on, step.organisation_id) == (
            "open-case",
            day("12-01"),
            agency.row.pk,
        )
        # The Ticket is not assigned: nobody gets sight of the person by it.
        assert not rows(Assignment).exists() and not rows(Sight).exists()

    def test_it_needs_no_ticket_that_can_be_assigned_and_no_ticket_at_all(self, office, agency):
        nobody_s = office.world.person()
        assert isinstance(agency.take(agency.form(agency.case(nobody_s))), VrCaseOpened)
        person, ticket = office.beneficiary()
        office.terminated(ticket, "2025-06")
        assert isinstance(agency.take(agency.form(agency.case(person))), VrCaseOpened)
        assert not rows(TicketStep).exists()
        assert rows(VrCase).count() == 2

    def test_every_failed_rule_is_in_the_decision_and_what_is_another_s_is_not_told(self, office, agency):
        person, ticket = office.beneficiary()
        office.world.assignment(ticket, office.en)
        rows(Ticket).update(assignment_state="EN", use_state="in-use")
        answer = agency.take(agency.form(agency.case(person), "12-16"))
        failed = {one["name"] for one in answer.decisions[0]["checks"] if one["state"] == "failed"}
        assert failed == {
            "ipe-signed-by-today",
            "signatures-in-order-of-time",
            "not-assigned-from-the-ipe-on",
        }
        assert "Our EN" not in str(answer) and office.en.number not in str(answer)
        assert not rows(VrCase).exists()
        assert rows(TrailEntry, kind="agency-form-refused").exists()

    def test_the_decision_is_kept_without_names_and_replays(self, office, agency):
        person, _ = office.beneficiary()
        agency.take(agency.form(agency.case(person)))
        stored = rows(StoredDecision, rule="ssa-1365").get()
        assert "Robin Roe" not in str(stored.facts) and "Pat Lee" not in str(stored.facts)
        made_again("ssa-1365")
        assert stored.outcome == "grant"

    def test_a_second_agency_is_refused(self, office, agency):
        person, _ = office.beneficiary()
        agency.opened(person)
        other = Agency(office)
        answer = other.take(other.form(other.case(person)))
        assert "No cost-reimbursement case is open" in answer.sentence
        assert rows(VrCase).count() == 1

    @pytest.mark.parametrize("role", [Role.EN_COUNSELLOR, Role.EN_ADMINISTRATOR, Role.EN_PAYMENTS_CLERK])
    def test_a_network_opens_none(self, office, agency, role):
        person, _ = office.beneficiary()
        actor = office.person(role)
        assert agency.take(agency.form(agency.case(person)), actor) == NotDone(agency_form.NOT_YOURS)
        assert not rows(VrCase).exists()

    def test_two_agencies_at_once_open_one_case(self, office, agency):
        person, _ = office.beneficiary()
        other = Agency(office)
        forms = [(one, one.form(one.case(person))) for one in (agency, other)]
        answers = at_once([lambda one=one, form=form: one.take(form) for one, form in forms])
        assert sorted(type(one).__name__ for one in answers) == ["NotDone", "VrCaseOpened"]
        assert rows(VrCase).count() == rows(TicketStep).count() == 1

    def test_a_writer_without_the_lock_is_met_by_the_database(self, office, agency, monkeypatch):
        person, _ = office.beneficiary()
        other = office.world.organisation(kind="SVRA")
        judged = agency_form._judge

        def overtaken(*args):
            answer = judged(*args)
            office.world.vr_case(person, other, opened_on=day("12-02"))
            return answer

        monkeypatch.setattr(agency_form, "_judge", overtaken)
        assert agency.take(agency.form(agency.case(person))) == NotDone(agency_form.LOST)
        assert stands() == ("none", "not-in-use") and not rows(TicketStep).exists()

    def test_the_database_holds_one_open_case_a_person(self, office, agency):
        person, _ = office.beneficiary()
        agency.opened(person)
        with pytest.raises(IntegrityError, match="vr_case_one_open"), transaction.atomic(using="loader"):
            office.world.vr_case(person, agency.row, opened_on=day("12-02"))


class TestTheOtherOption:
    def test_the_ticket_is_assigned_in_the_elected_system(self, office, agency):
        person, _ = office.beneficiary()
        case = agency.case(person)
        answer = agency.take(agency.form(case, elects_assignment=True))
        assert isinstance(answer, Assigned)
        row = rows(Assignment).get()
        assert (row.pk, row.system, row.assigned_on) == (case.pk, "outcome-milestone", day("12-03"))
        assert stands() == ("VREN", "in-use")
        assert not rows(VrCase).exists()

    def test_every_decision_comes_back_where_one_refuses(self, office, agency):
        person = office.world.person()
        office.world.ticket(person)
        answer = agency.take(agency.form(agency.case(person), elects_assignment=True))
        assert isinstance(answer, NotDone)
        assert "can be assigned, or the agency serves the case under cost reimbursement" in answer.sentence

    @pytest.mark.parametrize(("ipe", "changes"), [("09-13", True), ("09-12", False)])
    def test_the_own_case_changes_within_90_days_and_becomes_the_assignment(
        self, office, agency, ipe, changes
    ):
        person, _ = office.beneficiary()
        row = agency.opened(person, ipe, ipe)
        case = agency.world.case(person, agency.row, closed_on=day("12-01"))
        form = agency.form(case, ipe, "12-12", elects_assignment=True)
        answer = agency.take(form)
        assert isinstance(answer, Assigned) is changes
        row.refresh_from_db(using="loader")
        if changes:
            assert row.changed_on == day("12-12") and row.superseded_at is not None
            assert stands() == ("VREN", "in-use")
            assert last_of(rows(TicketStep)) == [
                ("open-case", day(ipe)),
                ("change-to-assignment", day("12-12")),
            ]
        else:
            assert row.superseded_at is None and stands() == ("cost-reimbursement", "in-use")

    def test_never_back_from_assignment_to_cost_reimbursement(self, office, agency):
        person, _ = office.beneficiary()
        agency.take(agency.form(agency.case(person), elects_assignment=True))
        case = agency.world.case(person, agency.row, closed_on=day("12-01"))
        answer = agency.take(agency.form(case))
        assert "not assigned to a provider on the day of the IPE or later" in answer.sentence


@pytest.mark.row("I4")
def test_a_case_backdated_behind_the_end_of_the_extension_is_in_use_from_its_plan_on(office, agency):
    """The extension's end is entered on day 91; the form that comes later says that the IPE was signed before it."""
    held = office.held()
    office.left_on(held, day("09-15"))
    with office.unit_as(SYSTEM):
        assert isinstance(end_extension(ticket=held.ticket_id), Moved)
    agency.opened(held.person, "12-01", "12-02")
    with office.unit_as(office.staff(Role.TPM_BENEFICIARY_SUPPORT), reading=True):
        words = [stands_on(held.ticket_id, day(on)).words for on in ("11-30", "12-01", "12-15")]
    assert words == ["Not Assigned In Use Extended", "In Use SVR", "In Use SVR"]
    assert (rows(Ticket).get().assignment_state, rows(Ticket).get().use_state) == (
        "cost-reimbursement",
        "in-use",
    )
