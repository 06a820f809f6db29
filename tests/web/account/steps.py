"""Steps of signing in, as the tests take them."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from portal.kernel.clock import now
from portal.people.models import Account
from portal.web.account.personas import code_of_secret
from tests.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN, CODE, HOME = "/account/sign-in/", "/account/sign-in/code/", "/"


def password(client: Client, account: Account, **other: Any) -> HttpResponse:
    """Give the e-mail address and the password."""
    return client.post(LOGIN, {"login": account.email, "password": PASSWORD, **other})


def code() -> str:
    """The code that the accounts of these tests would be shown now."""
    return code_of_secret(SECRET, now())
