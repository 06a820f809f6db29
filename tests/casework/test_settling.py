"""Duties of contact are a projection: settled step by step they are what working them out anew gives."""

import random
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from portal.casework import jobs, worklists
from portal.casework.kinds import CONTACT_DUE, CONTACT_KINDS, STALE_TICKET, UNASSIGN_BY
from portal.casework.models import ContactNote
from portal.casework.services.note_contact import Contact, correct_contact, note_contact, strike_contact
from portal.casework.services.phase_basis import know
from portal.casework.services.rebuild import assigned_cases, drifted
from portal.kernel import worklist
from portal.kernel.actor import SYSTEM
from portal.kernel.ids import new_id
from portal.kernel.models import Duty
from portal.policy.contact_phase import Milestone
from portal.policy.core import Month
from portal.tickets.models import Assignment
from tests.world import LONG_AGO

pytestmark = [pytest.mark.row("D10", "J11")]
METHODS = ("telephone", "voicemail-to-ticketholder", "voicemail-from-ticketholder", "letter")


def duties():
    return Duty.objects.using("loader").filter(kind__in=CONTACT_KINDS, closed_at=None)


def random_contact(rng):
    day = date(2025, 10, 1) + timedelta(days=rng.randrange(76))
    return Contact(
        day, rng.choice(METHODS), rng.random() < 0.4, "Job search", no_more_contact=rng.random() < 0.1
    )


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_in_whatever_order_nothing_drifts(office, seed):
    rng = random.Random(seed)
    case = office.assigned(on=date(2025, 10, 1))
    for _ in range(12):
        standing = list(ContactNote.objects.using("loader").filter(superseded_at=None))
        what = rng.random()
        with office.unit_as(office.counsellor):
            if what < 0.6 or not standing:
                note_contact(case=case.pk, contact=random_contact(rng))
            elif what < 0.85:
                correct_contact(note=rng.choice(standing).pk, contact=random_contact(rng))
            else:
                strike_contact(note=rng.choice(standing).pk)
        if rng.random() < 0.3:
            month = Month.parse(f"2025-{rng.randrange(10, 13):02}")
            with office.unit_as(SYSTEM):
                know(
                    case=case.pk,
                    milestones=[Milestone("P1M4", True, rng.choice([None, month]))],
                    level_months=(),
                    last_paid_on=rng.choice([None, date(2025, 11, 3)]),
                )
        with office.unit_as(SYSTEM):
            assert drifted([case.pk]) == []


def test_a_moved_date_of_assignment_is_right_once_settled_and_the_command_finds_it_before(office):
    case = office.assigned(on=date(2025, 10, 1))
    office.noted(case, Contact(date(2025, 12, 1), "telephone", True, "Job search"))
    call_command("rebuild_contacts", stdout=StringIO(), stderr=StringIO())
    Assignment.objects.using("loader").filter(pk=case.pk).update(assigned_on=date(2025, 10, 8))
    duties().filter(kind=CONTACT_DUE).update(due_on=date(2030, 1, 1))
    with pytest.raises(CommandError, match="2 duties differ"):
        call_command("rebuild_contacts", stdout=StringIO(), stderr=StringIO())
    told = StringIO()
    call_command("rebuild_contacts", "--mend", stdout=told, stderr=StringIO())
    assert "2 duties were put right" in told.getvalue()
    call_command("rebuild_contacts", stdout=StringIO(), stderr=StringIO())
    assert {row.kind: row.due_on for row in duties()} == {
        CONTACT_DUE: date(2026, 1, 1),
        STALE_TICKET: date(2028, 10, 8),
    }


def test_the_phase_follows_what_is_told_of_the_milestones(office):
    case = office.assigned(on=date(2025, 3, 4))
    office.noted(case, Contact(date(2025, 12, 1), "telephone", True, "Job search"))
    assert duties().get(kind=CONTACT_DUE).due_on == date(2026, 1, 1)
    with office.unit_as(SYSTEM):
        know(
            case=case.pk,
            milestones=[Milestone("P1M4", True, Month.parse("2025-11"))],
            level_months=[],
            last_paid_on=date(2025, 12, 5),
        )
    assert {row.kind: row.due_on for row in duties()} == {
        CONTACT_DUE: date(2026, 3, 1),
        STALE_TICKET: date(2028, 12, 5),
    }


def test_a_day_that_comes_by_itself_closes_what_was_due(office):
    case = office.assigned(on=date(2025, 10, 1))
    office.noted(case, Contact(date(2025, 12, 1), "telephone", False, "Job search"))
    assert duties().filter(kind=UNASSIGN_BY).exists()
    Assignment.objects.using("loader").filter(pk=case.pk).update(ended_on=date(2025, 12, 15))
    jobs.settle_ended(0)
    assert not duties().exists()


def test_every_case_that_is_assigned_is_compared(office):
    case = office.assigned(on=date(2025, 10, 1))
    office.world.case(office.world.person(), office.en)
    with office.unit_as(SYSTEM):
        assert [one for cases in assigned_cases() for one in cases] == [case.pk]


@pytest.mark.row("I6")
def test_the_morning_reads_what_is_due_and_not_what_exists(office):
    """Four thousand contacts that are due some day, three that are due now: three entries of the index are read."""
    days = [date(2025, 12, 16)] * 3 + [date(2027, 1, 1)] * 4_000
    rows = [
        Duty(kind=CONTACT_DUE, subject=new_id(), organisation=office.en.pk, opened_at=LONG_AGO, due_on=day)
        for day in days
    ]
    Duty.objects.using("loader").bulk_create(rows)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze kernel_duty")
    with office.unit_as(office.counsellor, reading=True) as unit, connections["default"].cursor() as cursor:
        [line] = [one for one in worklist.lines() if one.slug == "contacts-due"]
        assert line.count == 3
        cursor.execute(
            "explain (analyze, costs off, timing off, summary off, format text) " + worklist._COUNTED,
            worklist._asked([worklists.DUE], unit),
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "duty_org" in plan or "duty_queue" in plan
    assert "Rows Removed by Filter" not in plan
    read = [part for part in plan.splitlines() if "kernel_duty" in part and "actual rows=" in part]
    assert read
    assert all("actual rows=3" in part for part in read), plan
