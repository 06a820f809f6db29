"""Assigning a Ticket from a signed plan: the two rules, what is written, who may, one holder (rows D6, C8, I2)."""

from datetime import date

import pytest

from portal.kernel.models import StoredDecision, TrailEntry
from portal.policy.roles import Role
from portal.policy.ticket_states import Assigned as Holds
from portal.tickets.models import Assignment, Sight, Ticket, TicketStep, VrCase
from portal.tickets.results import Assigned, NotAssigned
from tests.policy.casework import entry, signed
from tests.replay.kept import made_again
from tests.tickets.office import Office

pytestmark = pytest.mark.row("D6", "D1")


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


def rows(model, **which):
    return model.objects.using("loader").filter(**which)


class TestWhatIsWritten:
    def test_s4_s_example_entered_in_time(self, office):
        """T-01: EN signs 2 March, the Ticketholder on 4 March, entered by the 18th."""
        person, ticket = office.beneficiary()
        answer = office.assign(person, provider="2025-12-02", holder="2025-12-04")
        assert (answer.assigned_on, answer.payment_base_on, answer.late) == (
            date(2025, 12, 4),
            date(2025, 12, 4),
            False,
        )
        row = rows(Assignment).get(pk=answer.assignment)
        assert (row.ticket_id, row.organisation_id, row.entered_on) == (
            ticket.pk,
            office.en.pk,
            date(2025, 12, 15),
        )
        assert (row.system, row.ended_on) == ("outcome-milestone", None)

    def test_the_15th_day_moves_the_payment_base_and_not_the_assignment_date(self, office):
        """T-02: protection runs from the signature."""
        person, _ = office.beneficiary()
        answer = office.assign(person, provider="2025-11-28", holder="2025-11-30")
        assert (answer.assigned_on, answer.payment_base_on, answer.late) == (
            date(2025, 11, 30),
            date(2025, 12, 15),
            True,
        )

    def test_the_ticket_moves_and_the_provider_sees_the_person(self, office):
        person, ticket = office.beneficiary()
        office.assign(person)
        ticket.refresh_from_db(using="loader")
        assert (ticket.assignment_state, ticket.use_state) == ("EN", "in-use")
        step = rows(TicketStep).get(ticket=ticket)
        assert (step.move, step.effective_on, step.entered_on) == (
            "assign",
            date(2025, 12, 12),
            date(2025, 12, 15),
        )
        assert rows(Sight).get(person=person).from_on == date(2025, 12, 12)

    def test_both_decisions_are_kept_and_replay_to_the_same_answer(self, office):
        person, _ = office.beneficiary()
        answer = office.assign(person)
        first, second = rows(StoredDecision, subject=answer.assignment).order_by("rule")
        made_again("assignability", "assignment-entry")
        assert (first.outcome, second.outcome) == ("grant", "grant")
        assert "Pat Lee" not in str(second.facts)

    def test_asked_for_twice_it_is_done_once(self, office):
        person, _ = office.beneficiary()
        plan = office.plan(person)
        assert office.assign(plan=plan) == office.assign(plan=plan)
        assert rows(Assignment).count() == rows(TicketStep).count() == 1

    def test_who_comes_back_is_seen_again(self, office):
        person, ticket = office.beneficiary()
        office.world.assignment(ticket, office.en, on=date(2024, 1, 10), ended_on=date(2025, 6, 1))
        rows(Sight).update(until_on=date(2025, 7, 1))
        office.assign(person)
        sight = rows(Sight).get()
        assert (sight.from_on, sight.until_on) == (date(2024, 1, 10), None)


class TestRefused:
    def test_one_signature_is_not_valid(self, office):
        """T-03."""
        person, _ = office.beneficiary()
        answer = office.assign(person, holder=None)
        assert "signed and dated" in answer.sentence
        assert not rows(Assignment).exists()
        assert rows(TrailEntry, kind="assignment-refused").count() == 1

    def test_a_network_under_review_sends_the_plan(self, office):
        """T-04."""
        office.under_review()
        person, _ = office.beneficiary()
        assert "Send the plan to Program Integrity" in office.assign(person).sentence

    def test_program_integrity_enters_it_for_the_network_under_review(self, office):
        office.under_review()
        person, _ = office.beneficiary()
        reviewer = office.staff(Role.TPM_INTEGRITY_REVIEWER)
        answer = office.assign(person, actor=reviewer, entered_on=date(2025, 12, 13))
        assert isinstance(answer, Assigned)
        assert rows(Assignment).get().entered_on == date(2025, 12, 13)

    @pytest.mark.parametrize("role", [Role.EN_PAYMENTS_CLERK, Role.TPM_PAYMENTS_ANALYST, Role.AUDITOR])
    def test_other_roles_do_not_assign(self, office, role):
        person, _ = office.beneficiary()
        actor = office.person(role) if role is Role.EN_PAYMENTS_CLERK else office.staff(role)
        assert isinstance(office.assign(person, actor=actor), NotAssigned)
        assert not rows(Assignment).exists()

    def test_a_provider_assigns_to_itself_alone(self, office):
        person, _ = office.beneficiary()
        other = office.counsellor_of(office.world.organisation())
        assert isinstance(office.assign(person, actor=other), NotAssigned)

    def test_65_from_the_month_it_is_attained(self, office):
        """T-05: born on 1 January 1961, 65 is attained in December 2025."""
        person, _ = office.beneficiary(born="1961-01-01")
        answer = office.assign(person)
        assert "65" in answer.sentence

    def test_another_provider_holds_it_and_is_not_named(self, office):
        person, ticket = office.beneficiary()
        other = office.world.organisation("Hidden Hopes")
        office.world.assignment(ticket, other)
        answer = office.assign(person)
        assert "not assigned to another provider" in answer.sentence
        assert "Hidden" not in str(answer.decisions) and other.number not in str(answer.decisions)
        assert "2025-01-10" not in str(answer.decisions)

    def test_an_open_case_of_an_agency_bars_a_network(self, office):
        """T-06: no agency is named."""
        person, ticket = office.beneficiary()
        agency = office.world.organisation("State Agency", "SVRA")
        office.cost_reimbursement(person, ticket, agency)
        answer = office.assign(person)
        assert "cost-reimbursement case is open" in answer.sentence
        assert "State Agency" not in str(answer) and agency.number not in str(answer)

    def test_nobody_without_a_ticket(self, office):
        person = office.world.person()
        assert isinstance(office.assign(person), NotAssigned)

    def test_a_terminated_ticket(self, office):
        person, ticket = office.beneficiary()
        office.terminated(ticket, "2025-11")
        assert "not terminated" in office.assign(person).sentence

    def test_an_agreement_that_ended(self, office):
        person, _ = office.beneficiary()
        office.agreement_until(date(2025, 12, 1))
        assert "agreement" in office.assign(person).sentence

    def test_a_signer_whose_clearance_ended_the_day_before(self, office):
        person, _ = office.beneficiary()
        facts = entry(signatures=signed())
        signer = facts.signatures.signer
        late = signer._replace(clearance=signer.clearance._replace(expires_on=date(2025, 12, 9)))
        plan = office.plan(person, entry(signatures=signed(signer=late)))
        assert "clearance" in office.assign(plan=plan).sentence

    def test_a_day_that_another_assignment_covers_later(self, office):
        """Signed before somebody else had it for a week: the database holds one holder a day."""
        person, ticket = office.beneficiary()
        office.world.assignment(
            ticket, office.world.organisation(), on=date(2025, 12, 13), ended_on=date(2025, 12, 14)
        )
        answer = office.assign(person, provider="2025-12-02", holder="2025-12-04")
        assert "another provider" in answer.sentence
        ticket.refresh_from_db(using="loader")
        assert ticket.assignment_state == "none"
        assert not rows(TicketStep).exists()


class TestAgencies:
    def test_an_agency_that_found_the_person_eligible_takes_the_assignment(self, office):
        person, ticket = office.beneficiary()
        agency, user = office.agency()
        answer = office.assign(plan=office.plan(person, organisation=agency, vr_eligible=True), actor=user)
        assert isinstance(answer, Assigned)
        ticket.refresh_from_db(using="loader")
        assert ticket.assignment_state == Holds.VREN

    def test_eligibility_is_asked_for(self, office):
        person, _ = office.beneficiary()
        agency, user = office.agency()
        answer = office.assign(plan=office.plan(person, organisation=agency), actor=user)
        assert "Record the agency's finding" in answer.sentence

    @pytest.mark.parametrize(("ipe", "allowed"), [(date(2025, 9, 13), True), (date(2025, 9, 12), False)])
    def test_its_own_case_is_changed_within_90_days_of_the_ipe(self, office, ipe, allowed):
        person, ticket = office.beneficiary()
        agency, user = office.agency()
        office.cost_reimbursement(person, ticket, agency, ipe)
        plan = office.plan(person, organisation=agency, vr_eligible=True)
        answer = office.assign(plan=plan, actor=user)
        assert isinstance(answer, Assigned) is allowed
        ticket.refresh_from_db(using="loader")
        assert ticket.assignment_state == ("VREN" if allowed else "cost-reimbursement")
        assert (rows(VrCase).get().superseded_at is not None) is allowed

    def test_a_case_it_closed_bars_it_and_no_other_agency(self, office):
        """T-07."""
        person, ticket = office.beneficiary()
        agency, user = office.agency()
        office.cost_reimbursement(person, ticket, agency, closed_on=date(2025, 10, 1))
        rows(Ticket).update(assignment_state="none", use_state="not-in-use")
        refused = office.assign(plan=office.plan(person, organisation=agency, vr_eligible=True), actor=user)
        assert "closed that case" in refused.sentence
        other, colleague = office.agency()
        answer = office.assign(
            plan=office.plan(person, organisation=other, vr_eligible=True), actor=colleague
        )
        assert isinstance(answer, Assigned)
