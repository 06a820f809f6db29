"""The doors: limits that cannot be flooded away or dodged, no way round the second factor, no way out to elsewhere."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from portal.kernel.models import TrailEntry
from portal.people.factors import seal_factor
from portal.policy.roles import Role
from portal.web.account.forms import code_key
from tests.web.account.steps import CODE, HOME, LOGIN, SECRET, code, password
from tests.world import PASSWORD

pytestmark = [pytest.mark.row("A3")]


@pytest.fixture
def account(world):
    made = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    sealed = {"secret": seal_factor(SECRET)}
    Authenticator.objects.using("loader").filter(user_id=made.pk).update(data=sealed)
    return made


def wrong(client, account, **extra):
    return client.post(LOGIN, {"login": account.email, "password": "not this one"}, **extra)


def test_a_flood_of_other_entries_wipes_out_no_limit_and_no_used_code(account):
    for _ in range(5):
        wrong(Client(), account)
    assert b"too many tries" in wrong(Client(), account).content
    cache.set(code_key(account.pk, "123456"), "used", timeout=300)
    for number in range(2_500):
        cache.set(f"zzz.{number}", "x", timeout=300)
    assert b"too many tries" in password(Client(), account).content
    assert cache.get(code_key(account.pk, "123456")) == "used"


def test_what_has_expired_makes_room(database, settings):
    cache.set("long.gone", "x", timeout=-10)
    cache._max_entries, before = 0, cache._max_entries
    try:
        cache.set("new", "x", timeout=300)
        cache.set("newer", "x", timeout=300)
    finally:
        cache._max_entries = before
    assert (cache.get("long.gone"), cache.get("new")) == (None, "x")


def test_an_invented_client_address_earns_no_new_tries(account):
    answers = [
        wrong(
            Client(), account, headers={"x-forwarded-for": f"10.0.0.{place}", "x-real-ip": f"10.0.1.{place}"}
        )
        for place in range(7)
    ]
    assert b"too many tries" in answers[-1].content


def test_guessing_codes_ends_and_the_right_one_does_not_help_then(account):
    client = Client()
    password(client, account)
    for guess in range(6):
        client.post(CODE, {"code": f"{guess:06d}"})
    client.post(CODE, {"code": code()})
    assert client.get(HOME).status_code == 302


def test_the_password_alone_opens_nothing(account):
    client = Client()
    password(client, account)
    for address in (
        HOME,
        "/requests/",
        "/account/factors/",
        "/account/factors/codes/",
        "/account/factors/app/",
    ):
        answer = client.get(address)
        assert answer.status_code == 302 and answer.headers["Location"].startswith(LOGIN), address
    assert client.post("/account/again/", {"password": PASSWORD}).headers["Location"].startswith(LOGIN)


def test_the_session_of_before_is_not_the_session_of_after(account):
    client = Client()
    client.get(LOGIN)
    password(client, account)
    planted = client.cookies["portal_session"].value
    client.post(CODE, {"code": code()})
    assert client.cookies["portal_session"].value != planted
    victim = Client()
    victim.cookies["portal_session"] = planted
    assert victim.get(HOME).status_code == 302


def test_who_signed_out_is_out_with_every_copy_of_the_cookie(account):
    client = Client()
    password(client, account)
    client.post(CODE, {"code": code()})
    copied = client.cookies["portal_session"].value
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get(HOME).status_code == 200, "a GET must not sign out"
    client.post("/account/sign-out/")
    other = Client()
    other.cookies["portal_session"] = copied
    assert other.get(HOME).status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "///evil.example",
        "\thttps://evil.example",
        "http://testserver@evil.example/",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(account, target):
    client = Client()
    answer = client.post(
        f"{LOGIN}?next={target}", {"login": account.email, "password": PASSWORD, "next": target}
    )
    assert "evil" not in answer.headers["Location"].split("next=")[0]
    done = client.post(CODE, {"code": code(), "next": target})
    assert done.status_code == 302
    assert done.headers["Location"] in (HOME, f"{HOME}")


def test_a_foreign_host_name_gets_no_page(account):
    assert Client().get(LOGIN, headers={"host": "evil.example"}).status_code == 400
    answer = Client().get(LOGIN, headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in answer.content


@pytest.mark.parametrize("who", ["known", "unknown", "closed"])
def test_a_wrong_password_says_the_same_of_every_address(account, world, who):
    closed = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    type(closed).objects.using("loader").filter(pk=closed.pk).update(is_active=False)
    address = {"known": account.email, "unknown": "nobody@example.org", "closed": closed.email}[who]
    answer = Client().post(LOGIN, {"login": address, "password": "not this one"})
    assert answer.status_code == 200
    assert b"The e-mail address or the password is not right" in answer.content


def test_an_address_that_was_tried_is_nowhere_in_the_trail(account):
    wrong(Client(), account)
    (entry,) = TrailEntry.objects.using("loader").filter(kind="sign-in-failed")
    assert account.email not in str(entry.detail)
