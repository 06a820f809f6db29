"""Two at once on one Ticket: one wins, the other gets a sentence (rows D6, D13)."""

from datetime import date

import pytest

from portal.kernel.ids import new_id
from portal.policy.ticket_moves import By
from portal.policy.unassignment import Asker
from portal.tickets.models import Assignment, Ticket, TicketStep, Unassignment
from portal.tickets.results import Assigned, NotAssigned, Unassigned
from portal.tickets.services import assign as assigning
from portal.tickets.services.unassign import Asked, take_out
from tests.races.starting import at_once
from tests.tickets.office import Office

pytestmark = pytest.mark.row("D6", "D13")


@pytest.fixture
def office(world, unit_as) -> Office:
    return Office(world, unit_as)


def test_two_networks_assign_one_ticket(office):
    person, _ = office.beneficiary()
    other = office.world.organisation()
    colleague = office.counsellor_of(other)
    theirs = office.plan(person, organisation=other)
    ours = office.plan(person)
    answers = at_once([lambda: office.assign(plan=ours), lambda: office.assign(plan=theirs, actor=colleague)])
    assert sorted(type(one).__name__ for one in answers) == ["Assigned", "NotAssigned"]
    lost = next(one for one in answers if isinstance(one, NotAssigned))
    assert "another provider" in lost.sentence
    assert Assignment.objects.using("loader").count() == TicketStep.objects.using("loader").count() == 1


def test_a_writer_without_the_lock_is_met_by_the_database(office, monkeypatch):
    """As if the other had come between judging and writing: the constraint speaks, and nothing half-done stays."""
    person, ticket = office.beneficiary()
    other = office.world.organisation()
    row = assigning._row

    def overtaken(*args):
        office.world.assignment(ticket, other, on=date(2025, 12, 14))
        Ticket.objects.using("loader").update(assignment_state="none", use_state="not-in-use")
        return row(*args)

    monkeypatch.setattr(assigning, "_row", overtaken)
    answer = office.assign(person)
    assert answer == NotAssigned(assigning.LOST)
    assert not TicketStep.objects.using("loader").exists()
    ticket.refresh_from_db(using="loader")
    assert ticket.assignment_state == "none"


def test_unassigned_while_another_assigns(office):
    """Whichever comes first, the Ticket has one holder at most, and the history tells it."""
    held = office.held()
    other = office.world.organisation()
    colleague = office.counsellor_of(other)
    plan = office.plan(held.person, organisation=other, facts=office.signed_today(), case=new_id())

    def leave():
        with office.unit_as(office.counsellor):
            return take_out(asked=Asked(held.pk, Asker.PROVIDER, "provider-unable"), by=By.EN)

    left, came = at_once([leave, lambda: office.assign(plan=plan, actor=colleague)])
    assert isinstance(left, Unassigned)
    open_now = Assignment.objects.using("loader").filter(ended_on=None)
    assert [row.organisation_id for row in open_now] == ([other.pk] if isinstance(came, Assigned) else [])


def test_two_colleagues_unassign_at_once(office):
    held = office.held()

    def leave():
        with office.unit_as(office.counsellor):
            return take_out(asked=Asked(held.pk, Asker.PROVIDER, "lost-contact"), by=By.EN)

    first, second = at_once([leave, leave])
    assert first == second
    assert Unassignment.objects.using("loader").count() == 1
