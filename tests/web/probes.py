"""Addresses for tests of the edge, beside the portal's own: each does one thing the edge must deal with."""

from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import include, path

from portal.kernel import trail, vault
from portal.kernel.vault.sealing import Sealed, place
from portal.policy.roles import Permission
from portal.tickets.models import Person
from portal.web.pages import WorkRequest, page


@page(Permission.READ_TICKETHOLDERS, "to test a look")
def shows(request: WorkRequest, person: UUID) -> HttpResponse:
    found = Person.objects.get(pk=person)
    return HttpResponse(_name(found))


@page(Permission.READ_TICKETHOLDERS, "to test looks of a page that is rendered later")
def shows_more_later(request: WorkRequest, person: UUID, later: UUID) -> HttpResponse:
    _name(Person.objects.get(pk=person))
    return _ShowsLater(Person.objects.get(pk=later))


class _ShowsLater(SimpleTemplateResponse):
    """Looks at somebody while it is rendered."""

    def __init__(self, person: Person) -> None:
        super().__init__("")
        self.person = person

    @property
    def rendered_content(self) -> str:
        return _name(self.person)


def _name(found: Person) -> str:
    (name,) = vault.show([Sealed(found.name, place("tickets_person", "name", found.id), found.id)])
    return str(name)


@page(Permission.HOME, "to test writing")
def writes(request: WorkRequest) -> HttpResponse:
    trail.note("probe")
    return HttpResponse("written")


@page(Permission.HOME, "to test a failure")
def breaks(request: WorkRequest) -> HttpResponse:
    trail.note("probe")
    raise ZeroDivisionError("900-01-0001 must not be noted")


@page(Permission.HOME, "to test an answer of 500")
def answers_500(request: WorkRequest) -> HttpResponse:
    trail.note("probe")
    return HttpResponse("sorry", status=500)


@page(Permission.READ_TRAIL, "to test a permission")
def for_the_auditor(request: WorkRequest) -> HttpResponse:
    return HttpResponse("the trail")


@page(Permission.HOME, "to test the wall")
def wall(request: WorkRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return HttpResponse(cursor.fetchone()[0])


def names_no_permission(request: HttpRequest) -> HttpResponse:
    return HttpResponse("must not be seen")


handler400 = "portal.web.errors.bad_request"
handler403 = "portal.web.errors.refused"
handler404 = "portal.web.errors.not_found"
handler500 = "portal.web.errors.failed"

urlpatterns = [
    path("probe/shows/<uuid:person>/", shows, name="probe-shows"),
    path("probe/shows/<uuid:person>/<uuid:later>/", shows_more_later, name="probe-shows-later"),
    path("probe/writes/", writes, name="probe-writes"),
    path("probe/breaks/", breaks, name="probe-breaks"),
    path("probe/answers-500/", answers_500, name="probe-500"),
    path("probe/auditor/", for_the_auditor, name="probe-auditor"),
    path("probe/wall/", wall, name="probe-wall"),
    path("probe/unspecified/", names_no_permission, name="probe-unspecified"),
    path("", include("portal.config.urls")),
]
