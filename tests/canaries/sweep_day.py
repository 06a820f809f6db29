"""The lead starts a sweep, and the worker does it; its pages are opened by whoever is offered them."""

from django.urls import reverse

from portal.payments.models import Sweep
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched
from tests.payments.sweeps import found, worked


def swept(lead: Watched) -> None:
    """One sweep is started, its page read while it runs, and done."""
    start = reverse("staff-sweep-start")
    page = lead.get(reverse("staff-sweeps"))
    page = lead.send(page, next(one for one in page.forms if one.action == start))
    expect(page, 200)
    worked(found(Sweep.objects.using("loader").get()))
