"""The steps between the first proof and the work area: somebody without a factor was invited; the factor is passed."""

import secrets
from uuid import UUID

from allauth.account.stages import LoginStage
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portal.people.services.factors import count_of, kinds_of
from portal.people.services.invitation import opened_for
from portal.web.account.proofs import by_provider

INVITATION = "portal_invitation"
# A random word that binds texted codes to this sign-in.
BOND = "portal_text_bond"
PAGES = {"webauthn": "account-passkey", "totp": "mfa_authenticate", "text": "account-text"}


def invitation_in(request: HttpRequest) -> UUID | None:
    """The invitation that was opened in this session."""
    found = request.session.get(INVITATION)
    return UUID(found) if isinstance(found, str) else None


class InvitedStage(LoginStage):
    """Without a second factor nobody gets in by the password alone: the link of an invitation is needed too."""

    key = "portal_invited"
    urlname = "account_login"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account = self.login.user
        if by_provider(self.request, account) or count_of(account.pk):
            return None, True
        if opened_for(invitation_in(self.request), account.pk):
            return None, True
        return HttpResponseRedirect(reverse("account-not-set-up")), False


class FactorStage(AuthenticateStage):
    """The second factor, by the strongest kind the person has; another may be chosen there."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        account = self.login.user
        if by_provider(self.request, account) or did_use_passwordless_login(self.request, account):
            return None, True
        if not count_of(account.pk):
            return None, True
        self.state["authentication_required"] = True
        self.request.session[BOND] = secrets.token_hex(16)
        return HttpResponseRedirect(reverse(PAGES[kinds_of(account.pk)[0]])), True
