"""The contact phase follows the milestones by itself: what payments know is told to the case (row J11)."""

from datetime import date

import pytest
from django.db import connections

from portal.casework.kinds import CONTACT_DUE, STALE_TICKET
from portal.casework.models import ContactNote, PhaseBasis
from portal.casework.sealing import seal
from portal.casework.services.phase_basis import ask_for
from portal.kernel.actor import SYSTEM
from portal.kernel.models import Duty
from portal.payments import jobs
from portal.payments.models import Award
from portal.payments.services.tell_phase import TELL_PHASE
from portal.policy.core import Month
from tests.world import LONG_AGO, TODAY

pytestmark = pytest.mark.row("J11", "D10")
MONTHS = [f"2025-{month:02}" for month in range(2, 12)]


@pytest.fixture
def held(world):
    """A Ticket held since 10 January 2025, with nothing earned yet."""
    person, _, assignment = world.holder(world.organisation())
    return world, person, assignment


def told(assignment):
    jobs.tell_phase(str(assignment.pk), "system")
    return PhaseBasis.objects.using("loader").get(case=assignment.pk)


def noted(assignment, day):
    note = ContactNote(
        case_id=assignment.pk,
        organisation_id=assignment.organisation_id,
        person_id=assignment.person_id,
        happened_on=day,
        method="telephone",
        two_way=True,
        recorded_at=LONG_AGO,
        recorded_by_name="Somebody",
    )
    note.purpose = seal(note, "purpose", "Job search")
    return note


def due(assignment, kind):
    return Duty.objects.using("loader").get(subject=assignment.pk, kind=kind, closed_at=None).due_on


def test_without_earnings_every_milestone_is_open(held):
    _, _, assignment = held
    basis = told(assignment)
    assert [(one["kind"], one["available"], one["attained_in"]) for one in basis.milestones] == [
        (kind, True, None) for kind in ("P1M1", "P1M2", "P1M3", "P1M4")
    ]
    assert (basis.level_months, basis.last_paid_on) == ([], None)
    assert due(assignment, CONTACT_DUE) == date(2025, 2, 10)
    assert due(assignment, STALE_TICKET) == date(2028, 1, 10)


def test_nine_months_at_the_level_finish_phase_1_and_the_next_contact_is_a_quarter_away(held):
    world, person, assignment = held
    for month in MONTHS[:8]:
        world.earnings(person, month, 1500)
    attained = {one["kind"]: one["attained_in"] for one in told(assignment).milestones}
    assert attained == {"P1M1": "2025-02", "P1M2": "2025-04", "P1M3": "2025-07", "P1M4": None}
    world.earnings(person, MONTHS[8], 1500)
    basis = told(assignment)
    assert {one["kind"]: one["attained_in"] for one in basis.milestones}["P1M4"] == "2025-10"
    assert len(basis.level_months) == 9
    # The ongoing phase begins in November, after the contact that was due in February.
    assert due(assignment, CONTACT_DUE) == date(2025, 2, 10)
    ContactNote.objects.using("loader").bulk_create([noted(assignment, date(2025, 12, 1))])
    told(assignment)
    assert due(assignment, CONTACT_DUE) == date(2026, 3, 1)


def test_a_month_below_the_level_counts_for_nothing(held):
    world, person, assignment = held
    world.earnings(person, "2025-02", 1159)
    world.earnings(person, "2025-03", 1160)
    assert told(assignment).level_months == [date(2025, 3, 1)]


def test_a_payment_moves_the_day_from_which_the_ticket_is_stale(held):
    world, person, assignment = held
    world.add(
        Award(
            ticket_id=assignment.ticket_id,
            person=person,
            organisation_id=assignment.organisation_id,
            kind="P1M1",
            ordinal=1,
            month=Month.parse("2025-02"),
            amount_cents=50_000,
            awarded_on=date(2025, 12, 1),
            paid_on=TODAY,
        )
    )
    basis = told(assignment)
    assert basis.last_paid_on == TODAY
    # What was paid was attained, whatever earnings are on record.
    assert basis.milestones[0]["attained_in"] == "2025-02"
    assert due(assignment, STALE_TICKET) == date(2028, 12, 15)


def test_a_case_that_was_just_assigned_is_asked_about(held, unit_as):
    _, _, assignment = held
    with unit_as(SYSTEM):
        ask_for([assignment.pk])
    with connections["loader"].cursor() as cursor:
        cursor.execute("select args->>'subject' from procrastinate_jobs where task_name = %s", [TELL_PHASE])
        assert cursor.fetchall() == [(str(assignment.pk),)]
