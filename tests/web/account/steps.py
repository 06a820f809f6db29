"""Steps of signing in, as the tests take them."""

import re
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portal.kernel.clock import now
from portal.kernel.models import Mail
from portal.people.models import Account, Invitation
from portal.web.account.personas import code_of_secret
from tests.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NUMBER = "+12025550143"
TEXT, MOBILE = "/account/sign-in/text/", "/account/factors/text/"
LOGIN, CODE, HOME = "/account/sign-in/", "/account/sign-in/code/", "/"


def password(client: Client, account: Account, **other: Any) -> HttpResponse:
    """Give the e-mail address and the password."""
    return client.post(LOGIN, {"login": account.email, "password": PASSWORD, **other})


def code() -> str:
    """The code that the accounts of these tests would be shown now."""
    return code_of_secret(SECRET, now())


def invitation_link(account: Account, purpose: str = "factors", **about: Any) -> str:
    """The link of a new open invitation, as the mail would have it."""
    secret = secrets.token_urlsafe(32)
    real = now().real
    row = {"made_at": real, "expires_at": real + timedelta(days=7), "made_by": account.pk, **about}
    Invitation.objects.using("loader").create(
        account=account, purpose=purpose, token_hash=sha256(secret.encode()).digest(), **row
    )
    return f"/account/invitation/{secret}/"


def arrive(client: Client, account: Account) -> HttpResponse:
    """Somebody whose extra security was taken away follows the link and gives the password."""
    client.get(invitation_link(account))
    return password(client, account)


def texted(page: HttpResponse) -> str:
    """The code that the synthetic program shows instead of texting it."""
    found = re.search(r"would say: <strong>(\d{6}) ", page.content.decode())
    assert found, page.content.decode()[-3000:]
    return found[1]


def ask(client: Client) -> str:
    client.post(TEXT)
    return texted(client.get(TEXT))


def mails() -> list[tuple[str, str]]:
    """Subject and text of every mail written so far."""
    return [(mail.subject, mail.body) for mail in Mail.objects.using("loader").order_by("id")]
