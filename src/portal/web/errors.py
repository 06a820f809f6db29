"""What is said when a page cannot be given.

Server errors are rendered without the request, so that nothing there can fail again.
"""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_RETRY_SECONDS = "30"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/refused.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without this session's token: sent from elsewhere, or the sign-in has changed since."""
    return render(request, "errors/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def failed(request: HttpRequest, *args: Any) -> HttpResponse:
    """500, or 503 where it is the database that cannot be reached."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("errors/503.html"), status=503)
        response.headers["Retry-After"] = _RETRY_SECONDS
        return response
    return HttpResponse(render_to_string("errors/500.html"), status=500)
