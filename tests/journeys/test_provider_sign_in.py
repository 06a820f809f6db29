"""Signing in with the identity provider in a browser, which judges where a form may lead (rows A2, A3)."""

import pytest

from portal.cluster.web import HOST, choose_port
from portal.policy.roles import Role
from tests.identity.running import STRONG, WEAK, identity_provider
from tests.web.account.steps import invitation_link

pytestmark = [pytest.mark.row("A2", "A3")]
SENSITIVE = "/account/factors/app/"


@pytest.fixture
def address(portal):
    """The portal, where the provider is the only way in."""
    port = choose_port(None, 0, any_other=True)
    with identity_provider(f"http://{HOST}:{port}") as provider:
        told = {
            name: value if isinstance(value, str) else " ".join(value)
            for name, value in provider.settings().items()
        }
        with portal.beside(port, PORTAL_OWN_ACCOUNTS="0", **told) as url:
            yield url


def at_the_provider(someone, name, strength=STRONG):
    assert someone.heading == "Identity provider"
    someone.write("Name", name)
    someone.choose("Strength", strength)
    someone.press("Sign in")


def test_invited_signed_in_refused_without_a_second_factor_and_asked_again(portal, window, address):
    account = portal.world.account(
        portal.provider, [Role.EN_PAYMENTS_CLERK], name="Olga Outside", second_factor=False
    )
    olga = window()
    olga.url = address
    olga.open(invitation_link(account, "first"))
    olga.press("Continue with Example ID")
    at_the_provider(olga, "olga")
    assert "Today's work" in olga.heading
    olga.go("Your sign-ins")
    assert "Identity provider, checked by the provider" in olga.text
    olga.open("/account/sign-out/")
    olga.press("Sign out")
    for strength in ("password only", WEAK):
        olga.open("/requests/")
        olga.press("Sign in with Example ID")
        at_the_provider(olga, "olga", strength)
        assert olga.status == 403
        assert olga.heading == "You are not signed in"
    assert "without a second factor" in olga.text
    olga.open("/requests/")
    olga.press("Sign in with Example ID")
    at_the_provider(olga, "olga")
    assert olga.path == "/requests/"
    portal.proved_long_ago(olga.session_key)
    olga.open(SENSITIVE)
    assert olga.heading == "Confirm that it is you"
    olga.press("Sign in once more")
    at_the_provider(olga, "somebody else")
    assert "as another person than here" in olga.text
    olga.open(SENSITIVE)
    olga.press("Sign in once more")
    at_the_provider(olga, "olga")
    assert olga.path == SENSITIVE
    assert olga.heading == "Set up your authenticator app"
