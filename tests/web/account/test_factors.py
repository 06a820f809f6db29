"""Second factors: texted codes, management, and the invitation without which none is set up."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from portal.kernel.clock import now
from portal.kernel.models import TrailEntry
from portal.people.factors import open_factor, seal_factor
from portal.people.models import Mobile, SignIn
from portal.people.services.mobile import plain_number
from portal.people.texting import NotSent
from portal.policy.roles import Role
from tests.web.account.steps import (
    CODE,
    HOME,
    LOGIN,
    MOBILE,
    NUMBER,
    TEXT,
    arrive,
    ask,
    code,
    mails,
    password,
    texted,
)

pytestmark = [pytest.mark.row("A3", "J1")]
PASSKEY, FACTORS = "/account/sign-in/passkey/", "/account/factors/"


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06d}"


# Texted codes


def test_a_texted_code_signs_in(client, texter):
    assert password(client, texter).headers["Location"] == TEXT
    assert b"ending in 43" in client.get(TEXT).content
    assert client.post(TEXT, {"code": ask(client)}).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200
    (row,) = SignIn.objects.using("loader").filter(account=texter)
    assert (row.way, row.factor, row.admitted) == ("password", "text", True)


def test_nothing_is_texted_by_opening_the_page(client, texter, entries):
    password(client, texter)
    client.get(TEXT)
    assert entries("text-sent") == []


def test_a_texted_code_is_good_once(client, texter):
    password(client, texter)
    used = ask(client)
    client.post(TEXT, {"code": used})
    client.post("/account/sign-out/")
    password(client, texter)
    assert client.post(TEXT, {"code": used}).status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_texted_code_is_good_only_in_the_sign_in_that_asked(client, texter):
    password(client, texter)
    seen = ask(client)
    thief = Client()
    password(thief, texter)
    assert b"good no longer" in thief.post(TEXT, {"code": seen}).content
    assert thief.get(HOME).status_code == 302


def test_five_wrong_codes_spoil_the_right_one(client, texter, entries):
    password(client, texter)
    right = ask(client)
    for _ in range(5):
        assert b"is not right" in client.post(TEXT, {"code": other(right)}).content
    assert b"too many tries" in client.post(TEXT, {"code": right}).content
    assert client.post(TEXT, {"code": right}).status_code == 200
    assert len(entries("second-factor-failed")) == 5


def test_a_texted_code_lasts_ten_minutes(client, texter):
    with time_machine.travel(now().real, tick=False) as clock:
        password(client, texter)
        late = ask(client)
        clock.shift(601)
        assert b"good no longer" in client.post(TEXT, {"code": late}).content


def test_another_code_comes_after_30_seconds_and_six_an_hour_at_most(client, texter):
    with time_machine.travel(now().real, tick=False) as clock:
        password(client, texter)
        first = ask(client)
        assert b"Wait 30 seconds" in client.post(TEXT).content
        clock.shift(31)
        second = ask(client)
        if first != second:
            assert b"is not right" in client.post(TEXT, {"code": first}).content
        for _ in range(4):
            clock.shift(31)
            assert client.post(TEXT).status_code == 302
        clock.shift(31)
        assert b"Too many codes were texted" in client.post(TEXT).content


def test_a_gateway_that_fails_is_told_and_another_try_is_open_at_once(client, texter, entries, monkeypatch):
    def fails(number, text):
        raise NotSent("the text gateway answered 503")

    password(client, texter)
    with monkeypatch.context() as broken:
        broken.setattr("portal.people.services.mobile.send_text", fails)
        assert b"could not be sent" in client.post(TEXT).content
    assert client.post(TEXT).status_code == 302
    (entry,) = entries("text-not-sent")
    assert entry.detail == {"why": "the text gateway answered 503"}


def test_codes_and_numbers_are_in_no_trail_session_or_table(client, texter):
    password(client, texter)
    digits = ask(client)
    client.post(TEXT, {"code": digits})
    said = str(list(TrailEntry.objects.using("loader").values_list("detail", flat=True)))
    assert digits not in said
    assert NUMBER not in said
    assert NUMBER not in str(dict(client.session.items()))
    assert NUMBER not in str(Mobile.objects.using("loader").values_list("number", flat=True))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("202-555-0143", NUMBER),
        ("(202) 555 0143", NUMBER),
        ("+1 202.555.0143", NUMBER),
        ("1 202 555 0143", NUMBER),
        ("555-0143", None),
        ("+44 20 7946 0000", None),
        ("102-555-0143", None),
        ("\uff12\uff10\uff122025550143", None),
        ("", None),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed, kept):
    assert plain_number(typed) == kept


# Which kind, and another


def test_whoever_has_several_kinds_may_choose(client, account, world):
    world.add(Mobile(account=account, number=seal_factor(NUMBER), last_digits="43", verified_at=now().real))
    assert password(client, account).headers["Location"] == CODE
    assert b"Have a code texted to you" in client.get(CODE).content
    client.post(TEXT)
    assert b"Use your authenticator app" in client.get(TEXT).content
    assert client.post(CODE, {"code": code()}).headers["Location"] == HOME


def test_a_passkey_that_somebody_made_up_opens_nothing(client, account, entries):
    password(client, account)
    for made_up in ("{}", "[]", "null", '{"id":"x","response":{"userHandle":null}}', '"text"', "{"):
        assert client.post(PASSKEY, {"credential": made_up}).status_code == 200
        alone = Client().post("/account/sign-in/passkey/alone/", {"credential": made_up})
        assert alone.headers["Location"] == LOGIN
    assert client.get(HOME).status_code == 302


# Setting up and taking away


def test_a_mobile_is_registered_by_the_code_that_came_to_it(client, newcomer, entries):
    arrive(client, newcomer)
    assert b"Enter a US mobile number" in client.post(MOBILE, {"number": "12"}).content
    assert client.post(MOBILE, {"number": "202-555-0143"}).headers["Location"] == MOBILE
    right = texted(client.get(MOBILE))
    assert b"is not right" in client.post(MOBILE, {"code": other(right)}).content
    assert not Mobile.objects.using("loader").exists()
    done = client.post(MOBILE, {"code": right})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert open_factor(Mobile.objects.using("loader").get().number) == NUMBER
    assert client.get(done.headers["Location"]).content.count(b"<code>") == 10
    assert client.get(HOME).status_code == 200
    assert [entry.detail for entry in entries("second-factor-set-up")] == [{"kind": "text"}]
    assert "You added a mobile number" in mails()[-1][1]
    assert "0143" not in str(mails())


def test_the_last_factor_cannot_be_removed_and_a_second_one_can(sign_in, account, world):
    client = sign_in(account)
    factor = Authenticator.objects.using("loader").get(user_id=account.pk)
    there = f"/account/factors/{factor.pk}/remove/"
    assert b"Remove" not in client.get(FACTORS).content.split(b"Authenticator app")[1].split(b"Texted")[0]
    assert b"the only one you have" in client.post(there, follow=True).content
    world.add(Mobile(account=account, number=seal_factor(NUMBER), last_digits="43", verified_at=now().real))
    assert b"Authenticator app" in client.get(there).content
    assert b"It was removed" in client.post(there, follow=True).content
    assert not Authenticator.objects.using("loader").filter(pk=factor.pk).exists()
    assert "You removed an authenticator app" in mails()[-1][1]
    assert client.get(HOME).status_code == 200
    assert b"the only one you have" in client.post("/account/factors/text/remove/", follow=True).content


def test_nobody_removes_another_persons_factor(sign_in, account, world):
    other_person = world.account(world.organisation(), [Role.EN_PAYMENTS_CLERK])
    factor = Authenticator.objects.using("loader").get(user_id=other_person.pk)
    client = sign_in(account)
    for method in (client.get, client.post):
        assert method(f"/account/factors/{factor.pk}/remove/").status_code == 404
    assert Authenticator.objects.using("loader").filter(pk=factor.pk).exists()


def test_changing_factors_asks_again_once_the_sign_in_is_old(sign_in, account):
    with time_machine.travel(now().real, tick=False) as clock:
        client = sign_in(account)
        for _ in range(3):
            clock.shift(600)
            assert client.get(HOME).status_code == 200
        for address in ("app/", "passkey/", "text/", "text/remove/", "1/remove/", "codes/", "codes/new/"):
            for method in (client.get, client.post):
                answer = method(f"{FACTORS}{address}")
                assert answer.headers["Location"].startswith("/account/again/start/?next="), address


def test_a_texted_code_proves_again_who_it_is(client, texter):
    with time_machine.travel(now().real, tick=False) as clock:
        password(client, texter)
        client.post(TEXT, {"code": ask(client)})
        for _ in range(3):
            clock.shift(600)
            client.get(HOME)
        address = "/account/again/text/?next=/account/factors/text/"
        client.post(address)
        answer = client.post(address, {"code": texted(client.get(address))})
        assert answer.headers["Location"] == MOBILE
        assert client.get(MOBILE).status_code == 200
