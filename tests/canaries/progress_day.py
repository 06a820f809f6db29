"""A day of progress reviews: a provider answers, a reviewer decides, letters are entered, a Ticketholder answers."""

from django.urls import reverse

from portal.progress.models import ProgressReview
from portal.tickets.models import Assignment, HolderAccess
from tests.authorization.progress import enter_progress
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched
from tests.world import World

_NO = dict.fromkeys(("work", "ged", "high-school-diploma", "study"), "no")


def certified(counsellor: Watched) -> None:
    """One person's answers are kept and submitted, another's are begun."""
    first, second = reviews("asked-provider")
    for number in (first, second):
        page = counsellor.get(reverse("progress-review", args=[number]))
        begin = next(one for one in page.forms if one.action == reverse("progress-start", args=[number]))
        page = counsellor.send(page, begin)
        expect(page, 200)
        if number == first:
            page = counsellor.send(page, page.form_with("revision"), _NO, button="Continue")
            page = counsellor.send(page, page.form_with("draft"), button="Submit")
            expect(page, 200)
            counsellor.get(page.link("What you submitted"))
    counsellor.get(reverse("progress-letter", args=[second]))
    counsellor.get(reverse("progress-check"))


def decided(reviewer: Watched, support: Watched, specialist: Watched) -> None:
    """A review is taken and failed; letters of Ticketholders are entered; Social Security looks at an appeal."""
    page = reviewer.get(reverse("progress-to-decide"))
    take = next(one for one in page.forms if one.action == reverse("staff-progress-take-next"))
    page = reviewer.send(page, take)
    expect(page, 200)
    taken = page.url.rstrip("/").rpartition("/")[2]
    for name in ("staff-progress-hand-over", "staff-progress-put-off"):
        reviewer.get(reverse(name, args=[taken]))
    page = reviewer.get(reverse("staff-progress-fail", args=[taken]))
    expect(reviewer.send(page, page.form_with("version")), 200)
    reviewer.get(reverse("staff-progress-letter", args=[taken, "F-2"]))
    page = support.get(reverse("staff-progress-appeal", args=[taken]))
    expect(support.send(page, page.form_with("asked_on"), {"asked_on": "12/15/2025"}), 200)
    waiting, *_ = reviews("to-decide")
    page = support.get(reverse("staff-progress-reply", args=[waiting]))
    expect(support.send(page, page.form_with("received_on"), {**_NO, "received_on": "12/12/2025"}), 200)
    failed, *_ = reviews("failed")
    page = support.get(reverse("staff-progress-back", args=[failed]))
    expect(support.send(page, page.form_with("received_on"), {**_NO, "received_on": "12/12/2025"}), 200)
    page = reviewer.get(reverse("staff-progress", args=[failed]))
    take = next(one for one in page.forms if one.action == reverse("staff-progress-take", args=[failed]))
    reviewer.send(page, take)
    reviewer.get(reverse("staff-progress-reentry", args=[failed]))
    specialist.get(reverse("progress-appeals"))
    specialist.get(reverse("staff-progress-reviewed", args=[taken]))


def answered_own(holder: Watched) -> None:
    """The Ticketholder with an account is asked, reads the letter, and answers."""
    access = HolderAccess.objects.using("loader").get(account__email="ticket.in.use@example.org")
    enter_progress(World(), Assignment.objects.using("loader").filter(person=access.person_id)[0], 77)
    holder.get(reverse("holder-progress"))
    holder.get(reverse("holder-progress-letter", args=["Q-2"]))
    page = holder.get(reverse("holder-progress-answer"))
    page = holder.send(page, page.form_with("once"), _NO, button="Go on")
    expect(holder.send(page, page.form_with("once"), button="Send"), 200)


def reviews(state: str) -> list[str]:
    rows = ProgressReview.objects.using("loader").filter(state=state).order_by("number")
    return list(rows.values_list("number", flat=True))
