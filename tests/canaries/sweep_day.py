"""The lead starts a sweep; its pages are opened by whoever is offered them."""

from django.urls import reverse

from tests.canaries.access_day import expect
from tests.canaries.visits import Watched


def swept(lead: Watched) -> None:
    """One sweep is started, and its page read while it runs."""
    start = reverse("staff-sweep-start")
    page = lead.get(reverse("staff-sweeps"))
    page = lead.send(page, next(one for one in page.forms if one.action == start))
    expect(page, 200)
