"""The library's sign-in pages, with what they say in this house."""

from datetime import datetime
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as factors
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.people.services.factors import kinds_of
from portal.web.account import sessions
from portal.web.account.endings import ENDED_AT
from portal.web.account.personas import cast, code_of
from portal.web.account.places import network_of
from portal.web.account.proofs import by_provider
from portal.web.account.stages import PAGES

OTHER_WAYS = {
    "webauthn": "Use a passkey",
    "totp": "Use your authenticator app",
    "text": "Have a code texted to you",
    "recovery_codes": "Use a recovery code",
}


def other_ways(request: HttpRequest, holder: Any) -> list[dict[str, str]]:
    """The other kinds this person could use now, as links; recovery codes go where the app's codes go."""
    found: dict[str, str] = {}
    for kind in kinds_of(holder.pk):
        address = reverse(PAGES.get(kind, "mfa_authenticate"))
        if address != request.path:
            found.setdefault(address, OTHER_WAYS[kind])
    return [{"url": url, "description": words} for url, words in found.items()]


class SignIn(account.LoginView):
    """E-mail address and password; in the synthetic program also who one can be."""

    def get_initial(self) -> dict[str, Any]:
        key = self.request.GET.get("as")
        chosen = next((persona for persona in cast().personas if persona.key == key), None)
        return {"login": chosen.email} if chosen else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        why = self.request.GET.get("why")
        return {
            **context,
            "personas": cast().personas,
            "persona_password": cast().password,
            # Sent by every browser that knows the protections the portal relies on (docs/security/sign-in.md).
            "old_browser": "Sec-Fetch-Site" not in self.request.headers,
            "ended": why if why in sessions.Ended else "",
            "ended_at": _instant(self.request.session.get(ENDED_AT)),
            "provider": settings.PORTAL_PROVIDER_NAME if settings.PORTAL_PROVIDER_ISSUER else "",
            "own_accounts": settings.PORTAL_OWN_ACCOUNTS,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PORTAL_OWN_ACCOUNTS:
            return HttpResponseRedirect(reverse("account_login"))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class SecondFactor(factors.AuthenticateView):
    """A code of the authenticator app at sign-in, or a recovery code."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        holder = self.stage.login.user
        return {
            **context,
            "persona_code": code_of(holder, self.request.unit.moment),
            "kinds": kinds_of(holder.pk),
            "other_ways": other_ways(self.request, holder),
        }


class SecondFactorPasskey(SecondFactor):
    """A passkey at sign-in, after the password."""

    template_name = "mfa/webauthn/authenticate.html"


class PasskeyAlone(passkeys.LoginWebAuthnView):
    """Sign in with a passkey alone; one comes back to the page one wanted."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = passkeys.Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = passkeys.flows.perform_passwordless_login(self.request, authenticator, login)
        return response


class Proves:
    """A page that asks once more who it is: what comes next counts as proved."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        sessions.prove(self.request.session, self.request.unit.moment.real, network_of(self.request))
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response


class AgainPassword(Proves, account.ReauthenticateView):
    """The password once more."""


class AgainCode(Proves, factors.ReauthenticateView):
    """A code once more."""


class AgainPasskey(Proves, passkeys.ReauthenticateWebAuthnView):
    """The passkey once more."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


@require_safe
def again(request: HttpRequest) -> HttpResponse:
    """Ask once more who it is, in the way this person came in."""
    holder: Any = request.user
    query = urlencode({"next": request.GET.get("next", "/")})
    if settings.PORTAL_PROVIDER_ISSUER and by_provider(request, holder):
        return render(request, "account/again_provider.html", {"next": request.GET.get("next", "/")})
    methods = get_adapter(request).get_reauthentication_methods(holder)
    if not methods:
        raise PermissionDenied
    return HttpResponseRedirect(f"{methods[0]['url']}?{query}")


@require_safe
def not_set_up(request: HttpRequest) -> HttpResponse:
    """Said to who has the password but no second factor, and did not come by the link of an invitation."""
    return render(request, "account/not_set_up.html", status=403)


def _instant(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
