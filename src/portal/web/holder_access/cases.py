"""The account of the person of a case, before and after the assignment; the name is the one given to the provider."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.casework.cases import case
from portal.casework.services.invite import invite_from_case
from portal.policy.roles import Permission
from portal.web.holder_access.subject import Subject, invite_page, record_page, take_back_page
from portal.web.pages import WorkRequest, page

_METHODS = ["GET", "HEAD", "POST"]


@page(Permission.WORK_CASEWORK, "to see the account of a case's person")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    return record_page(request, _subject(number))


@page(Permission.WORK_CASEWORK, "to invite a case's person to the own account")
@require_http_methods(_METHODS)
def invite(request: WorkRequest, number: str) -> HttpResponse:
    return invite_page(request, _subject(number))


@page(Permission.WORK_CASEWORK, "to take an invitation back")
@require_http_methods(_METHODS)
def withdraw(request: WorkRequest, number: str, access: UUID) -> HttpResponse:
    return take_back_page(request, _subject(number), access)


def _subject(number: str) -> Subject:
    """The open case: a closed one has nobody to be invited."""
    line = case(number)
    if line is None or line.closed_on is not None:
        raise Http404
    trail = [("Cases", reverse("cases")), (number, reverse("case", args=[number]))]
    call = partial(invite_from_case, case=line.id)
    return Subject(line.person, line.name, "case-account", number, trail, call)
