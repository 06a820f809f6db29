"""The library's sign-in pages, with what they say in this house."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from portal.kernel import trail
from portal.web.account import sessions
from portal.web.account.personas import cast, code_of, code_of_secret


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
            "ended": why if why in sessions.Ended else "",
        }


class SecondFactor(factors.AuthenticateView):
    """The code at sign-in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown = code_of(self.stage.login.user, self.request.unit.moment)
        return {**context, "persona_code": shown}


class Enrol(totp.ActivateTOTPView):
    """Set up an authenticator app. Who has one already goes to the list of factors."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {
            **context,
            "secret_in_groups": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "issuer": get_adapter().get_totp_issuer(),
            "persona_code": code_of_secret(secret, self.request.unit.moment),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.pass_factor(self.request.session, self.request.user.pk)
        trail.note("second-factor-set-up", subject_kind="account", subject=self.request.user.pk)
        return response
