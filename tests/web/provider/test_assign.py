"""Assigning a Ticket from a signed plan on the page: what follows today and on day 15, then once (rows D6, K3)."""

from datetime import date

import pytest

from portal.casework.models import Case
from portal.kernel.models import Duty, Mail
from portal.policy.roles import Role
from portal.providers.models import AssignmentRight
from portal.tickets.models import Assignment, Ticket
from tests.casework.planning import PROVIDER, Planning, sound

pytestmark = pytest.mark.row("D6", "K3")


@pytest.fixture
def planning(world, unit_as, tmp_path, settings) -> Planning:
    settings.PORTAL_FILES_DIR = tmp_path
    made = Planning(world, unit_as)
    world.ticket(made.beneficiary)
    return made


@pytest.fixture
def counsellor(planning, sign_in):
    return sign_in(planning.world.account(planning.en, [Role.EN_COUNSELLOR], name="Noor Counsellor"))


def url(planning):
    return f"/cases/{planning.case.number}/assign/"


def signed_on(planning, settings, day):
    """Both signatures of that day; then it is 15 December again."""
    today, settings.PORTAL_TODAY = settings.PORTAL_TODAY, day
    held = sound().discussion._replace(held_on=day)
    planning.signed_by_both(planning.locked(discussion=held))
    settings.PORTAL_TODAY = today


def test_today_and_day_15_stand_side_by_side_before_saving(planning, counsellor, settings):
    signed_on(planning, settings, date(2025, 12, 4))
    page = counsellor.get(url(planning)).content.decode()
    for told in (
        "If entered today",
        "If entered on day 15",
        "December 19, 2025",
        "January 2026 to December 2026",
    ):
        assert told in page
    assert "The last day in time is December 18, 2025" in page
    assert "Can the Ticket be assigned to you? Can be assigned" in page
    assert "Can the assignment be entered? Can be entered" in page
    assert not Assignment.objects.using("loader").exists()


def test_a_late_entry_warns_and_does_not_block(planning, counsellor, settings):
    signed_on(planning, settings, date(2025, 11, 30))
    page = counsellor.get(url(planning)).content.decode()
    assert "This entry is late" in page and "The last day in time was December 14, 2025" in page
    assert "If entered on day 15" not in page
    assert counsellor.post(url(planning)).status_code == 303
    row = Assignment.objects.using("loader").get()
    assert (row.pk, row.assigned_on, row.payment_base_on) == (
        planning.case.pk,
        date(2025, 11, 30),
        date(2025, 12, 15),
    )
    told = counsellor.get(f"/cases/{planning.case.number}/").content.decode()
    assert "Payments count from December 15, 2025" in told


def test_assigned_the_case_has_its_duties_and_a_mail_without_names(planning, counsellor):
    planning.signed()
    assert Duty.objects.using("loader").filter(kind="plan-not-entered", closed_at=None).exists()
    assert counsellor.post(url(planning)).status_code == 303
    open_now = set(Duty.objects.using("loader").filter(closed_at=None).values_list("kind", "due_on"))
    assert open_now == {
        ("contact-due", date(2026, 1, 15)),
        ("goals-date-passed", date(2026, 12, 15)),
        ("stale-ticket", date(2028, 12, 15)),
    }
    mails = list(Mail.objects.using("loader").filter(subject__contains=planning.case.number))
    assert mails and all(mail.state == "waiting" and "Ruiz" not in mail.body for mail in mails)
    assert Case.objects.using("loader").get().closed_on is None


def test_sent_twice_it_is_assigned_once(planning, counsellor):
    planning.signed()
    assert [counsellor.post(url(planning)).status_code for _ in range(2)] == [303, 303]
    assert Assignment.objects.using("loader").count() == 1


def test_without_a_plan_or_with_one_signature_there_is_nothing_to_assign(planning, counsellor):
    assert "There is no plan to assign from" in counsellor.get(url(planning)).content.decode()
    form = planning.locked()
    planning.sign(form, PROVIDER)
    page = counsellor.get(url(planning)).content.decode()
    assert "Not signed yet" in page and "Assign the Ticket</button>" not in page
    answer = counsellor.post(url(planning))
    assert answer.status_code == 409
    assert "have both sign it first" in answer.content.decode()


def test_a_network_under_review_has_no_button(planning, counsellor):
    AssignmentRight.objects.using("loader").all().delete()
    form = planning.signed()
    page = counsellor.get(url(planning)).content.decode()
    assert f'href="/plans/{form.number}/send/"' in page and "Assign the Ticket</button>" not in page
    assert counsellor.post(url(planning)).status_code == 409


def test_the_loser_of_a_race_reads_a_sentence(planning, counsellor):
    planning.signed()
    ticket = planning.beneficiary.tickets.using("loader").get()
    planning.world.assignment(ticket, planning.other, on=date(2025, 12, 14))
    answer = counsellor.post(url(planning))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "not assigned to another provider" in page and planning.other.name not in page
    assert Assignment.objects.using("loader").count() == 1


def test_another_s_case_is_not_found(planning, sign_in):
    planning.signed()
    other = sign_in(planning.world.account(planning.other, [Role.EN_COUNSELLOR]))
    assert other.get(url(planning)).status_code == 404
    assert other.post(url(planning)).status_code == 404


@pytest.mark.row("H1")
def test_a_failed_review_in_effect_is_told_before_saving(planning, counsellor, settings):
    signed_on(planning, settings, date(2025, 12, 4))
    ticket = Ticket.objects.using("loader").get(person=planning.beneficiary)
    planning.world.ticket_step(
        ticket, "fail-progress-review", date(2025, 11, 1), to=("none", "failed-progress")
    )
    page = counsellor.get(url(planning)).content.decode()
    assert "It stays in effect when the Ticket is assigned." in page
    assert "Not until it is put back in use" in page
    assert counsellor.post(url(planning)).status_code == 303
    now = Ticket.objects.using("loader").get(pk=ticket.pk)
    assert (now.assignment_state, now.use_state) == ("EN", "failed-progress")
