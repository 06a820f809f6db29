"""Opening a file that a provider sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal.kernel import files
from portal.kernel.files import NotClean
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page

# Shown by the browser itself; everything else is downloaded.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


@page(Permission.READ_ALL_REQUESTS, "to read evidence of a payment request")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    found = files.content(number)
    if found is None:
        raise Http404
    if isinstance(found, NotClean):
        return render(request, "staff/file_closed.html", {"sentence": found.sentence}, status=409)
    header = content_disposition_header(found.media_type not in _SHOWN, found.name)
    return HttpResponse(
        found.data, content_type=found.media_type, headers={"Content-Disposition": header or "attachment"}
    )
