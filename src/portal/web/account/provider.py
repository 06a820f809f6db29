"""Signing in with the identity provider: to it, and back with its answer (row A2)."""

import hmac
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.kernel.trail import note_apart
from portal.people.models import Account
from portal.people.services.provider import account_of, bind
from portal.web.account import sessions
from portal.web.account.openid import (
    Claims,
    Question,
    Refused,
    Unreachable,
    address_of,
    exchange,
    new_question,
)
from portal.web.account.places import network_of
from portal.web.account.proofs import record_provider
from portal.web.account.stages import INVITATION, invitation_in

_ASKED = "portal_provider"
_PATIENCE = timedelta(minutes=15)
_CLOCKS_DIFFER = timedelta(seconds=60)


class _Pending(NamedTuple):
    """A question on its way, as the session keeps it. `again` is whose sign-in is to be proved once more."""

    question: Question
    next: str
    again: str
    at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. By POST only: nobody is signed in by following a link."""
    if not settings.PORTAL_PROVIDER_ISSUER:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    again = str(request.user.pk) if request.user.is_authenticated and "again" in request.POST else ""
    question = new_question()
    try:
        address = address_of(question, _back())
    except Unreachable as fault:
        return _refused(request, "unreachable", str(fault))
    request.session[_ASKED] = {
        "question": [question.state, question.nonce, question.verifier],
        "next": get_next_redirect_url(request) or "/",
        "again": again,
        "at": request.unit.moment.real.isoformat(),  # type: ignore[attr-defined]
    }
    return HttpResponseRedirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The provider's answer. Its question is used up by the first answer, whatever that is."""
    if not settings.PORTAL_PROVIDER_ISSUER:
        raise Http404
    pending = _pending(request)
    real = request.unit.moment.real  # type: ignore[attr-defined]
    if pending is None or real - pending.at > _PATIENCE:
        return _refused(request, "not-asked", "no question")
    if not hmac.compare_digest(request.GET.get("state", "").encode(), pending.question.state.encode()):
        return _refused(request, "not-sure", "state")
    if request.GET.get("iss", settings.PORTAL_PROVIDER_ISSUER) != settings.PORTAL_PROVIDER_ISSUER:
        return _refused(request, "not-sure", "iss")
    if "code" not in request.GET:
        return _refused(request, "cancelled", "no code")
    try:
        claims = exchange(request.GET["code"], pending.question, _back(), real)
    except Unreachable as fault:
        return _refused(request, "unreachable", str(fault))
    except Refused as fault:
        return _refused(request, "weak" if fault.why == "acr" else "not-sure", fault.why)
    if claims.auth_time + _CLOCKS_DIFFER < pending.at:
        # An older sign-in there does not say who sits here now, after the portal's own has ended.
        return _refused(request, "not-sure", "auth-time")
    return _prove_again(request, pending, claims) if pending.again else _sign_in(request, pending, claims)


def _sign_in(request: HttpRequest, pending: _Pending, claims: Claims) -> HttpResponse:
    invitation = invitation_in(request)
    account = account_of(issuer=claims.issuer, subject=claims.subject)
    if account is None and invitation is not None:
        account = bind(invitation=invitation, issuer=claims.issuer, subject=claims.subject)
    if account is None:
        return _refused(request, "unknown", "no account")
    request.session.pop(INVITATION, None)
    record_provider(request, account)
    response: HttpResponse = perform_login(request, Login(user=account, redirect_url=pending.next))
    if sessions.SIGN_IN in request.session:
        sessions.prove(request.session, claims.auth_time, network_of(request))
    return response


def _prove_again(request: HttpRequest, pending: _Pending, claims: Claims) -> HttpResponse:
    account: Account | None = account_of(issuer=claims.issuer, subject=claims.subject)
    holder: Any = request.user
    if account is None or str(account.pk) != pending.again or str(holder.pk) != pending.again:
        return _refused(request, "other-person", "another account")
    sessions.prove(request.session, claims.auth_time, network_of(request))
    return HttpResponseRedirect(pending.next)


def _pending(request: HttpRequest) -> _Pending | None:
    kept = request.session.pop(_ASKED, None)
    if not isinstance(kept, dict):
        return None
    return _Pending(
        Question(*kept["question"]), kept["next"], kept["again"], datetime.fromisoformat(kept["at"])
    )


def _back() -> str:
    """Our own address as the provider knows it; never taken from the request."""
    return f"{settings.PORTAL_ADDRESS}{reverse('account-provider-answer')}"


def _refused(request: HttpRequest, why: str, fault: str) -> HttpResponse:
    note_apart(request.unit, "provider-refused", detail={"why": why, "fault": fault})  # type: ignore[attr-defined]
    status = 503 if why == "unreachable" else 403
    context = {"why": why, "provider": settings.PORTAL_PROVIDER_NAME, "own": settings.PORTAL_OWN_ACCOUNTS}
    return render(request, "account/provider_refused.html", context, status=status)
