"""A progress review from notice to re-entry: the Ticketholder, the provider, the reviewer, each in a window (C7, H1)."""

from datetime import date, timedelta

import pytest

from portal.kernel.actor import SYSTEM
from portal.kernel.clock import Moment, now
from portal.kernel.unit import open_unit
from portal.policy.roles import Role
from portal.progress.models import ProgressNotice, ProgressReview
from portal.progress.services import going_on
from portal.tickets.models import Assignment, Ticket

pytestmark = [pytest.mark.row("C7", "H1", "H2")]
OPENED, ASKED, NOTICE = date(2025, 9, 2), date(2025, 10, 3), date(2025, 11, 10)


def on(day: date, does, key):
    """What the worker does on another day."""
    here = now()
    moment = Moment(here.real, here.at + timedelta(days=(day - here.on).days), day)
    with open_unit(SYSTEM, moment, reading=False, page="test"):
        return does(key)


def says(someone, *, work: bool):
    """Yes or No to every question of the first period."""
    for name, answer in {"work": work, "ged": False, "high-school-diploma": False, "study": False}.items():
        someone.page.locator(f'label[for="id_{name}_{0 if answer else 1}"]').click()


@pytest.fixture
def ana(portal):
    """A Ticketholder of Bright Path since January 2024, without work on record in the first period, and an account."""
    person = portal.holder({}, name="Ana Ruiz")
    ticket = Ticket.objects.using("loader").get(person=person)
    Assignment.objects.using("loader").filter(ticket=ticket).update(assigned_on=date(2024, 1, 10))
    person.ticket, person.account = ticket.pk, portal.world.holder_account(person, portal.provider)
    return person


def test_from_notice_to_reentry(portal, window, ana, shoot):
    key = on(OPENED, going_on.open_due, ana.ticket)
    on(ASKED, going_on.step_due, key)
    number = ProgressReview.objects.using("loader").get(pk=key).number

    holder = window(ana.account, width=320)
    holder.open("/ticket/progress/")
    shoot(holder, "progress-holder")
    holder.follow("Answer now")
    shoot(holder, "progress-holder-form")

    counsellor = window(portal.someone(Role.EN_COUNSELLOR, "Cora Counselor"), scripts=False)
    counsellor.open(f"/progress/{number}/")
    shoot(counsellor, "progress-provider-review")
    counsellor.press("Answer")
    counsellor.press("Continue")
    assert counsellor.status == 422
    shoot(counsellor, "progress-provider-error")
    says(counsellor, work=False)
    counsellor.write("March 2024", "1200")
    counsellor.press("Continue")
    shoot(counsellor, "progress-provider-check")
    counsellor.press("Submit")
    assert counsellor.numbers("TA")
    shoot(counsellor, "progress-provider-receipt")

    reviewer = window(portal.someone(Role.TPM_INTEGRITY_REVIEWER, "Rita Reviewer"))
    reviewer.open(f"/staff/progress/{number}/")
    reviewer.press("Take it")
    shoot(reviewer, "progress-staff")
    reviewer.follow("Not in timely progress")
    shoot(reviewer, "progress-staff-fail")
    reviewer.press("Send the fail notice")
    assert "The fail notice is on its way" in reviewer.text

    # The program stands still on one day: the notice is made an older one, whose day 30 has come.
    rows = ProgressReview.objects.using("loader").filter(pk=key)
    rows.update(decided_on=NOTICE)
    ProgressNotice.objects.using("loader").filter(review=key, code="F-2").update(sent_on=NOTICE)
    on(now().on, going_on.step_due, key)
    holder.open("/ticket/progress/")
    assert "You did not do as much" in holder.text
    holder.follow("Ask to be back in use")
    says(holder, work=True)
    for month in ("July 2025", "August 2025", "September 2025"):
        holder.write(month, "1200")
    holder.press("Go on")
    holder.press("Send")
    assert "You asked to be back in use" in holder.text
    reviewer.open(f"/staff/progress/{number}/")
    reviewer.press("Take it")
    reviewer.follow("Decide on being back in use")
    assert "missed requirement" in reviewer.text
    shoot(reviewer, "progress-staff-reentry")
    reviewer.tick("Yes, the missed requirement is met")
    reviewer.press("Enter")
    assert rows.get().state == "back"
    holder.open("/ticket/")
    assert "It is in use" in holder.text
