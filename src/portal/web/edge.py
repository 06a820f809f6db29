"""The edge: one unit of work a request, the gate judged inside it, looks written before anything leaves."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.kernel.actor import VISITOR
from portal.kernel.clock import now
from portal.kernel.trail import note_apart, note_looks, noting_looks
from portal.kernel.unit import Unit, open_unit
from portal.web.doors import READING, ask_again, at_the_door
from portal.web.pages import Spec, spec_of

log = logging.getLogger(__name__)
# The sign-in library notes on a GET that the recovery codes were seen; the identity provider's answer is a GET.
WRITING_GETS = frozenset({"mfa_view_recovery_codes", "account-provider-answer"})
# Error pages too: their frame names who is signed in. No other site may load a page as an image, script or frame.
ON_EVERY_ANSWER = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
_ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)


class UnitMiddleware:
    """Runs every view in its unit. It must be the last middleware, so that all others run outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ON_EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse:
        if any("\0" in str(value) for value in kwargs.values()):
            # No number has a NUL in it, and the database refuses to be asked for one.
            raise Http404
        spec = spec_of(view)
        if spec is None:
            log.error("%s names no permission", view)
            return render(request, "errors/refused.html", status=403)
        page = request.resolver_match.view_name if request.resolver_match else ""
        reading = request.method in READING and page not in WRITING_GETS
        with open_unit(VISITOR, now(), reading=reading, page=page, purpose=spec.purpose) as unit:
            request.unit = unit  # type: ignore[attr-defined]
            response = _noting_errors(request, unit, spec, view, args, kwargs)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return _shown(unit, response)


def _noting_errors(
    request: HttpRequest, unit: Unit, spec: Spec, view: Callable[..., HttpResponse], args: Any, kwargs: Any
) -> HttpResponse:
    try:
        return _inside(request, unit, spec, view, args, kwargs)
    except _ANSWERS:
        raise
    except Exception as error:
        _note_error(unit, error)
        raise


def _inside(
    request: HttpRequest, unit: Unit, spec: Spec, view: Callable[..., HttpResponse], args: Any, kwargs: Any
) -> HttpResponse:
    refused = (spec.enter or at_the_door)(request, unit, spec)
    if refused is not None:
        return refused
    try:
        response = view(request, *args, **kwargs)
    except ImmediateHttpResponse as answer:
        response = answer.response
    except ReauthenticationRequired:
        response = ask_again(request, request.user.pk)  # type: ignore[arg-type]
    if callable(getattr(response, "render", None)) and not getattr(response, "is_rendered", True):
        # What is read most answers like this: its looks are written while the page is rendered.
        with noting_looks(unit):
            response = response.render()  # type: ignore[attr-defined]
    return response


def _note_error(unit: Unit, error: Exception) -> None:
    """The kind of error only: its text may hold what was typed."""
    try:
        note_apart(unit, "error", detail={"error": type(error).__name__})
    except Exception:
        log.exception("an error could not be noted in the trail")


def _shown(unit: Unit, response: HttpResponse) -> HttpResponse:
    """Write the looks before the first byte; where that fails, nothing is shown."""
    try:
        note_looks(unit)
    except Exception:
        log.exception("the trail could not be written; the page was held back")
        response.close()
        return HttpResponse(
            "The portal could not record that this page was opened, so it stayed closed. Try again shortly.",
            status=503,
            content_type="text/plain",
        )
    return response
