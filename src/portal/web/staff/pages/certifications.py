"""A certification of services for who decides on the claims that rest on it (PAY-16; row C9)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.pages.casework.certifications import found_or_404, shown


@page(Permission.READ_ALL_REQUESTS, "to read the certification of services that a claim rests on")
@require_safe
def certification(request: WorkRequest, number: str) -> HttpResponse:
    return render(request, "staff/certification.html", shown(found_or_404(number)))
