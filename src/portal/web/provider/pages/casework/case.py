"""The record of one case: the counsellor's home for one person, put together from its sections."""

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from portal.casework.cases import case
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page
from portal.web.provider.pages.casework.sections import SECTIONS, Shown


@page(Permission.READ_CASEWORK, "to see a case")
@require_safe
def record(request: WorkRequest, number: str) -> HttpResponse:
    line = case(number)
    if line is None:
        raise Http404
    parts = [
        Shown(section, found) for section in SECTIONS if (found := section.load(request, line)) is not None
    ]
    return TemplateResponse(request, "provider/casework/case.html", {"case": line, "parts": parts})
