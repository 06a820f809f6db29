"""Recovery codes: shown once, stored as passwords are, good once."""

import hashlib
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.kernel.clock import now
from portal.people.factors import open_factor, seal_factor
from portal.web.account.personas import code_of_secret
from tests.web.account.steps import CODE, HOME, arrive, password

pytestmark = [pytest.mark.row("A3")]


def test_a_recovery_code_works_once(client, newcomer):
    arrive(client, newcomer)
    client.get("/account/factors/app/")
    client.post("/account/factors/app/", {"code": code_of_secret(client.session["mfa.totp.secret"], now())})
    first = re.findall(r"<code>(\d+)</code>", client.get("/account/factors/codes/").content.decode())[0]
    client.post("/account/sign-out/")
    answers = []
    for browser in (Client(), Client()):
        password(browser, newcomer)
        answers.append(browser.post(CODE, {"code": first}).status_code)
    assert answers == [302, 200]


def shown_codes(client, newcomer):
    """What a newcomer is shown after setting up the app."""
    arrive(client, newcomer)
    client.get("/account/factors/app/")
    client.post("/account/factors/app/", {"code": code_of_secret(client.session["mfa.totp.secret"], now())})
    return re.findall(r"<code>(\d+)</code>", client.get("/account/factors/codes/").content.decode())


def stored_codes(account):
    return Authenticator.objects.using("loader").get(user_id=account.pk, type="recovery_codes")


def test_recovery_codes_are_hashed_once_they_were_shown(client, newcomer):
    codes = shown_codes(client, newcomer)
    data = stored_codes(newcomer).data
    assert "seed" not in data
    opened = [open_factor(one) for one in data["migrated_codes"]]
    assert len(opened) == len(codes) == 10
    assert len(bytes.fromhex(data["salt"])) == 16
    for one in codes:
        assert not any(one in text for text in opened)
    salt = bytes.fromhex(data["salt"])
    wanted = {
        hashlib.scrypt(one.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=2**26, dklen=32).hex()
        for one in codes
    }
    assert wanted == set(opened)
    assert b"10" in client.get("/account/factors/").content


def test_each_recovery_code_opens_once_typed_with_spaces_or_hyphens(client, newcomer):
    codes = shown_codes(client, newcomer)
    client.post("/account/sign-out/")
    for typed in (f"{codes[7][:4]} {codes[7][4:]}", f"{codes[2][:4]}-{codes[2][4:]}"):
        other = Client()
        password(other, newcomer)
        assert other.post(CODE, {"code": typed}).status_code == 302
        assert other.get(HOME).status_code == 200
    assert len(stored_codes(newcomer).data["migrated_codes"]) == 8


def test_a_recovery_code_that_nobody_has_seen_opens_nothing(client, account, world):
    row = world.add(
        Authenticator(
            user=account, type="recovery_codes", data={"seed": seal_factor("ab" * 40), "used_mask": 0}
        )
    )
    unseen = row.wrap().get_unused_codes()[0]
    password(client, account)
    assert client.post(CODE, {"code": unseen}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_codes_that_were_shown_before_they_were_hashed_go_on_working(client, account, world):
    data = {"seed": seal_factor("ab" * 40), "used_mask": 1, "viewed_at": 1.0}
    row = world.add(Authenticator(user=account, type="recovery_codes", data=data))
    spent, *left = row.wrap().generate_codes()
    password(client, account)
    assert client.post(CODE, {"code": spent}).status_code == 200
    assert client.post(CODE, {"code": left[0]}).status_code == 302
    assert len(stored_codes(account).data["migrated_codes"]) == 8
    assert "seed" not in stored_codes(account).data
