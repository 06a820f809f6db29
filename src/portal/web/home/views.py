"""The home page: what waits for this person today."""

from typing import NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from portal.kernel import worklist
from portal.kernel.actor import Wall
from portal.kernel.worklist import WorklistLine
from portal.people.services.warn import ADMINISTRATORS
from portal.policy.roles import ROLE_NAMES, Permission
from portal.providers.lapsing import Lapsing, soon
from portal.web.navigation import ACCOUNT, navigation
from portal.web.notices.closing import shut_pages
from portal.web.pages import WorkRequest, page


class Waiting(NamedTuple):
    """A worklist as the home page shows it."""

    line: WorklistLine
    url: str


@page(Permission.HOME, "to see today's work")
@require_safe
def home(request: WorkRequest) -> HttpResponse:
    """Counts by worklist (one query), what will lapse, and where one can go. A Ticketholder is not at work."""
    if request.actor.wall is Wall.HOLDER:
        return HttpResponseRedirect(reverse("holder-home"))
    lists = [Waiting(line, _address(line.slug)) for line in worklist.lines()]
    context = {
        "busy": [waiting for waiting in lists if waiting.line.count or waiting.line.put_off],
        "quiet": [waiting for waiting in lists if not (waiting.line.count or waiting.line.put_off)],
        "lapses": request.admission.lapses,
        "provider_lapses": _of_the_provider(request),
        "subtitle": ", ".join(sorted(ROLE_NAMES[role] for role in request.actor.roles)),
        "places": [
            (group.label, [link for link in group.links if not link.current])
            for group in navigation(request.actor, request.path, shut_pages(request.admission.closed))
            if group.label != ACCOUNT
        ],
    }
    return render(request, "home/home.html", context)


def _of_the_provider(request: WorkRequest) -> list[Lapsing]:
    """What of the organisation's own ends soon, for who has to renew it. Two queries; none for anybody else."""
    actor = request.actor
    if actor.organisation is None or actor.roles.isdisjoint(ADMINISTRATORS):
        return []
    return soon(actor.organisation, request.unit.on)


def _address(slug: str) -> str:
    """A worklist's page has the worklist's slug as the name of its address."""
    try:
        return reverse(slug)
    except NoReverseMatch:
        return ""
