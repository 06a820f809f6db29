"""Errors as problem details (RFC 9457): what happened, why, what to do, and the Decision behind it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from portal.web import errors

ROOT = "/api/"
PROBLEM = "application/problem+json"
_TITLES = {
    400: "The request cannot be read",
    401: "No valid key",
    403: "Not allowed",
    404: "Not found",
    405: "No such method here",
    409: "Somebody was faster",
    413: "Too large",
    422: "Something in the request is not right",
    429: "Too many calls",
    500: "The portal failed",
    503: "Closed for now",
}


class Problem(Exception):
    """Ends an operation with a problem; nothing may have been written before."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        self.status, self.detail, self.more = status, detail, more


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The answer for what went wrong. `more` are further members: `decision`, `errors`."""
    body = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": detail, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=dict(headers or {}))


def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below the API's that is none."""
    return problem(404, "There is nothing at this address. The description of the API names all there are.")


def failed(request: HttpRequest, *arguments: Any) -> HttpResponse:
    """The portal's answer to a failure of its own: in the API's words for who speaks to the API."""
    response = errors.failed(request, *arguments)
    if not request.path.startswith(ROOT):
        return response
    said = "It was noted. Nothing was written. Send the same again with the same Idempotency-Key."
    kept = {name: response.headers[name] for name in ("Retry-After",) if name in response.headers}
    return problem(response.status_code, said, headers=kept)
