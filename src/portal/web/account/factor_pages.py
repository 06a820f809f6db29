"""“Extra security”: one's second factors, to add and to remove; never the last one."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.models import Mobile
from portal.people.results import NotAllowed, NotFound
from portal.people.services import factors as service
from portal.people.services.recovery import keep_hashed
from portal.web.account import sessions
from portal.web.account.personas import code_of_secret
from portal.web.account.stages import INVITATION


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All factors of the person, with what can be done."""
    holder: Any = request.user
    stored = list(Authenticator.objects.filter(user_id=holder.pk).order_by("created_at"))
    mobile = Mobile.objects.filter(account=holder.pk).first()
    recovery_codes = next((row for row in stored if row.type == "recovery_codes"), None)
    removable = len([row for row in stored if row is not recovery_codes]) + (mobile is not None) > 1
    context = {
        "app": next((row for row in stored if row.type == "totp"), None),
        "passkeys": [row for row in stored if row.type == "webauthn"],
        "mobile": mobile,
        "removable": removable,
        "any": bool(mobile or any(row is not recovery_codes for row in stored)),
        "has_password": settings.PORTAL_OWN_ACCOUNTS and holder.has_usable_password(),
        "has_codes": recovery_codes is not None,
        "codes_left": len(recovery_codes.wrap().get_unused_codes()) if recovery_codes else 0,
    }
    return render(request, "mfa/index.html", context)


def finish_set_up(request: HttpRequest) -> HttpResponse:
    """After a factor was added: the first brings recovery codes, which are shown once."""
    holder: Any = request.user
    sessions.pass_factor(request.session, holder.pk)
    request.session.pop(INVITATION, None)
    made = auto_generate_recovery_codes(request)
    fresh = made or Authenticator.objects.filter(user_id=holder.pk, type="recovery_codes").first()
    shown = fresh is None or fresh.wrap().did_view
    return HttpResponseRedirect(reverse("mfa_index" if shown else "mfa_view_recovery_codes"))


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
            "first": service.count_of(self.request.user.pk) == 0,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        service.added(account=self.request.user.pk, kind="totp")
        return finish_set_up(self.request)


class AddPasskey(passkeys.AddWebAuthnView):
    """Register a passkey of this device or a security key."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # The library's view forgets the form that came back with a problem.
        return {**context, "form": kwargs.get("form") or self.get_form()}

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        service.added(account=self.request.user.pk, kind="webauthn")
        return finish_set_up(self.request)


class NewCodes(recovery.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        holder: Any = request.user
        if not service.count_of(holder.pk):
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        service.added(account=self.request.user.pk, kind="recovery_codes")
        return response


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown once; what is stored of them from then on can show them to nobody."""
    response: HttpResponse = recovery.view_recovery_codes(request)
    keep_hashed(request.user.pk)  # type: ignore[arg-type]
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Remove one factor, after a page that says which."""
    holder: Any = request.user
    if request.method == "POST":
        answer = service.remove_factor(account=holder.pk, authenticator=pk)
        if isinstance(answer, NotFound):
            raise Http404
        if isinstance(answer, NotAllowed):
            messages.error(request, answer.sentence)
        else:
            messages.success(request, "It was removed. A mail about it is on its way to you.")
        return HttpResponseRedirect(reverse("mfa_index"))
    return render(request, "mfa/remove.html", {"name": _name(holder.pk, pk)})


def _name(account: Any, pk: int | None) -> str:
    if pk is None:
        mobile = Mobile.objects.filter(account=account).first()
        if mobile is None:
            raise Http404
        return f"Mobile ending in {mobile.last_digits}"
    row = Authenticator.objects.filter(pk=pk, user_id=account, type__in=["totp", "webauthn"]).first()
    if row is None:
        raise Http404
    return "Authenticator app" if row.type == "totp" else str(row.wrap().name)
