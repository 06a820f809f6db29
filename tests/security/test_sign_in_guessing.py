"""Guessing at the way in: what is learnt by text and by time, and how soon guessing ends."""

import re

import pytest
from django.conf import settings as portal
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.people.models import Account
from portal.policy.roles import Role
from portal.web.pages import spec_of
from tests.web.account.steps import CODE, LOGIN, TEXT, password

pytestmark = [pytest.mark.row("A3")]


def guess(address: str, **extra):
    return Client().post(LOGIN, {"login": address, "password": "not this one at all"}, **extra)


@pytest.fixture
def people(world):
    """An address of each kind that somebody might try."""
    organisation = world.organisation()
    made = {
        kind: world.account(organisation, [Role.EN_COUNSELLOR], second_factor=kind != "no factor")
        for kind in ("known", "closed", "no password", "no factor")
    }
    Account.objects.using("loader").filter(pk=made["closed"].pk).update(is_active=False)
    made["no password"].set_unusable_password()
    made["no password"].save(using="loader")
    return {kind: account.email for kind, account in made.items()} | {"unknown": "nobody@example.org"}


def test_no_account_is_there_from_the_start(database):
    assert not Account.objects.using("loader").exists()


def test_no_address_answers_otherwise_than_another(people):
    answers = {kind: guess(address) for kind, address in people.items()}
    plain = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers.values()}
    assert {answer.status_code for answer in answers.values()} == {200}
    assert len(plain) == 1
    assert "is not right" in plain.pop()


def test_no_address_takes_longer_than_another(people, monkeypatch):
    """Hashing is what takes time: each try costs one, whoever it is."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt, *args):
        hashed.append(password)
        return encode(self, password, salt, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    costs = {}
    for kind, address in people.items():
        hashed.clear()
        guess(address)
        costs[kind] = len(hashed)
    assert set(costs.values()) == {1}, costs


def test_guessing_one_account_ends_from_wherever_it_is_tried(people):
    for place in range(5):
        guess(people["known"], REMOTE_ADDR=f"203.0.113.{place}")
    assert b"too many tries" in guess(people["known"], REMOTE_ADDR="198.51.100.1").content


def test_guessing_many_accounts_from_one_place_ends_too(people):
    for number in range(20):
        guess(f"person{number}@elsewhere.example", REMOTE_ADDR="203.0.113.9")
    assert b"too many tries" in guess(people["known"], REMOTE_ADDR="203.0.113.9").content
    assert b"too many tries" not in guess(people["known"], REMOTE_ADDR="203.0.113.10").content


@pytest.mark.parametrize("proxies", [0, 1])
def test_an_address_that_the_client_wrote_itself_earns_no_new_tries(people, settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(20):
        forwarded = f"10.0.0.{number}, 203.0.113.9" if proxies else f"10.0.0.{number}"
        guess(f"person{number}@elsewhere.example", headers={"x-forwarded-for": forwarded})
    forwarded = "10.0.9.9, 203.0.113.9" if proxies else "10.0.9.9"
    assert b"too many tries" in guess(people["known"], headers={"x-forwarded-for": forwarded}).content


def test_nobody_without_the_password_learns_which_factors_there_are(people):
    for address in (CODE, TEXT, "/account/sign-in/passkey/"):
        for method in (Client().get, Client().post):
            assert method(address).headers["Location"] == LOGIN


def test_a_link_that_nobody_was_sent_says_nothing_of_anybody(database):
    page = Client().get("/account/invitation/" + "x" * 43 + "/", follow=True)
    assert page.status_code == 410
    assert b"Open the mail with your invitation once more" in page.content


def patterns(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


def test_grants_releases_of_money_exports_and_changes_of_factors_ask_again():
    wanted = {
        *("access-grant", "staff-approve", "payments-to-decide-export", "staff-requests-export"),
        *("requests-export", "ticketholders-export", "ticketholders-former-export", "people-export"),
        *("mfa_activate_totp", "mfa_add_webauthn", "account-mobile", "account-mobile-remove"),
        *("account-factor-remove", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"),
        *("access-person-factors", "account-password"),
        # Whole organizations and files of people are let in, and what stops payments is taken away, just as well.
        *("staff-roll-out-set", "staff-bring-over-start", "staff-bring-over-verdicts", "staff-provider-keep"),
        *("staff-provider-add", "staff-provider-change", "staff-function-close", "staff-function-open"),
        # Refused rows say what was sent, whole numbers and names with it.
        *("note-file-refused", "vr-file-refused", "request-file-refused", "staff-bring-over-refused"),
    }
    fresh = {entry.name for entry in patterns() if (spec := spec_of(entry.callback)) and spec.fresh}
    assert wanted - fresh == set()
    exports = {
        entry.name
        for entry in patterns()
        if "export" in (said := f"{entry.name} {entry.pattern}") or re.search(r"\.(csv|xlsx|zip)\b", said)
    }
    assert {"requests-export", "staff-bring-over-verdicts"} <= exports
    # A file to fill in, with nobody in it, is the same for everybody.
    assert exports - fresh == {"assignability-template"}


def test_a_password_is_long_and_not_a_common_one():
    names = {validator["NAME"].rpartition(".")[2] for validator in portal.AUTH_PASSWORD_VALIDATORS}
    assert names == {
        *("MinimumLengthValidator", "CommonPasswordValidator", "KnownWordsValidator", "BreachedValidator"),
    }


def test_the_second_step_of_another_browser_cannot_be_entered(world):
    account = world.account(world.organisation(), [Role.EN_COUNSELLOR])
    password(Client(), account)
    assert Client().get(CODE).headers["Location"] == LOGIN
