"""What the sign-in library asks of us: nobody signs up alone, sign-ins are noted, secrets are sealed."""

import hmac
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.kernel import trail
from portal.people.factors import open_factor, seal_factor
from portal.people.models import Account, Mobile
from portal.people.services import sign_in
from portal.people.services.factors import kinds_of
from portal.providers.gate import admit
from portal.web.account import sessions
from portal.web.account.places import browser_of, network_of
from portal.web.account.proofs import proof_of


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the access desk after verification, never by a visitor."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Try again.",
        "too_many_login_attempts": "There were too many tries. Wait 5 minutes, then try again.",
        "rate_limited": "There were too many tries. Wait 5 minutes, then try again.",
        "incorrect_password": "The password is not right. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["portal.web.account.stages.InvitedStage", "portal.web.account.stages.FactorStage"]

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        unit = request.unit  # type: ignore[attr-defined]
        admission = admit(user.pk, unit.moment)
        proof = proof_of(request, user)
        browser, network = browser_of(request), network_of(request)
        began = sign_in.begin(
            account=user.pk,
            way=proof.way,
            factor=proof.factor,
            admitted=proof.passed and admission is not None and admission.actor is not None,
            browser=browser,
            network=network,
        )
        place = sessions.Place(browser, network)
        sessions.begin(request.session, unit.moment.real, began.sign_in, place)
        if proof.passed:
            sessions.pass_factor(request.session, user.pk)

    def logout(self, request: HttpRequest) -> None:
        account: Any = request.user.pk
        super().logout(request)
        sign_in.end(account=account, why=sign_in.Ended.OUT)
        trail.note("signed-out", subject_kind="account", subject=account)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Noted apart, so that it stays whatever becomes of the request; the address only as a keyed hash."""
        trail.note_apart(
            request.unit,  # type: ignore[attr-defined]
            "sign-in-failed",
            detail={"address": _keyed(str(credentials.get("email", "")))},
        )

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, str]]:
        """How this person can prove once more who it is, as links; the first is asked for."""
        kinds = set(kinds_of(user.pk))
        ways = (
            (user.has_usable_password(), "Use your password", "account_reauthenticate"),
            ("webauthn" in kinds, "Use a passkey", "mfa_reauthenticate_webauthn"),
            ("totp" in kinds, "Use your authenticator app or a recovery code", "mfa_reauthenticate"),
            (kinds == {"recovery_codes"}, "Use a recovery code", "mfa_reauthenticate"),
            ("text" in kinds, "Have a code texted to you", "account-again-text"),
        )
        return [
            {"id": name, "description": words, "url": reverse(name)}
            for open_to, words, name in ways
            if open_to
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The doors ask again by one measure for all; the library's own would let pass who has no password."""
        request = context.request
        real = request.unit.moment.real
        within = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not sessions.fresh(request.session, real, within, network_of(request))


class FactorAdapter(DefaultMFAAdapter):
    """Seals the secrets of second factors, which the library would store in clear."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right, or was used already. Wait for the next one and try again.",
    }

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def is_mfa_enabled(self, user: Account, types: list[str] | None = None) -> bool:
        """A mobile is a factor too, where the library asks whether there is any."""
        any_of = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
        if (types is None or any_of <= set(types)) and Mobile.objects.filter(account=user.pk).exists():
            return True
        return bool(super().is_mfa_enabled(user, types))

    def generate_authenticator_name(self, user: Account, type: str) -> str:
        stored = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {stored + 1}"

    def _get_site_name(self) -> str:
        return "Ticket Portal"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Told by people.services.factors, through the outbox."""


def _keyed(address: str) -> str:
    """Lets an auditor see repeated tries on one address without the trail holding the address."""
    key = f"sign-in address {settings.SECRET_KEY}".encode()
    return hmac.new(key, address.encode(), "sha256").hexdigest()[:32]
