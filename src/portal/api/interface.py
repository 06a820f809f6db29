"""The API as a whole: its description, its addresses and what it says when something goes wrong."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from portal.api.door import KeyDoor
from portal.api.endpoints import note_files, request_files, requests, ticketholders
from portal.api.operations import ASKED
from portal.api.problems import PROBLEM, Problem, no_such_address, problem
from portal.policy.roles import Permission
from portal.web.pages import Door, Spec, public

_DESCRIPTION = """
For the case systems of Employment Networks and State vocational rehabilitation agencies. It calls the services behind
the portal's pages: the same rules, the same answers, the same record of who has looked at whom.

Send a key that your organization's administrator has made: `Authorization: Bearer tp_...`. It acts for whoever made
it, within its scopes, and is judged at every call as that person is. Social Security numbers stand in bodies, never in
addresses. Errors are problem details (RFC 9457); where a rule said no, its Decision is inside.
"""
api = NinjaAPI(
    title="Ticket Portal",
    version="1",
    description=_DESCRIPTION.strip(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
_ROUTERS = (ticketholders.router, requests.router, request_files.router, note_files.router)
for _router in _ROUTERS:
    api.add_router("", _router)


@api.exception_handler(Problem)
def _on_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem(error.status, error.detail, **error.more)


@api.exception_handler(ValidationError)
def _on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field with its place and what is wrong. What was sent is not repeated: it may be an SSN."""
    wrong = [
        {"field": ".".join(str(part) for part in one["loc"]), "reason": one["msg"]} for one in error.errors
    ]
    return problem(422, "Some fields are not right. Each is named with the reason.", errors=wrong)


@api.exception_handler(HttpError)
def _on_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "The body cannot be read as JSON.")


@api.exception_handler(Http404)
def _on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Your organization has nothing of this number.")


@api.exception_handler(PermissionDenied)
def _on_refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, "This is not allowed.")


@api.exception_handler(SuspiciousOperation)
def _on_too_much(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problem(413, "This is more than the portal reads at once. Send many requests as a file.")


@public
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 description."""
    return JsonResponse(described())


def described() -> dict[str, Any]:
    """The OpenAPI 3.1 description as JSON."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1")
    found["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for at in found["paths"].values():
        for one in at.values():
            for status, answer in one["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
    return found


def addresses() -> list[URLPattern]:
    """Every address, once, with the door that stands before it."""
    patterns = {str(one.pattern): one for one in reversed(_operations())}
    asked: dict[str, dict[str, Permission]] = defaultdict(dict)
    for router in _ROUTERS:
        for route, at in router.path_operations.items():
            for one in at.operations:
                asked[route].update(dict.fromkeys(one.methods, ASKED[one.view_func.__name__]))
    by_route = {_written(route): permissions for route, permissions in asked.items()}
    for route, pattern in patterns.items():
        pattern.callback.portal = Spec(  # type: ignore[attr-defined]
            Door.KEY, purpose="for the organization's case system", enter=KeyDoor(by_route[route])
        )
    return [
        path("openapi.json", description, name="api-description"),
        *reversed(patterns.values()),
        re_path(r"^(?P<rest>.*)$", csrf_exempt(public(no_such_address)), name="api-nowhere"),
    ]


def _operations() -> list[URLPattern]:
    return [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]


def _written(route: str) -> str:
    """A route as Django writes it."""
    return route.lstrip("/").replace("{", "<").replace("}", ">")
