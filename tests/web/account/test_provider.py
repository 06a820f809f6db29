"""Signing in with a real OpenID Connect provider, and with answers that somebody has tampered with."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.core.cache import cache
from django.test import Client

from portal.kernel.clock import now
from portal.people.models import Account, Invitation, ProviderIdentity, SignIn
from portal.policy.roles import Role
from portal.web.account import openid
from tests.identity.running import ADDRESS, CLIENT, STRONG, WEAK, Visitor, identity_provider
from tests.web.account.steps import HOME, LOGIN, invitation_link

pytestmark = [pytest.mark.row("A2")]
BEGIN = "/account/sign-in/provider/"


@pytest.fixture(scope="module")
def running():
    with identity_provider() as provider:
        yield provider


@pytest.fixture
def provider(running, settings, database):
    for name, value in running.settings().items():
        setattr(settings, name, value)
    settings.PORTAL_ADDRESS = ADDRESS
    settings.PORTAL_OWN_ACCOUNTS = False
    return running


@pytest.fixture
def invited(world):
    """Somebody with a portal account that nobody has ever got into."""
    made = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    made.set_unusable_password()
    made.save(using="loader")
    return made


@pytest.fixture
def bound(provider, invited):
    ProviderIdentity.objects.using("loader").create(
        account=invited, issuer=provider.issuer, subject="dana", bound_at=now().real
    )
    return invited


def begin(client, **posted):
    return client.post(BEGIN, posted).headers["Location"]


def come_in(client, name="dana", acr=STRONG, **posted):
    return client.get(Visitor().sign_in(begin(client, **posted), name, acr))


def refusals(entries):
    return [entry.detail for entry in entries("provider-refused")]


def test_the_first_sign_in_is_by_an_invitation_and_the_next_without(provider, invited, entries):
    client = Client()
    page = client.get(invitation_link(invited, "first"), follow=True).content.decode()
    assert "Continue with Example ID" in page
    assert "New password" not in page
    assert come_in(client).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    assert Invitation.objects.using("loader").get(account=invited).used_at is not None
    (row,) = SignIn.objects.using("loader").filter(account=invited)
    assert (row.way, row.factor, row.admitted) == ("provider", "provider", True)
    later = Client()
    assert come_in(later, next="/account/sign-ins/").headers["Location"] == "/account/sign-ins/"
    assert b"Identity provider" in later.get("/account/sign-ins/").content
    assert entries("provider-bound")


def test_it_asks_as_the_standard_wants(provider):
    asked = parse_qs(urlsplit(begin(Client())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    assert asked["acr_values"] == [STRONG]
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert "email" not in str(asked)


def test_the_sign_in_page_offers_the_provider_first_and_nothing_else_where_it_is_the_only_way(
    provider, settings
):
    page = Client().get(LOGIN).content.decode()
    assert "Sign in with Example ID" in page
    assert 'type="password"' not in page
    settings.PORTAL_OWN_ACCOUNTS = True
    both = Client().get(LOGIN).content.decode()
    assert both.index("Sign in with Example ID") < both.index('type="password"')


def test_where_own_accounts_are_off_a_password_opens_nothing(provider, world):
    account = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    client = Client()
    client.post(LOGIN, {"login": account.email, "password": "a long synthetic password"})
    assert "account_login" not in client.session


def test_nobody_is_known_by_an_e_mail_address(provider, invited, entries):
    answer = come_in(Client(), invited.email)
    assert answer.status_code == 403
    assert b"the portal has no account for you there" in answer.content
    assert refusals(entries) == [{"why": "unknown", "fault": "no account"}]
    assert not ProviderIdentity.objects.using("loader").exists()
    assert Account.objects.using("loader").count() == 1


def test_an_invitation_binds_once_and_to_one_person(provider, bound, world):
    other = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK], second_factor=False)
    client = Client()
    client.get(invitation_link(other, "first"))
    # Dana is bound already: she signs in as herself, and the other's invitation is not used up.
    come_in(client, "dana")
    assert ProviderIdentity.objects.using("loader").count() == 1
    assert Invitation.objects.using("loader").get(account=other).used_at is None


@pytest.mark.parametrize("acr", ["", WEAK])
def test_a_sign_in_without_a_second_factor_is_refused(bound, entries, acr):
    client = Client()
    answer = come_in(client, acr=acr)
    assert answer.status_code == 403
    assert refusals(entries)[0]["why"] in ("weak", "not-sure")
    assert client.get(HOME).status_code == 302


def test_an_answer_with_another_state_is_refused_and_spoils_the_question(bound, entries):
    client = Client()
    back = Visitor().sign_in(begin(client), "dana")
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert client.get(back.replace(state, "x" * len(state))).status_code == 403
    assert client.get(back).status_code == 403
    assert [one["why"] for one in refusals(entries)] == ["not-sure", "not-asked"]


def test_an_answer_serves_once_and_in_the_browser_that_asked(bound):
    client = Client()
    back = Visitor().sign_in(begin(client), "dana")
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.post("/account/sign-out/")
    assert client.get(back).status_code == 403
    assert client.get(HOME).status_code == 302


def test_a_code_of_another_question_is_refused_by_its_nonce_or_verifier(bound, entries):
    """Somebody slips the answer to a question of theirs into this person's browser."""
    attacker, victim = Client(), Client()
    stolen = parse_qs(urlsplit(Visitor().sign_in(begin(attacker), "dana")).query)["code"][0]
    state = parse_qs(urlsplit(begin(victim)).query)["state"][0]
    answer = victim.get("/account/sign-in/provider/answer/", {"code": stolen, "state": state})
    assert answer.status_code == 403
    assert refusals(entries)[-1]["why"] == "not-sure"


def test_what_is_sensitive_asks_the_provider_again(bound):
    client = Client()
    with time_machine.travel(now().real, tick=True) as clock:
        come_in(client)
        assert client.get("/account/factors/app/").status_code == 200
        for _ in range(3):
            clock.shift(600)
            assert client.get(HOME).status_code == 200
        start = client.get("/account/factors/app/").headers["Location"]
        assert b"Sign in once more" in client.get(start).content
    asked = begin(client, again="1", next="/account/factors/app/")
    assert "prompt=login" in asked
    assert "max_age=0" in asked


def test_proving_oneself_again_as_somebody_else_proves_nothing(bound, entries):
    client = Client()
    come_in(client)
    answer = client.get(Visitor().sign_in(begin(client, again="1"), "somebody else"))
    assert answer.status_code == 403
    assert refusals(entries)[-1]["why"] == "other-person"


def test_a_provider_that_does_not_answer_is_told_and_nothing_breaks(provider, settings, entries):
    cache.clear()
    settings.PORTAL_PROVIDER_ISSUER = "http://localhost:9"
    answer = Client().post(BEGIN)
    assert answer.status_code == 503
    assert b"does not answer right now" in answer.content
    assert refusals(entries)[0]["why"] == "unreachable"


# ID tokens as an attacker, or a broken provider, might make them


@pytest.fixture
def forge(settings, database, monkeypatch):
    key = generate_private_key(SECP256R1())
    settings.PORTAL_PROVIDER_ISSUER, settings.PORTAL_PROVIDER_CLIENT = "https://id.example", CLIENT
    settings.PORTAL_PROVIDER_ACR = [STRONG]
    public = {**jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "one", "use": "sig"}
    monkeypatch.setattr(openid, "_configuration", lambda: {"jwks_uri": "https://id.example/jwks"})
    monkeypatch.setattr(openid, "_fetched", lambda *_, **__: {"keys": [public]})

    def token(*, signed_with=key, kid="one", algorithm="ES256", **changed):
        real = int(now().real.timestamp())
        claims = {
            "iss": "https://id.example", "sub": "dana", "aud": CLIENT, "exp": real + 300, "iat": real,
            "nonce": "asked", "acr": STRONG, "auth_time": real, **changed,
        }  # fmt: skip
        held = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(held, signed_with, algorithm=algorithm, headers={"kid": kid})

    return token


def judged(token):
    return openid.judge(token, "asked", now().real)


def test_a_sound_token_says_who_it_is(forge):
    assert judged(forge()).subject == "dana"


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": 1},
        {"iat": None},
        {"acr": WEAK},
        {"acr": None},
        {"auth_time": None},
        {"auth_time": 4_000_000_000},
        {"sub": None},
        {"kid": "two"},
        {"signed_with": generate_private_key(SECP256R1())},
        {"signed_with": "a secret that both could know, long enough", "algorithm": "HS256"},
        {"signed_with": None, "algorithm": "none"},
    ],
)
def test_a_token_with_one_fault_is_refused(forge, changed):
    with pytest.raises(openid.Refused):
        judged(forge(**changed))


def test_a_token_is_good_for_a_moment_only(forge):
    old = forge(exp=int((now().real + timedelta(days=1)).timestamp()))
    assert judged(old)
    with time_machine.travel(now().real + timedelta(minutes=11)), pytest.raises(openid.Refused):
        judged(old)
