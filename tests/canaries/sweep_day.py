"""The lead starts a sweep, and the worker does it; its pages are opened by whoever is offered them."""

from django.urls import reverse

from portal.nation.cast import BRIGHT_PATH
from portal.payments.models import Sweep, SweepSlice
from portal.tickets.models import Assignment
from tests.canaries.access_day import expect
from tests.canaries.visits import Watched
from tests.payments.sweeps import found, worked


def swept(lead: Watched) -> None:
    """One sweep is started, its page read while it runs, and done."""
    start = reverse("staff-sweep-start")
    page = lead.get(reverse("staff-sweeps"))
    page = lead.send(page, next(one for one in page.forms if one.action == start))
    expect(page, 200)
    worked([_of_others(piece) for piece in found(Sweep.objects.using("loader").get())])


def _of_others(piece: SweepSlice) -> SweepSlice:
    """Without the Tickets of the provider whose day this is: the requests on top of its list stay those of its clerk."""
    held = Assignment.objects.using("loader").filter(pk__in=piece.assignments)
    kept = held.exclude(organisation__name=BRIGHT_PATH).values_list("pk", flat=True)
    SweepSlice.objects.using("loader").filter(pk=piece.pk).update(assignments=list(kept))
    return piece
