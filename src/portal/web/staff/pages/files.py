"""Opening a file that a provider sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.kernel import files
from portal.kernel.files import NotClean
from portal.kernel.uploads.kinds import ACCEPTED
from portal.policy.roles import Permission
from portal.web.pages import WorkRequest, page

# Shown by the browser itself; everything else is downloaded.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
_ENDINGS = {kind.media_type: kind.extensions[0] for kind in ACCEPTED}


@page(Permission.READ_ALL_REQUESTS, "to read evidence of a payment request")
@require_safe
def file(request: WorkRequest, number: str) -> HttpResponse:
    return served(request, number)


def served(request: WorkRequest, number: str) -> HttpResponse:
    """A clean file; else a sentence why it is not opened. The page has judged who may."""
    found = files.content(number)
    if found is None:
        raise Http404
    if isinstance(found, NotClean):
        return render(request, "staff/file_closed.html", {"sentence": found.sentence}, status=409)
    how = "inline" if found.media_type in _SHOWN else "attachment"
    # Under its number: the name that a person gave the file may say whom it is about.
    header = f'{how}; filename="{number}.{_ENDINGS[found.media_type]}"'
    return HttpResponse(found.data, content_type=found.media_type, headers={"Content-Disposition": header})
