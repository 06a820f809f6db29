"""A clerk asks about earnings, and the analyst answers: every page of the inquiry is opened by who may."""

from urllib.parse import urlsplit

from django.urls import reverse

from portal.nation.main_job import ssn_of
from portal.nation.visitor import Page
from portal.tickets.models import Assignment
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def asked(clerk: Watched) -> None:
    """One inquiry is submitted, and one begun and left."""
    held = Assignment.objects.using("loader").filter(
        organisation__name="Bright Path Employment", ended_on=None, superseded_at=None, inquiryrow=None
    )
    about = held.select_related("ticket").order_by("ticket__number")[0]
    typed = {
        "people-0-ssn": ssn_of(about.ticket.number),
        "people-0-assigned_on": f"{about.assigned_on:%m/%d/%Y}",
    }
    for button in ("Save and leave", "Continue"):
        page = _begun(clerk)
        base = urlsplit(page.url).path
        done = clerk.send(page, page.form_with("people-0-ssn"), typed, button=button)
        clerk.get(base)
        clerk.get(f"{base}cancel/")
    receipt = clerk.send(done, done.form_with("revision"))
    expect(receipt, 200)
    clerk.get(f"{urlsplit(receipt.url).path}form.pdf")


def answered(analyst: Watched) -> None:
    """The first that waits is taken, answered about everybody and sent; the next one is only taken."""
    listed = reverse("earnings-inquiries")
    take_next = reverse("earnings-inquiry-take-next")
    page = analyst.get(listed)
    page = analyst.send(page, next(one for one in page.forms if one.action == take_next))
    base = urlsplit(page.url).path
    for line in (1, 2):
        row = analyst.get(f"{base}{line}/")
        page = analyst.send(row, row.form_with("reason"))
        expect(page, 200)
    send = next(one for one in page.forms if one.action == f"{base}send/")
    expect(analyst.send(page, send), 200)
    page = analyst.get(listed)
    page = analyst.send(page, next(one for one in page.forms if one.action == take_next))
    for words in ("Hand over", "Put off"):
        analyst.get(page.link(words))


def _begun(clerk: Watched) -> Page:
    page = clerk.get(reverse("inquiries"))
    return clerk.send(page, next(one for one in page.forms if one.action == reverse("inquiry-begin")))
