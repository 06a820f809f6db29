"""Is the portal up? For monitors and load balancers."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.web.pages import public
from portal.web.version import build


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """One trivial query; a database that cannot be reached makes the edge answer 503."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok", "version": build()})
