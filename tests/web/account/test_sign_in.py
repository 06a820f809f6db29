"""Signing in: password, then authenticator code, of everyone; nothing is given away, nothing replayed."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from portal.config.settings import base
from portal.kernel.clock import now
from portal.people.factors import open_factor
from portal.people.models import Account
from portal.web.account.personas import code_of_secret
from tests.web.account.steps import CODE, HOME, LOGIN, arrive, code, invitation_link, password
from tests.world import PASSWORD, TODAY

pytestmark = [pytest.mark.row("A3")]


def wrong() -> str:
    return f"{(int(code()) + 1) % 1_000_000:06d}"


def test_password_then_code_opens_the_work_area(client, account, entries):
    assert password(client, account).headers["Location"] == CODE
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert client.post(CODE, {"code": code()}).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    (entry,) = entries("signed-in")
    assert entry.subject == account.pk
    assert Account.objects.using("loader").get(pk=account.pk).last_login is not None


def test_a_code_is_good_once(client, account):
    password(client, account)
    used = code()
    assert client.post(CODE, {"code": used}).status_code == 302
    second = Client()
    password(second, account)
    assert second.post(CODE, {"code": used}).status_code == 200
    assert second.get(HOME).status_code == 302


def test_a_code_is_refused_again_for_as_long_as_it_would_be_accepted(client, account):
    with time_machine.travel("2026-03-02T10:00:01Z", tick=False) as clock:
        password(client, account)
        used = code()
        assert client.post(CODE, {"code": used}).status_code == 302
        clock.shift(45)  # the next period: still inside the tolerance, and past the library's own memory
        second = Client()
        password(second, account)
        assert second.post(CODE, {"code": used}).status_code == 200


def test_a_code_of_the_period_before_is_accepted_and_one_of_two_before_is_not(client, account):
    with time_machine.travel("2026-03-02T10:00:01Z", tick=False) as clock:
        old = code()
        clock.shift(60)
        password(client, account)
        assert client.post(CODE, {"code": old}).status_code == 200
        clock.move_to("2026-03-02T10:00:31Z")
        assert client.post(CODE, {"code": old}).status_code == 302


def test_a_code_of_the_app_is_good_for_its_own_half_minute(client, account, settings):
    """As it is outside the synthetic program."""
    settings.MFA_TOTP_TOLERANCE = base.MFA_TOTP_TOLERANCE
    with time_machine.travel("2026-03-02T10:00:01Z", tick=False) as clock:
        early = code()
        clock.shift(30)
        password(client, account)
        assert client.post(CODE, {"code": early}).status_code == 200
        late = code()
        clock.shift(28)
        assert client.post(CODE, {"code": late}).status_code == 302


def test_a_wrong_code_lets_nobody_in_and_is_noted(client, account, entries):
    password(client, account)
    response = client.post(CODE, {"code": wrong()})
    assert b"The code is not right" in response.content
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    (entry,) = entries("second-factor-failed")
    assert entry.subject == account.pk


def test_after_five_wrong_codes_the_right_one_is_refused_too(client, account):
    password(client, account)
    for _ in range(5):
        client.post(CODE, {"code": wrong()})
    assert b"too many tries" in client.post(CODE, {"code": code()}).content


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, account, entries):
    answers = [
        client.post(LOGIN, {"login": email, "password": "not the password at all"})
        for email in (account.email, "nobody@example.org")
    ]
    plain = [re.sub(r"value=\"[^\"]*\"", "", answer.content.decode()) for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert plain[0] == plain[1]
    assert "is not right" in plain[0]
    assert [entry.kind for entry in entries()] == ["sign-in-failed", "sign-in-failed"]


def test_a_failed_sign_in_is_noted_without_the_address(client, account, entries):
    client.post(LOGIN, {"login": account.email, "password": "not the password at all"})
    client.post(LOGIN, {"login": account.email.upper(), "password": "not the password at all"})
    first, second = entries("sign-in-failed")
    assert first.detail == second.detail
    assert re.fullmatch(r"[0-9a-f]{32}", first.detail["address"])
    assert account.email not in str(first.detail)


def test_after_five_failures_the_right_password_is_refused_too_in_every_process(client, account):
    for _ in range(5):
        client.post(LOGIN, {"login": account.email, "password": "not the password at all"})
    response = password(client, account)
    assert response.status_code == 200
    assert b"too many tries" in response.content
    assert issubclass(import_string(settings.CACHES["default"]["BACKEND"]), DatabaseCache)


def test_a_closed_account_is_told_so_only_with_the_right_password(client, account):
    Account.objects.using("loader").filter(pk=account.pk).update(is_active=False)
    assert password(client, account).headers["Location"] == "/account/closed/"
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    wrong_password = Client().post(LOGIN, {"login": account.email, "password": "not the password at all"})
    assert b"is not right" in wrong_password.content


def test_the_session_gets_a_new_key_at_sign_in(client, account):
    password(client, account)
    before = client.cookies["portal_session"].value
    client.post(CODE, {"code": code()})
    after = client.cookies["portal_session"].value
    assert before != after
    stale = Client()
    stale.cookies["portal_session"] = before
    assert stale.get(HOME).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client, account, target):
    password(client, account, next=target)
    assert client.post(CODE, {"code": code()}).headers["Location"] == HOME


def test_one_comes_back_to_the_page_one_wanted(client, account):
    wanted = client.get("/account/factors/?x=1").headers["Location"]
    assert wanted == f"{LOGIN}?next=%2Faccount%2Ffactors%2F%3Fx%3D1"
    assert b'name="next" value="/account/factors/?x=1"' in client.get(wanted).content
    password(client, account, next="/account/factors/?x=1")
    assert client.post(CODE, {"code": code()}).headers["Location"] == "/account/factors/?x=1"


def test_signing_out_takes_a_post_and_ends_the_session(sign_in, account, entries):
    client = sign_in(account)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get(HOME).status_code == 200
    assert client.post("/account/sign-out/").headers["Location"] == LOGIN
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert [entry.subject for entry in entries("signed-out")] == [account.pk]


def test_a_newcomer_sets_up_an_app_gets_recovery_codes_and_is_let_in(client, newcomer, entries):
    arrive(client, newcomer)
    assert client.get(HOME).headers["Location"] == "/account/factors/app/"
    page = client.get("/account/factors/app/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert "data:image/svg+xml;base64," in page
    assert secret[:4] in page
    done = client.post("/account/factors/app/", {"code": code_of_secret(secret, now())})
    assert done.headers["Location"] == "/account/factors/codes/"
    codes = re.findall(r"<code>(\d+)</code>", client.get("/account/factors/codes/").content.decode())
    assert len(set(codes)) == 10
    again = client.get("/account/factors/codes/").content.decode()
    assert "not shown again" in again
    assert not any(recovery in again for recovery in codes)
    assert client.get(HOME).status_code == 200
    assert [entry.subject for entry in entries("second-factor-set-up")] == [newcomer.pk]


def test_the_code_that_set_up_the_app_cannot_sign_in(client, newcomer):
    arrive(client, newcomer)
    client.get("/account/factors/app/")
    used = code_of_secret(client.session["mfa.totp.secret"], now())
    client.post("/account/factors/app/", {"code": used})
    other = Client()
    password(other, newcomer)
    assert other.post(CODE, {"code": used}).status_code == 200


def test_a_sign_in_from_before_the_app_was_set_up_elsewhere_ends(newcomer):
    early, owner = Client(), Client()
    link = invitation_link(newcomer)
    for browser in (early, owner):
        browser.get(link)
        password(browser, newcomer)
    owner.get("/account/factors/app/")
    owner.post("/account/factors/app/", {"code": code_of_secret(owner.session["mfa.totp.secret"], now())})
    assert owner.get(HOME).status_code == 200
    for address in (HOME, "/account/factors/", "/account/factors/codes/"):
        assert early.get(address).headers["Location"].startswith(LOGIN)


def test_secrets_are_sealed_where_they_are_stored(client, newcomer):
    arrive(client, newcomer)
    client.get("/account/factors/app/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/factors/app/", {"code": code_of_secret(secret, now())})
    totp = Authenticator.objects.using("loader").get(user_id=newcomer.pk, type="totp")
    assert secret not in str(totp.data)
    assert open_factor(totp.data["secret"]) == secret


def test_what_is_sensitive_asks_again_once_the_sign_in_is_old(client, account):
    with time_machine.travel("2026-03-02T10:00:01Z", tick=False) as clock:
        password(client, account)
        client.post(CODE, {"code": code()})
        address = "/account/factors/codes/new/"
        assert client.get(address).status_code == 200
        for _ in range(3):
            clock.shift(600)
            assert client.get(HOME).status_code == 200
        start = client.get(address).headers["Location"]
        assert start == "/account/again/start/?next=%2Faccount%2Ffactors%2Fcodes%2Fnew%2F"
        asked = client.get(start).headers["Location"]
        assert asked.startswith("/account/again/?next=")
        assert client.get(asked).status_code == 200
        confirmed = client.post("/account/again/", {"password": PASSWORD, "next": address})
        assert confirmed.headers["Location"] == address
        assert client.post(address).headers["Location"] == "/account/factors/codes/"
        assert client.get("/account/factors/codes/").status_code == 200


def test_an_app_cannot_be_taken_away_or_replaced_by_its_owner_alone(sign_in, account):
    client = sign_in(account)
    assert client.get("/account/factors/app/").headers["Location"] == "/account/factors/"
    assert client.post("/account/factors/app/", {"code": "123456"}).headers["Location"] == "/account/factors/"
    assert Authenticator.objects.using("loader").filter(user_id=account.pk, type="totp").count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_confirm_login_code",
        "mfa_deactivate_totp",
    ],
)
def test_what_the_library_offers_beyond_this_is_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_sign_in_runs_on_real_time_though_the_program_has_its_own_day(client, account):
    assert now().on == TODAY
    assert now().real.date() != TODAY
    password(client, account)
    client.post(CODE, {"code": code()})
    assert abs(client.session["portal_signed_in"] - now().real.timestamp()) < 60
