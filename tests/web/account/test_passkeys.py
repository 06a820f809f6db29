"""Passkeys, as a device would answer and as an attacker would."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.people.models import SignIn
from tests.web.account.software_passkey import SoftwarePasskey
from tests.web.account.steps import HOME, LOGIN, arrive, mails, password

pytestmark = [pytest.mark.row("A3", "J1")]
ADD, USE, ALONE = "/account/factors/passkey/", "/account/sign-in/passkey/", "/account/sign-in/passkey/alone/"


def browser() -> Client:
    """Passkeys are bound to the host's name."""
    return Client(SERVER_NAME="localhost")


def data_in(page) -> dict:
    found = re.search(
        r'<script id="passkey-data" type="application/json">(.*?)</script>', page.content.decode()
    )
    assert found
    return json.loads(found[1])


@pytest.fixture
def passkey(newcomer):
    """A newcomer's only factor."""
    client, key = browser(), SoftwarePasskey()
    arrive(client, newcomer)
    options = data_in(client.get(ADD))["creation_options"]
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    posted = {"name": "Work laptop", "passwordless": "on", "credential": json.dumps(key.create(options))}
    assert client.post(ADD, posted).headers["Location"] == "/account/factors/codes/"
    assert client.get(HOME).status_code == 200
    assert "You added a passkey" in mails()[-1][1]
    client.post("/account/sign-out/")
    return key


def second_step(account):
    client = browser()
    assert password(client, account).headers["Location"] == USE
    return client, data_in(client.get(USE))["request_options"]


def alone():
    client = browser()
    return client, client.get(ALONE, headers={"accept": "application/json"}).json()["request_options"]


def test_a_passkey_is_the_second_factor(newcomer, passkey):
    client, options = second_step(newcomer)
    assert client.post(USE, {"credential": json.dumps(passkey.sign(options))}).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    row = SignIn.objects.using("loader").filter(account=newcomer).latest("began_at")
    assert (row.way, row.factor) == ("password", "webauthn")


def test_a_passkey_alone_is_both_factors_and_leads_where_one_wanted(newcomer, passkey):
    client, options = alone()
    posted = {"credential": json.dumps(passkey.sign(options)), "next": "/account/sign-ins/"}
    assert client.post(ALONE, posted).headers["Location"] == "/account/sign-ins/"
    assert client.get(HOME).status_code == 200
    row = SignIn.objects.using("loader").filter(account=newcomer).latest("began_at")
    assert (row.way, row.factor, row.admitted) == ("passkey", "webauthn", True)


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"verified": False}, {"origin": "null"}],
)
@pytest.mark.parametrize("way", ["second", "alone"])
def test_a_passkey_of_another_origin_or_without_its_owner_opens_nothing(
    newcomer, passkey, entries, wrong, way
):
    client, options = second_step(newcomer) if way == "second" else alone()
    client.post(USE if way == "second" else ALONE, {"credential": json.dumps(passkey.sign(options, **wrong))})
    assert client.get(HOME).headers["Location"].startswith(LOGIN)
    assert entries("second-factor-failed")


def test_an_answer_serves_once_and_only_for_its_own_question(newcomer, passkey):
    client, options = alone()
    answer = json.dumps(passkey.sign(options))
    other, _ = alone()
    assert other.post(ALONE, {"credential": answer}).headers["Location"] == LOGIN
    assert client.post(ALONE, {"credential": answer}).headers["Location"] == HOME
    client.post("/account/sign-out/")
    assert client.post(ALONE, {"credential": answer}).headers["Location"] == LOGIN
    assert client.get(HOME).status_code == 302


def test_somebody_elses_passkey_does_not_pass_my_second_step(account, world, newcomer, passkey):
    Authenticator.objects.using("loader").filter(user_id=account.pk).update(type="webauthn")
    stranger = SoftwarePasskey()
    stranger.owner = passkey.owner
    client, options = second_step(newcomer)
    assert client.post(USE, {"credential": json.dumps(stranger.sign(options))}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_passkey_whose_account_is_closed_opens_nothing(newcomer, passkey):
    type(newcomer).objects.using("loader").filter(pk=newcomer.pk).update(is_active=False)
    client, options = alone()
    answer = client.post(ALONE, {"credential": json.dumps(passkey.sign(options))})
    assert answer.headers["Location"] == "/account/closed/"
    assert client.get(HOME).status_code == 302
