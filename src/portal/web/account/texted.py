"""Texted codes on pages: at sign-in, once more before something sensitive, and to register a mobile."""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from portal.people.factors import open_factor, seal_factor
from portal.people.services.mobile import (
    Asked,
    Checked,
    Sent,
    check_code,
    is_waiting,
    number_of,
    register,
    send_code,
)
from portal.people.texting import shown_text
from portal.web.account import sessions
from portal.web.account.factor_pages import finish_set_up
from portal.web.account.forms import MobileForm, TextCodeForm
from portal.web.account.places import network_of
from portal.web.account.proofs import record_text
from portal.web.account.stages import BOND
from portal.web.account.views import other_ways

# The number that is being registered, sealed, until its code has come back.
NEW_NUMBER = "portal_new_number"
NOT_SENT = {
    Sent.TOO_SOON: "Wait 30 seconds before you have another code texted. The last one is still good.",
    Sent.TOO_MANY: "Too many codes were texted. Wait an hour, or try another way.",
    Sent.FAILED: "The text could not be sent. Try again in a minute, or try another way.",
}
NOT_RIGHT = {
    Checked.WRONG: "The code is not right. Look at the latest text message, and type its 6 digits.",
    Checked.GONE: "This code is good no longer. Have a new one texted.",
    Checked.TOO_MANY: "There were too many tries. Have a new code texted, or wait an hour.",
}


def bond_of(request: HttpRequest) -> str:
    """The word that binds codes to this sign-in or session."""
    bond = request.session.get(BOND)
    if not isinstance(bond, str):
        bond = request.session[BOND] = secrets.token_hex(16)
    return bond


@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def sign_in_text(request: HttpRequest) -> HttpResponse:
    """A texted code as the second factor at sign-in."""
    stage = request._login_stage  # type: ignore[attr-defined]
    holder = stage.login.user
    number = number_of(holder.pk)
    if not number:
        return HttpResponseRedirect(reverse("mfa_authenticate"))
    asked = Asked(holder.pk, bond_of(request), number)
    answer = _asked_and_checked(request, asked)
    if answer is Checked.RIGHT:
        record_text(request, holder)
        response: HttpResponse = stage.exit()
        return response
    return _page(request, "account/text.html", asked, answer, {"other_ways": other_ways(request, holder)})


@require_http_methods(["GET", "HEAD", "POST"])
def again_text(request: HttpRequest) -> HttpResponse:
    """A texted code once more before something sensitive."""
    holder: Any = request.user
    number = number_of(holder.pk)
    if not number:
        return HttpResponseRedirect(reverse("account-again"))
    asked = Asked(holder.pk, bond_of(request), number)
    answer = _asked_and_checked(request, asked)
    back = get_next_redirect_url(request) or "/"
    if answer is Checked.RIGHT:
        sessions.prove(request.session, request.unit.moment.real, network_of(request))  # type: ignore[attr-defined]
        return HttpResponseRedirect(back)
    others = [
        {**one, "url": f"{one['url']}?{urlencode({'next': back})}"}
        for one in get_adapter(request).get_reauthentication_methods(holder)
        if one["url"] != request.path
    ]
    more = {"next": back, "reauthentication_alternatives": others}
    return _page(request, "account/text_again.html", asked, answer, more)


@require_http_methods(["GET", "HEAD", "POST"])
def register_mobile(request: HttpRequest) -> HttpResponse:
    """Type a number, get a code, type the code: then it is a second factor."""
    holder: Any = request.user
    if "other" in request.GET:
        request.session.pop(NEW_NUMBER, None)
        return HttpResponseRedirect(request.path)
    pending = request.session.get(NEW_NUMBER)
    if not isinstance(pending, str):
        return _ask_for_number(request)
    asked = Asked(holder.pk, bond_of(request), open_factor(pending))
    answer = _asked_and_checked(request, asked)
    if answer is Checked.RIGHT:
        del request.session[NEW_NUMBER]
        register(account=holder.pk, number=asked.number)
        return finish_set_up(request)
    return _page(request, "mfa/text/code.html", asked, answer, {})


def _ask_for_number(request: HttpRequest) -> HttpResponse:
    holder: Any = request.user
    form = MobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        sent = send_code(Asked(holder.pk, bond_of(request), number))
        if sent is Sent.SENT:
            request.session[NEW_NUMBER] = seal_factor(number)
            return HttpResponseRedirect(request.path)
        form.add_error("number", NOT_SENT[sent])
    return render(request, "mfa/text/number.html", {"form": form})


def _asked_and_checked(request: HttpRequest, asked: Asked) -> Checked | Sent | None:
    """What became of what was posted: a wish for a code, or a code."""
    if request.method != "POST":
        return None
    if "code" not in request.POST:
        return send_code(asked)
    form = TextCodeForm(request.POST)
    return check_code(asked, form.cleaned_data["code"]) if form.is_valid() else None


def _page(
    request: HttpRequest, template: str, asked: Asked, answer: Checked | Sent | None, more: dict[str, Any]
) -> HttpResponse:
    if answer is Sent.SENT:
        # By an address, so that loading it again sends nothing.
        messages.success(request, "A code was texted. It can take a minute to arrive.")
        back = more.get("next")
        return HttpResponseRedirect(f"{request.path}?{urlencode({'next': back})}" if back else request.path)
    form = TextCodeForm(request.POST if "code" in request.POST else None)
    if isinstance(answer, Checked):
        form.add_error("code", NOT_RIGHT[answer])
    context = {
        "form": form,
        "last_digits": asked.number[-2:],
        "waiting": is_waiting(asked),
        "problem": NOT_SENT.get(answer, "") if isinstance(answer, Sent) else "",
        "shown": shown_text(asked.number),
        **more,
    }
    return render(request, template, context)
