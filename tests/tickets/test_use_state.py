"""Inactive on request and active again, the end of the extension, termination: each with its history (rows I4, D13)."""

from datetime import date

import pytest

from portal.casework.models import Case
from portal.casework.services.end_ticket import end_ticket
from portal.kernel.actor import SYSTEM
from portal.policy.core import Month
from portal.policy.roles import Role
from portal.tickets.history import stands_on
from portal.tickets.models import Assignment, Person, Termination, Ticket, TicketStep
from portal.tickets.results import Ended, Moved, Refused
from portal.tickets.services.use_state import change_use, end_extension, over
from tests.tickets.office import Office

pytestmark = pytest.mark.row("I4", "D13")
TODAY = date(2025, 12, 15)


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


@pytest.fixture
def held(office):
    return office.held()


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


class TestOnRequest:
    def change(self, office, held, move, actor=None):
        with office.unit_as(actor or office.staff(Role.TPM_BENEFICIARY_SUPPORT)):
            return change_use(ticket=held.ticket_id, move=move, requested_on=TODAY, cause="letter")

    def test_inactive_from_the_first_of_the_next_month_and_in_use_until_then(self, office, held):
        office.world.step(Case.objects.using("loader").get(pk=held.pk), "assign", date(2025, 1, 10))
        assert isinstance(self.change(office, held, "make-inactive"), Moved)
        step = rows(TicketStep, move="make-inactive").get()
        assert (step.effective_on, step.organisation_id) == (date(2026, 1, 1), office.en.pk)
        with office.unit_as(office.counsellor, reading=True):
            before = stands_on(held.ticket_id, date(2025, 12, 31))
            after = stands_on(held.ticket_id, date(2026, 1, 1))
        assert (before.words, before.protected) == ("Assigned In Use", True)
        assert "Inactive" in after.words and not after.protected

    def test_and_active_again(self, office, held):
        self.change(office, held, "make-inactive")
        assert isinstance(self.change(office, held, "make-active"), Moved)
        assert rows(Ticket).get().use_state == "in-use"

    def test_what_is_active_is_not_made_active(self, office, held):
        answer = self.change(office, held, "make-active")
        assert isinstance(answer, Refused) and "not possible from there" in answer.sentence

    @pytest.mark.parametrize("role", [Role.TPM_PAYMENTS_ANALYST, Role.AUDITOR, Role.EN_COUNSELLOR])
    def test_nobody_else_changes_it(self, office, held, role):
        actor = office.person(role) if role is Role.EN_COUNSELLOR else office.staff(role)
        assert self.change(office, held, "make-inactive", actor) is None
        assert not rows(TicketStep).exists()


class TestExtension:
    @pytest.mark.parametrize(("left_on", "ended"), [(date(2025, 9, 15), True), (date(2025, 9, 16), False)])
    def test_on_day_91_it_is_not_in_use(self, office, held, left_on, ended):
        office.left_on(held, left_on)
        with office.unit_as(SYSTEM):
            found = over()
            answer = end_extension(ticket=held.ticket_id)
        assert found == ([held.ticket_id] if ended else [])
        assert isinstance(answer, Moved if ended else Refused)
        assert rows(Ticket).get().use_state == ("not-in-use" if ended else "extended")
        if ended:
            step = rows(TicketStep, move="extension-ends").get()
            assert (step.effective_on, step.by) == (TODAY, "system")

    def test_a_ticket_taken_meanwhile_stays_in_use(self, office, held):
        office.left_on(held, date(2025, 9, 1))
        other = office.world.organisation()
        plan = office.plan(held.person, organisation=other)
        office.assign(plan=plan, actor=office.counsellor_of(other))
        with office.unit_as(SYSTEM):
            assert (over(), end_extension(ticket=held.ticket_id)) == ([], None)
        assert rows(Ticket).get().use_state == "in-use"


class TestTermination:
    def end(self, office, held, actor=None, month="2025-12", cause="medical-cessation"):
        with office.unit_as(actor or office.staff(Role.SSA_SERVICES_SPECIALIST)):
            return end_ticket(ticket=held.ticket_id, month=Month.parse(month), cause=cause)

    def test_it_is_final_and_what_held_it_ends_with_it(self, office, held):
        assert self.end(office, held) == Ended(date(2025, 12, 1), held.pk)
        ticket = rows(Ticket).get()
        assert (ticket.assignment_state, ticket.use_state) == ("none", "not-in-use")
        assert str(rows(Termination).get().month) == "2025-12"
        assert rows(Assignment).get().ended_on == date(2025, 12, 1)
        case = rows(Case).get()
        assert (case.closed_on, case.closed_why) == (date(2025, 12, 1), "terminated")
        again = self.end(office, held)
        assert isinstance(again, Refused) and "has terminated" in again.sentence

    def test_after_a_death_it_protects_through_the_day_of_it(self, office, held):
        rows(Person).update(died_on=date(2025, 12, 9))
        assert self.end(office, held, cause="death").effective_on == date(2025, 12, 10)

    def test_a_termination_before_the_assignment_began_empties_it(self, office, held):
        assert self.end(office, held, month="2024-06").effective_on == date(2024, 6, 1)
        assert rows(Assignment).get().ended_on == rows(Assignment).get().assigned_on

    @pytest.mark.parametrize("role", [Role.TPM_INTEGRITY_REVIEWER, Role.AUDITOR])
    def test_only_social_security_ends_a_ticket(self, office, held, role):
        assert self.end(office, held, office.staff(role)) is None
        assert not rows(Termination).exists()

    def test_a_terminated_ticket_is_never_assigned_again(self, office, held):
        self.end(office, held)
        other = office.world.organisation()
        plan = office.plan(held.person, organisation=other)
        answer = office.assign(plan=plan, actor=office.counsellor_of(other))
        assert "not terminated" in answer.sentence
