"""Who comes in through which door: sign-in, its limits, second factor, access gate, permission."""

import logging
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from portal.kernel.actor import VISITOR, Actor
from portal.kernel.trail import note_apart
from portal.kernel.unit import Unit, become
from portal.policy.core import State
from portal.providers.gate import Admission, admit
from portal.web.account.endings import close, close_not_living, keep_up
from portal.web.account.kept import keep
from portal.web.account.places import browser_of, network_of
from portal.web.account.sessions import Ended, ended, fresh, is_living, passed_factor
from portal.web.notices.closing import closed_before_sign_in, closed_page
from portal.web.pages import Door, Spec

log = logging.getLogger(__name__)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
BEHIND_THE_FACTOR = frozenset({Door.ACCOUNT, Door.WORK})


def at_the_door(request: HttpRequest, unit: Unit, spec: Spec) -> HttpResponse | None:
    """Put the right actor into the unit; a response is a refusal. Judged at every request."""
    if spec.door is Door.PUBLIC:
        _as_visitor(request)
        return None
    before = request.session.get(SESSION_KEY)
    found = _signed_in(request, unit)
    if not isinstance(found, Admission):
        _as_visitor(request)
        if spec.door is Door.ENTRANCE:
            return closed_before_sign_in(request, spec)
        return _to_sign_in(request, spec, found, before)
    if spec.door in (Door.SET_UP, Door.ACCOUNT) and not found.account.is_active:
        # The work area says why it is closed; the pages of one's own account end the sign-in.
        request.session.flush()
        _as_visitor(request)
        return _to_sign_in(request, spec, Ended.UNKNOWN, before)
    request.user = request._cached_user = found.account  # type: ignore[attr-defined]
    request.admission = found  # type: ignore[attr-defined]
    at_work = found.actor if spec.door is Door.WORK else None
    become(unit, at_work or Actor(wall=VISITOR.wall, name=found.account.name, account=found.account.pk))
    request.actor = unit.actor  # type: ignore[attr-defined]
    refused = _refused(request, unit, spec, found) if spec.door in BEHIND_THE_FACTOR else None
    if refused is None:
        refused = closed_page(request, spec, found.closed)
    if refused is None and spec.fresh and not proved_lately(request, unit):
        return ask_again(request, found.account.pk)
    return refused


def proved_lately(request: HttpRequest, unit: Unit) -> bool:
    """Did this person prove within the last 20 minutes, from where it is now, who it is?"""
    within = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return fresh(request.session, unit.moment.real, within, network_of(request))


def ask_again(request: HttpRequest, account: UUID) -> HttpResponse:
    """Ask once more who it is, then go on where one was; what was typed is kept."""
    at_work = request.actor.wall is not VISITOR.wall  # type: ignore[attr-defined]
    back = keep(request, account) if request.method not in READING and at_work else request.get_full_path()
    return HttpResponseRedirect(f"{reverse('account-again')}?{urlencode({'next': back})}")


def _signed_in(request: HttpRequest, unit: Unit) -> Admission | Ended | None:
    """Who the session says it is, if that still counts; a session that no longer counts is destroyed."""
    account = request.session.get(SESSION_KEY)
    if account is None:
        return None
    why = ended(request.session, unit.moment.real, browser_of(request))
    admission = None if why else admit(UUID(account), unit.moment)
    if admission is None or not _same_person(request, admission):
        close(request, unit, why)
        return why or Ended.UNKNOWN
    if not is_living(request.session, admission.sign_in):
        return close_not_living(request)
    keep_up(request, unit)
    return admission


def _same_person(request: HttpRequest, admission: Admission) -> bool:
    """The password is still the one that was given, and the factor, once there is one, was passed here."""
    given = request.session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(given, admission.account.get_session_auth_hash()):
        return False
    return not admission.has_second_factor or passed_factor(request.session, admission.account.pk)


def _refused(request: HttpRequest, unit: Unit, spec: Spec, admission: Admission) -> HttpResponse | None:
    """Why the page stays closed: no second factor yet; in the work area the gate, or the permission."""
    if not admission.has_second_factor:
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if spec.door is Door.ACCOUNT:
        return None
    if admission.actor is None:
        missing = [check.test.name for check in admission.decision.checks if check.state is not State.HELD]
        note_apart(unit, "gate-refused", detail={"checks": missing})
        if admission.holder:
            # What is missing is the person's own proof, or it cannot be given any more: that page says which.
            return HttpResponseRedirect(reverse("holder-prove"))
        return render(request, "errors/gate.html", {"decision": admission.decision.to_json()}, status=403)
    if spec.permission is None or not admission.actor.may(spec.permission):
        note_apart(unit, "permission-refused", detail={"permission": spec.permission})
        return render(request, "errors/refused.html", status=403)
    return None


def _as_visitor(request: HttpRequest) -> None:
    request.user = request._cached_user = AnonymousUser()  # type: ignore[attr-defined]


def _to_sign_in(request: HttpRequest, spec: Spec, why: Ended | None, before: str | None) -> HttpResponse:
    query = {"next": request.get_full_path() if request.method in READING else "/"}
    if request.method not in READING and spec.door is Door.WORK and before:
        # Who was at work a moment ago finds again what was typed.
        query["next"] = keep(request, UUID(before))
    if why:
        query["why"] = why
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(query)}")
