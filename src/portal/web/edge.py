"""The edge: one unit of work a request, the gate judged inside it, looks written before anything leaves."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from portal.kernel.actor import VISITOR, Actor
from portal.kernel.clock import Moment, now
from portal.kernel.trail import note_apart, note_looks
from portal.kernel.unit import Unit, become, open_unit
from portal.people.gate import Admission, admit
from portal.web.pages import Door, Spec, spec_of

log = logging.getLogger(__name__)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class UnitMiddleware:
    """Runs every view in its unit. It must be the last middleware, so that all others run outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse:
        spec = spec_of(view)
        if spec is None:
            log.error("%s names no permission", view)
            return render(request, "errors/refused.html", status=403)
        moment = now()
        page = request.resolver_match.view_name if request.resolver_match else ""
        reading = request.method in READING
        with open_unit(VISITOR, moment, reading=reading, page=page, purpose=spec.purpose) as unit:
            request.unit = unit  # type: ignore[attr-defined]
            response = _inside(request, unit, spec, view, args, kwargs)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return _shown(request, unit, response)


def _inside(
    request: HttpRequest, unit: Unit, spec: Spec, view: Callable[..., HttpResponse], args: Any, kwargs: Any
) -> HttpResponse:
    refused = _at_the_door(request, unit, spec, unit.moment)
    if refused is not None:
        return refused
    response = view(request, *args, **kwargs)
    if callable(getattr(response, "render", None)) and not getattr(response, "is_rendered", True):
        response = response.render()  # type: ignore[attr-defined]
    return response


def _at_the_door(request: HttpRequest, unit: Unit, spec: Spec, moment: Moment) -> HttpResponse | None:
    account = request.session.get(SESSION_KEY)
    if account is None:
        become(unit, VISITOR)
        return None if spec.door is not Door.WORK else _to_sign_in(request)
    admission = admit(account, moment)
    if admission is None:
        request.session.flush()
        return _to_sign_in(request)
    request.user = request._cached_user = admission.account  # type: ignore[attr-defined, assignment]
    if spec.door is not Door.WORK:
        become(unit, Actor(wall=VISITOR.wall, name=admission.account.name, account=admission.account.pk))
        request.actor = unit.actor  # type: ignore[attr-defined]
        return None
    return _into_the_work_area(request, unit, spec, admission)


def _into_the_work_area(
    request: HttpRequest, unit: Unit, spec: Spec, admission: Admission
) -> HttpResponse | None:
    if not admission.has_second_factor:
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if admission.actor is None:
        become(unit, VISITOR)
        note_apart(unit, "gate-refused", detail={"account": str(admission.account.pk)})
        return render(request, "errors/gate.html", {"decision": admission.decision.to_json()}, status=403)
    become(unit, admission.actor)
    request.actor = admission.actor  # type: ignore[attr-defined]
    if spec.permission is not None and not admission.actor.may(spec.permission):
        note_apart(unit, "permission-refused", detail={"permission": spec.permission})
        return render(request, "errors/refused.html", status=403)
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    where = request.get_full_path() if request.method in READING else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': where})}")


def _shown(request: HttpRequest, unit: Unit, response: HttpResponse) -> HttpResponse:
    """Write the looks before the first byte; where that fails, nothing is shown."""
    try:
        note_looks(unit)
    except Exception:
        log.exception("the trail could not be written; the page was held back")
        return HttpResponse(
            "The portal could not record that this page was opened, so it did not open it. Try again shortly.",
            status=503,
            content_type="text/plain",
        )
    if not isinstance(response, StreamingHttpResponse):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
