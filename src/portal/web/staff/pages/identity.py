"""Who a request is about. A page of its own, so that the trail says that, and why, somebody looked."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.staff.queries.people import identity_of


@page(Permission.READ_ALL_REQUESTS, "to identify the person")
@require_safe
def identity(request: WorkRequest, number: str) -> HttpResponse:
    found = identity_of(number)
    if found is None:
        raise Http404
    context = {"identity": found, "number": number, "back": reverse("staff-request", args=[number])}
    return render(request, "staff/identity.html", context)
